"""What the tests of template.yaml ask of it."""

from __future__ import annotations

from typing import Any

from tests.aws import template

Json = dict[str, Any]


def resources() -> dict[str, Json]:
    found: dict[str, Json] = template()["Resources"]
    return found


def of_type(kind: str) -> dict[str, Json]:
    """Properties by logical id."""
    return {name: r.get("Properties", {}) for name, r in resources().items() if r["Type"] == kind}


def functions() -> dict[str, Json]:
    """Properties by stage ("check_feeds")."""
    return {p["Handler"].partition(".")[0]: p for p in of_type("AWS::Serverless::Function").values()}


def environment(stage: str) -> dict[str, Any]:
    """A function's variables, those of all functions included."""
    shared = template()["Globals"]["Function"]["Environment"]["Variables"]
    own = functions()[stage].get("Environment", {}).get("Variables", {})
    return {**shared, **own}


def statements(stage: str) -> list[Json]:
    return [s for policy in functions()[stage].get("Policies", []) for s in policy["Statement"]]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def default(value: Any) -> Any:
    """A value, or the default of the parameter that it refers to."""
    if isinstance(value, dict) and set(value) == {"Ref"} and value["Ref"] in template()["Parameters"]:
        return template()["Parameters"][value["Ref"]]["Default"]
    return value


def target(resource: Any) -> str:
    """The logical id that an ARN is made of, with what follows it: "RecordsTable/index/*"."""
    match resource:
        case {"Fn::GetAtt": [name, "Arn" | "Id"]} | {"Ref": name}:
            return str(name)
        case {"Fn::Sub": str(text)}:
            return text.replace("${", "").replace(".Arn}", "").replace("}", "")
    return str(resource)


def grants(stage: str) -> set[tuple[str, str]]:
    """(action, target) of every statement."""
    return {
        (action, target(resource))
        for statement in statements(stage)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    }
