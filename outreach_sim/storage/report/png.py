"""Pictures as PNG, by resvg, which is an extra: it needs no library of the system, but one of its fonts."""

from __future__ import annotations

import re
from collections.abc import Callable

from outreach_sim.errors import UsageError

FONTS = (
    "DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI", "Verdana", "Ubuntu",
    "Cantarell", "Roboto",
)  # fmt: skip
"""What systems have; resvg knows no ``system-ui``, and leaves text out whose font it does not find."""
_NAMED = ",".join(f"'{font}'" for font in FONTS)
_DARK = re.compile(r"@media[^{]*\{\s*:root[^}]*\}\s*\}")
_ROOT = re.compile(r":root \{[^}]*\}")
_BLANK = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>{}</svg>"
Draw = Callable[[str], bytes]


def drawer() -> Draw:
    """What turns the text of an SVG picture into a PNG file of the size that it opens in.

    Raises:
        UsageError: resvg is not installed, or finds no font to write with.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise UsageError("--png needs resvg-py, which is not installed; pip install resvg-py") from None

    def draw(svg: str) -> bytes:
        return bytes(svg_to_bytes(svg_string=plain(svg)))

    letter = f'<text y="16" style="font-family:{_NAMED}">M</text>'
    if draw(_BLANK.format(letter)) == draw(_BLANK.format("")):
        raise UsageError(f"--png finds no font to write with; install one of {', '.join(FONTS)}")
    return draw


def plain(svg: str) -> str:
    """A picture on white, without what resvg does not know: variables, dark colours, a font by no name."""
    style, end, drawn = svg.partition("</style>")
    light = dict(re.findall(r"--(\w+):(#\w+)", style.partition("@media")[0]))
    bare = _ROOT.sub("", _DARK.sub("", style)).replace("system-ui,sans-serif", _NAMED)
    return re.sub(r"var\(--(\w+)\)", lambda found: light[found[1]], bare) + end + drawn
