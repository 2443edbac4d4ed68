"""The linters' word on the source and on what SAM makes of it: each finds what the other misses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scripts.build import ROOT, tool, tool_environment
from tests.aws import REGION

TEMPLATE = ROOT / "template.yaml"


def cfn_lint(path: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", REGION, "--", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def translated(template: dict[str, Any]) -> dict[str, Any]:
    """The CloudFormation that SAM makes, without AWS: managed policies keep their names, code is somewhere in S3."""
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://deployments/artifact"
    template["Globals"]["Function"].pop("CodeUri", None)
    made: dict[str, Any] = Translator({}, Parser()).translate(template, parameter_values={})
    return made


def test_the_source_has_no_findings() -> None:
    done = cfn_lint(TEMPLATE)
    assert done.returncode == 0, done.stdout


def test_sam_accepts_the_source() -> None:
    command = [tool("sam"), "validate", "--lint", "--template-file", str(TEMPLATE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=tool_environment(), cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    from samtranslator.yaml_helper import yaml_parse

    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    parsed: dict[str, Any] = yaml_parse(TEMPLATE.read_text())
    return parsed


def test_what_sam_makes_of_it_has_no_findings(tmp_path: Path, source: dict[str, Any]) -> None:
    path = tmp_path / "translated.json"
    path.write_text(json.dumps(translated(source)))
    done = cfn_lint(path)
    assert done.returncode == 0, done.stdout


def test_the_translated_template_shows_what_the_source_hides(tmp_path: Path, source: dict[str, Any]) -> None:
    messages = source["Resources"]["CollectReportFunction"]["Properties"]["Events"]["Messages"]
    messages["Properties"]["FunctionResponseTypes"] = ["Nope"]
    path = tmp_path / "translated.json"
    path.write_text(json.dumps(translated(source)))
    assert "'Nope' is not one of" in cfn_lint(path).stdout
