"""What Lambda gets: complete, no larger than recorded, nothing in it that is Lambda's own or the tests'."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from scripts.build import artifact_in, build, lambda_target
from tests.template.model import functions

pytestmark = pytest.mark.xdist_group("artifact")
AARCH64 = 183
"""e_machine of an ELF header."""
MOST_UNZIPPED, MOST_ZIPPED = 42_000_000, 20_000_000
"""Bytes, with byte code; Lambda's own limits are 262 and 50 million. Recorded: 35.9 and 16.1 million."""
NOT_INSIDE = {
    "boto3", "botocore", "s3transfer", "typer", "rich", "click", "pydantic", "aws_xray_sdk", "moto", "pytest", "tests",
    "samples", "rapidfuzz", "numpy",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real `sam build` for arm64, on whatever machine this is."""
    made = tmp_path_factory.mktemp("lambda")
    build(lambda_target(), made)
    return made


@pytest.fixture(scope="module")
def artifact(folder: Path) -> Path:
    return artifact_in(folder)


def test_all_functions_share_it(folder: Path, artifact: Path) -> None:
    for properties in functions().values():
        module = properties["Handler"].rpartition(".")[0].replace(".", "/")
        assert (artifact / f"{module}.py").is_file()


def test_nothing_is_inside_that_lambda_has_or_the_command_line_needs(artifact: Path) -> None:
    assert not {p.name for p in artifact.iterdir()} & NOT_INSIDE
    assert not list(artifact.rglob("*.dist-info/RECORD.jws"))
    assert not (artifact / "visitwatch" / "cli").exists()


def test_native_code_is_for_arm64(artifact: Path) -> None:
    native = [p for p in artifact.rglob("*") if p.suffix == ".so" or ".so." in p.name]
    assert len(native) >= 4
    for path in native:
        head = path.read_bytes()[:20]
        assert head[:5] == b"\x7fELF\x02", path.name
        assert struct.unpack("<H", head[18:20])[0] == AARCH64, path.name


def test_wheels_are_for_arm64_and_the_templates_python(artifact: Path) -> None:
    short = lambda_target().python.replace(".", "")
    for wheel in artifact.glob("*.dist-info/WHEEL"):
        tags = [line.partition(": ")[2] for line in wheel.read_text().splitlines() if line.startswith("Tag:")]
        assert tags
        for tag in tags:
            python, abi, platform = tag.split("-")
            assert platform == "any" or platform.endswith("aarch64"), wheel.parent.name
            assert abi in ("none", "abi3") or f"cp{short}" in python, wheel.parent.name


def test_byte_code_is_inside_where_it_could_be_made(artifact: Path) -> None:
    made = list(artifact.rglob("*.pyc"))
    assert bool(made) == (lambda_target().interpreter is not None)


def test_it_is_no_larger_than_recorded(artifact: Path) -> None:
    paths = [p for p in artifact.rglob("*") if p.is_file()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.relative_to(artifact))
    unzipped, zipped = sum(p.stat().st_size for p in paths), packed.tell()
    assert unzipped <= MOST_UNZIPPED, unzipped
    assert zipped <= MOST_ZIPPED, zipped
