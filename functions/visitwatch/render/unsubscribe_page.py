"""The pages behind an unsubscribe link: a button (GET), what was done (POST), a link that is none of ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

State = Literal["ask", "done", "unknown"]


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("unsubscribe.html.j2")


def page(state: State) -> str:
    """HTML. The form posts to the page's own address with RFC 8058's pair, as mail programs do."""
    return str(_template().render(state=state))
