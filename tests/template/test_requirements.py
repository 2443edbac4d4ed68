from __future__ import annotations

import re
import tomllib

from scripts.build import ROOT


def test_what_lambda_gets_is_pinned_and_hashed() -> None:
    group = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["lambda"]
    text = (ROOT / "functions" / "requirements.txt").read_text()
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", text, re.MULTILINE))
    assert {re.split(r"[<>=]", name)[0] for name in group} <= set(pinned)
    assert text.count("--hash=sha256:") >= len(pinned)
    assert not {"boto3", "botocore", "typer", "rich"} & set(pinned)


def test_lambda_gets_no_older_library_than_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = set(project["project"]["dependencies"]) | set(project["project"]["optional-dependencies"]["aws"])
    assert set(project["dependency-groups"]["lambda"]) <= wanted
