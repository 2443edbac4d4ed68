"""What a sentence of a report says: its themes, its stance and the change it states.

`words` cuts text into word stems; `lexicon` finds the field's phrases in them; `features` turns both into what `model`
weighs; `annotate` is the entrance.
"""
