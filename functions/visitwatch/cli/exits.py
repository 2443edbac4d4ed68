"""Exit codes, as documented in the README."""

OK = 0
PROBLEMS = 1
"""Done, and something needs a person: a source failed, a document could not be read, an alert was not delivered."""
USAGE = 2
"""The call was wrong."""
BUSY = 3
"""Another check is running."""
UNREADABLE = 4
"""A file could not be read as a report."""
SETTINGS = 5
"""A setting or subscribers.toml is wrong."""
