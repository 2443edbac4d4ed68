"""`visitwatch ops`: the same operations on the local home, or on a stack by invoking its function `operate`."""

from __future__ import annotations

import json
from typing import Any

from visitwatch.cli.exits import OK, PROBLEMS, USAGE
from visitwatch.cli.json_lines import write
from visitwatch.cli.show import stderr
from visitwatch.domain.operation import parse_operation
from visitwatch.errors import OperationError, SettingsError

LOCK = "check"


def run_ops(name: str, words: list[str], *, stack: str) -> int:
    """words: key=value; a value that begins with { is JSON. Returns the exit code."""
    try:
        payload = {"operation": name, **dict(_pair(word) for word in words)}
        parse_operation(payload)
    except OperationError as error:
        stderr.print(f"visitwatch: {error}", soft_wrap=True, markup=False)
        return USAGE
    answer = _on_stack(stack, payload) if stack else _locally(payload)
    write(answer)
    return OK if answer["ok"] else PROBLEMS


def _pair(word: str) -> tuple[str, Any]:
    key, separator, value = word.partition("=")
    if not separator:
        raise OperationError(f"{word!r} is not key=value")
    if not value.startswith("{"):
        return key, value
    try:
        return key, json.loads(value)
    except ValueError as error:
        raise OperationError(f"{key} is not JSON: {error}") from error


def _locally(payload: dict[str, Any]) -> dict[str, Any]:
    from visitwatch.flow.operate import operate
    from visitwatch.flow.run_queue import all_stages, run_queue
    from visitwatch.wiring import open_home

    with open_home() as home, home.locks.hold(LOCK):
        result = operate(parse_operation(payload), home.context, home.tools())
        worked = run_queue(home.context, home.queue, all_stages())
    return {"ok": True, "result": result, "worked": worked.done, "given_up": worked.buried}


def _on_stack(stack: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Raises SettingsError where boto3 is not installed or the stack has no such function."""
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError as error:
        raise SettingsError('pip install "visitwatch[aws]" to reach a stack') from error
    try:
        described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        outputs = {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}
        function = outputs["OperateFunctionName"]
        answer = boto3.client("lambda").invoke(FunctionName=function, Payload=json.dumps(payload).encode())
    except (ClientError, BotoCoreError, KeyError) as error:
        raise SettingsError(f"the stack cannot be asked: {type(error).__name__}: {error}", subject=stack) from error
    said: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        return {"ok": False, "error": said.get("errorType", "error"), "message": said.get("errorMessage", "")}
    return said
