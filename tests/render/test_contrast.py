"""Every colour of the mails' style is readable on its ground (WCAG 2.2, 1.4.3: 4.5 to 1), in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import visitwatch.render

STYLE = (Path(visitwatch.render.__file__).parent / "templates" / "_base.html.j2").read_text(encoding="utf-8")
LIGHT, DARK = STYLE.split("@media (prefers-color-scheme: dark)")
AA = 4.5


def rules(css: str) -> dict[str, dict[str, str]]:
    """Selector to property and colour."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        colours = dict(re.findall(r"(?<![-\w])(color|background): (#[0-9a-f]{6})", body))
        for selector in selectors.split(","):
            found[selector.strip()] = colours
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_its_ground(css: str) -> None:
    found = rules(css)
    page, alarm = found["body"], found[".alarm"]["background"]
    pairs = [(page["color"], page["background"]), (page["color"], alarm)]
    pairs += [(found[name]["color"], page["background"]) for name in ("a", ".muted", ".worsened", ".improved")]
    pairs += [(found[name]["color"], alarm) for name in ("a", ".muted")]
    pairs += [(found[name]["color"], found[name]["background"]) for name in ("ins", "del")]
    for text, ground in pairs:
        assert contrast(text, ground) >= AA, (text, ground)
