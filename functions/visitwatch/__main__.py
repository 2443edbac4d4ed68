"""`visitwatch` and `python -m visitwatch`."""

from __future__ import annotations

import sys

from visitwatch.cli.exits import BUSY, PROBLEMS, SETTINGS, USAGE


def main() -> None:
    """Runs the command line; named errors become one line on standard error and an exit code."""
    from visitwatch.cli.app import app
    from visitwatch.errors import (
        CheckRunningError,
        NotFoundError,
        OperationError,
        SettingsError,
        SubscribersError,
        UnknownAuthorityError,
        VisitwatchError,
    )

    try:
        app()
    except OSError as error:
        sys.stderr.write(f"visitwatch: {error.strerror}: {error.filename}\n")
        sys.exit(USAGE)
    except VisitwatchError as error:
        sys.stderr.write(f"visitwatch: {error}\n")
        codes: list[tuple[type[VisitwatchError], int]] = [
            (CheckRunningError, BUSY),
            (SettingsError, SETTINGS),
            (SubscribersError, SETTINGS),
            (UnknownAuthorityError, USAGE),
            (OperationError, USAGE),
            (NotFoundError, USAGE),
        ]
        sys.exit(next((code for kind, code in codes if isinstance(error, kind)), PROBLEMS))


if __name__ == "__main__":
    main()
