"""Builds what Lambda gets: `sam build` with uv, one artifact for all functions, trimmed, with byte code where possible.

    python scripts/build.py                 for Lambda: the template's Runtime and Architecture -> build/lambda
    python scripts/build.py --native        for this machine's processor and the stack test's Python -> build/lambda-native

Wheels are resolved for the target on any machine; nothing is compiled from source. The folder holds template.yaml (the
built one, for `sam deploy -t`) and the artifact.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import argparse
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass

import yaml
from scripts.newest_python import find, newest, template_version

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
UNUSED = ("bin", "pypdfium2_cli", "requirements.txt", "visitwatch/cli", "visitwatch/__main__.py", "visitwatch.egg-info")
"""The command line needs typer and rich, which Lambda does not get; bin and pypdfium2_cli are other command lines."""


@dataclass(frozen=True, slots=True)
class Target:
    """python: "3.13". architecture: as Lambda calls it. interpreter: of the same minor version, None: none at hand."""

    python: str
    architecture: str
    interpreter: Path | None


def lambda_target() -> Target:
    """What template.yaml says by default."""
    return Target(template_version(), "arm64", find(template_version()))


def native_target() -> Target:
    """This machine's processor, and the Python that the stack test runs functions with."""
    interpreter = _stack_python() or newest()
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = subprocess.run([str(interpreter), "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    return Target(version, ARCHITECTURES[platform.machine().lower()], interpreter)


def _stack_python() -> Path | None:
    path = ROOT / ".venv-stack" / "bin" / "python"
    return path if path.exists() else None


def tool(name: str) -> str:
    """The path of sam or uv: the project's own environment first. Raises LookupError."""
    for folder in (ROOT / ".venv-sam" / "bin", Path(sys.executable).parent):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise LookupError(f"{name} is not installed: make .venv-sam/stamp")
    return found


def tool_environment() -> dict[str, str]:
    """For sam: no telemetry, no look at a machine's metadata service, and our uv on the path."""
    path = f"{Path(tool('uv')).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return os.environ | {"PATH": path, "SAM_CLI_TELEMETRY": "0", "AWS_EC2_METADATA_DISABLED": "true"}


def build(target: Target, folder: Path) -> Path:
    """The artifact's path. Raises CalledProcessError with sam's words on standard error."""
    shutil.rmtree(folder, ignore_errors=True)
    overrides = f"Runtime=python{target.python} Architecture={target.architecture}"
    command = [
        tool("sam"), "build", "--beta-features", "--template-file", str(ROOT / "template.yaml"),
        "--build-dir", str(folder), "--parameter-overrides", overrides,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=tool_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, command)
    artifact = artifact_in(folder)
    trim(artifact)
    if target.interpreter:
        compile_all(artifact, target.interpreter)
    return artifact


def artifact_in(folder: Path) -> Path:
    """The one folder that every function of a built template points at. Raises LookupError where there are several."""
    built = yaml.load((folder / "template.yaml").read_text(), Loader=yaml.BaseLoader)  # noqa: S506  builds plain data only
    functions = [r for r in built["Resources"].values() if r["Type"] == "AWS::Serverless::Function"]
    places: set[Path] = {(folder / f["Properties"]["CodeUri"]).resolve() for f in functions}
    if len(places) != 1:
        raise LookupError(f"not one shared artifact, but {len(places)}")
    return places.pop()


def trim(artifact: Path) -> None:
    """Takes out what no handler imports."""
    for name in UNUSED:
        path = artifact / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for cache in list(artifact.rglob("__pycache__")):
        shutil.rmtree(cache)


def compile_all(artifact: Path, interpreter: Path) -> None:
    """Byte code that is not checked against its source: Lambda's files are never changed, and their times are not kept."""
    command = [str(interpreter), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", str(artifact)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> int:
    """0 where it was built."""
    parser = argparse.ArgumentParser(description="Builds what Lambda gets.")
    parser.add_argument("--native", action="store_true", help="for this machine's processor and Python")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    target = native_target() if options.native else lambda_target()
    folder = options.out or ROOT / "build" / ("lambda-native" if options.native else "lambda")
    artifact = build(target, folder.resolve())
    size = sum(f.stat().st_size for f in artifact.rglob("*") if f.is_file())
    code = "with byte code" if target.interpreter else "without byte code: no interpreter of that version is at hand"
    print(f"python{target.python}, {target.architecture}, {size / 1e6:.1f} MB, {code}: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
