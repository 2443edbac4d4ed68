"""What the documents say is there."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from visitwatch.cli import exits
from visitwatch.cli.app import app
from visitwatch.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
DOCS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "samples" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
COMMANDS = typer.main.get_command(app)


def commands() -> dict[str, set[str]]:
    """Every command with its options."""
    group = COMMANDS
    found: dict[str, set[str]] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        found[name] = {opt for param in command.params for opt in param.opts if opt.startswith("--")}
    return found


def console_lines(path: Path) -> list[str]:
    """The commands that a document shows, without their comments."""
    blocks = re.findall(r"```console\n(.*?)```", path.read_text(), re.DOTALL)
    lines = [
        line[2:].split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")
    ]
    return [line for line in lines if line]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_visitwatch_command_that_is_shown_exists(path: Path) -> None:
    known = commands()
    for line in console_lines(path):
        words = line.split()
        if words[0] != "visitwatch":
            continue
        assert words[1] in known, line
        for word in words[2:]:
            if word.startswith("--"):
                assert word.split("=")[0] in known[words[1]] | {"--help"}, line


def test_every_command_stands_in_the_readme_with_what_it_does() -> None:
    for name in commands():
        assert re.search(rf"^\| `{name}[ `]", README, re.MULTILINE), name


def test_every_make_target_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {m for path in DOCS for m in re.findall(r"`?make ([a-z-]+)`?", path.read_text())}
    assert shown - {"sure"} <= targets
    assert {"run", "test"} <= shown


def test_every_target_has_a_line_of_help() -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith("MAKE") and k != "MFLAGS"}  # make runs the tests
    done = subprocess.run(["make", "help"], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    named = {line.split()[0] for line in done.stdout.splitlines()}
    phony = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    assert set(phony.split()[1:]) == named


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    rows = dict(re.findall(r"^\| `VISITWATCH_([A-Z0-9_]+)` \| ([^|]*) \|", text, re.MULTILINE))
    assert set(rows) == {f.name.upper() for f in fields(Settings)}
    for field in fields(Settings):
        cell = rows[field.name.upper()].strip()
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert cell == f"`{field.default}`", field.name


def test_every_exit_code_is_documented() -> None:
    codes = {value for name, value in vars(exits).items() if name.isupper()}
    shown = {int(n) for n in re.findall(r"^\| (\d) \|", README, re.MULTILINE)}
    assert shown == codes


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_every_anchor_of_the_readme_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.*)$", README, re.MULTILINE)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", README):
        assert anchor in headings, anchor


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = [
        name
        for name in listed.split("\0")
        if name and Path(name).suffix in {".py", ".md", ".toml", ".yaml", ".json", ".txt", ""}
    ]
    bad = [f"/{part}/" for part in ("work", "farm", "root")] + ["files.python" + "hosted.org", "registry.npm" + "js"]
    for name in names:
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for part in bad:
            assert part not in text, f"{name} names {part}"
