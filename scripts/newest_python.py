"""Prints the path of the interpreter that the emulator is to run functions with.

The template's own Python (Runtime) where the machine has it, else the newest that Lambda has, too. Found on the PATH,
under pyenv, or by uv; an interpreter that cannot make a virtual environment does not count. No third-party imports:
it runs before any environment is made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"
RUNTIMES = ("3.14", "3.13", "3.12", "3.11")
"""Newest first."""


def template_version() -> str:
    """The default of the template's parameter Runtime, as "3.13"."""
    found = re.search(r"^  Runtime:\n(?:    .*\n)*?    Default: python(\S+)$", TEMPLATE.read_text(), re.MULTILINE)
    if found is None:
        raise LookupError("template.yaml has no parameter Runtime with a default")
    return found.group(1)


def find(version: str) -> Path | None:
    """An interpreter of this minor version that can make a virtual environment, or None."""
    return next((path for path in _candidates(version) if _works(path, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from sorted(root.glob(f"{version}.*/bin/python{version}"), reverse=True)


def _works(path: Path, version: str) -> bool:
    code = "import sys, ssl, sqlite3, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(path), "-c", code], capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == version


def newest() -> Path:
    """Raises LookupError where none is at hand."""
    wanted = template_version()
    for version in (wanted, *(v for v in RUNTIMES if v != wanted)):
        path = find(version)
        if path is not None:
            return path
    raise LookupError(f"no Python of {', '.join(RUNTIMES)} is at hand")


if __name__ == "__main__":
    print(newest())
