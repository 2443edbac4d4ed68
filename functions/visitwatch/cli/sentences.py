"""`visitwatch findings`: labels for sentences that stand alone."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from visitwatch.cli.exits import OK, USAGE


class _Row(msgspec.Struct):
    id: str | int
    text: str


def label_lines(lines: Iterable[bytes], *, as_json: bool) -> int:
    """Writes a line a sentence, in the order given. Returns the exit code; a malformed line ends it."""
    import sys

    from visitwatch.cli.json_lines import write
    from visitwatch.domain.findings.annotate import label_sentence

    decoder = msgspec.json.Decoder(_Row)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            sys.stderr.write(f'visitwatch: line {number} is not {{"id": …, "text": …}}: {error}\n')
            return USAGE
        labels = label_sentence(row.text)
        if as_json:
            write({"id": row.id, "themes": labels.themes, "stance": labels.stance, "change": labels.change})
        else:
            sys.stdout.write(f"{row.id}\t{labels.stance}\t{labels.change}\t{' '.join(labels.themes)}\n")
    return OK
