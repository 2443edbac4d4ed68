"""Writes functions/requirements.txt: what Lambda gets, pinned and hashed, from the group `lambda` of pyproject.toml.

Needs uv (a development dependency). boto3 is Lambda's own; typer and rich are the command line's.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "functions" / "requirements.txt"


def main() -> int:
    """0 where the file was written."""
    group = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["lambda"]
    uv = Path(sys.executable).with_name("uv")
    command = [
        str(uv), "pip", "compile", "-", "--quiet", "--generate-hashes", "--no-header", "--no-annotate",
        "--no-emit-index-url", "--no-emit-find-links",
        "--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_34", "--only-binary", ":all:",
    ]  # fmt: skip
    done = subprocess.run(command, input="\n".join(group), capture_output=True, text=True, check=True, cwd=ROOT)
    TARGET.write_text("# Made by scripts/lock.py; edit the group lambda of pyproject.toml instead.\n" + done.stdout)
    print(f"{TARGET.relative_to(ROOT)}: {done.stdout.count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
