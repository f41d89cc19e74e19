"""Screens of the desk as SVG, by the line: small, and without a font, a script or an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from outreach_sim.tui.app import Desk

CELL = (8.4, 18.0)
"""Width and height of one character, in pixels."""
EDGE = 12
"""Pixels around the screen."""
BACK = "#14171c"
_FRONT = "#e0e0e0"
_ROUNDS = 2
"""So many times the screen must have been the same."""
_FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style that stand side by side: their first cell, and how they look."""

    at: int
    text: str
    style: Style


Line = tuple[Run, ...]


class Sheet:
    """Colours and weights by class, so that none is written twice."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}

    def named(self, rule: str) -> str:
        """The class that has this rule."""
        return self._classes.setdefault(rule, f"c{len(self._classes)}")

    def css(self) -> str:
        """All of them, and what every text has."""
        rules = "".join(f".{name}{{{rule}}}" for rule, name in self._classes.items())
        return f"text{{font:14px {_FONTS};white-space:pre}}{rules}"


# -- the screen ------------------------------------------------------------------------------------


async def settled(app: Desk, pilot: Pilot[None]) -> tuple[Line, ...]:
    """The lines of the screen once they do not change any more: layout and scrolling take a few rounds."""
    drawn, same = list[Any](), 0
    while same < _ROUNDS:
        with suppress(WorkerCancelled):  # one that another took the place of
            await app.workers.wait_for_complete()
        await pilot.pause(0.02)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        again = app.screen._compositor.render_strips()
        same = same + 1 if again == drawn else 0
        drawn = again
    return tuple(map(_runs, drawn))


def _runs(strip: Any) -> Line:
    """A line as runs of one style each."""
    found: list[Run] = []
    at = 0
    for segment in strip:
        style = segment.style or Style()
        shown = Style(
            color=style.color, bgcolor=style.bgcolor, bold=style.bold, italic=style.italic,
            underline=style.underline, reverse=style.reverse, dim=style.dim,
        )  # fmt: skip
        if found and found[-1].style == shown:
            found[-1] = Run(found[-1].at, found[-1].text + segment.text, shown)
        else:
            found.append(Run(at, segment.text, shown))
        at += cell_len(segment.text)
    return tuple(found)


# -- drawing ---------------------------------------------------------------------------------------


def picture(lines: tuple[Line, ...], title: str) -> str:
    """One screen."""
    width = max(sum(cell_len(run.text) for run in line) for line in lines)
    sheet = Sheet()
    drawn = [line_svg(line, row, sheet) for row, line in enumerate(lines)]
    size = (width * CELL[0] + 2 * EDGE, len(lines) * CELL[1] + 2 * EDGE)
    return "\n".join([*head(size, title, sheet), *filter(None, drawn), "</g></svg>\n"])


def head(size: tuple[float, float], title: str, sheet: Sheet, more: str = "") -> Iterator[str]:
    """What stands before the lines, which begin within an edge; ``more`` is told of it."""
    width, height = size
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">'
    yield f"<title>{escape(title)}</title>{more}<style>{sheet.css()}</style>"
    yield f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{BACK}"/>'
    yield f'<g transform="translate({EDGE} {EDGE})">'


def line_svg(line: Line, row: int, sheet: Sheet) -> str:
    """One line of the screen: what stands behind its texts, then the texts."""
    top = row * CELL[1]
    behind = "".join(_behind(run, top, sheet) for run in _by_back(line))
    return behind + "".join(_text(run, top, sheet) for run in line if run.text.strip())


def _by_back(line: Line) -> list[Run]:
    """The line as runs of one colour behind them."""
    found: list[Run] = []
    for run in line:
        back = _colours(run.style)[1]
        if found and _colours(found[-1].style)[1] == back:
            found[-1] = Run(found[-1].at, found[-1].text + run.text, found[-1].style)
        else:
            found.append(run)
    return found


def _behind(run: Run, top: float, sheet: Sheet) -> str:
    back = _colours(run.style)[1]
    if back == BACK:
        return ""
    rule = sheet.named(f"fill:{back}")
    wide, high = cell_len(run.text) * CELL[0] + 0.3, CELL[1] + 0.3  # no hair between neighbours
    return f'<rect class="{rule}" x="{run.at * CELL[0]:g}" y="{top:g}" width="{wide:g}" height="{high:g}"/>'


def _text(run: Run, top: float, sheet: Sheet) -> str:
    style, text = run.style, run.text.rstrip()
    at = run.at + cell_len(text) - cell_len(text.lstrip())
    text = text.lstrip()
    rule = f"fill:{_colours(style)[0]}"
    rule += ";font-weight:bold" if style.bold else ""
    rule += ";font-style:italic" if style.italic else ""
    rule += ";text-decoration:underline" if style.underline else ""
    wide = cell_len(text) * CELL[0]
    shown = escape(text, quote=False).replace(" ", "\N{NO-BREAK SPACE}")
    return (
        f'<text class="{sheet.named(rule)}" x="{at * CELL[0]:g}" y="{top + 14:g}" textLength="{wide:g}"'
        f' lengthAdjust="spacingAndGlyphs">{shown}</text>'
    )


def _colours(style: Style) -> tuple[str, str]:
    """Colour of the text and of what is behind it, as they are seen."""
    front = style.color.get_truecolor().hex if style.color else _FRONT
    back = style.bgcolor.get_truecolor().hex if style.bgcolor else BACK
    front, back = (back, front) if style.reverse else (front, back)
    return (_between(front, back), back) if style.dim else (front, back)


def _between(one: str, other: str) -> str:
    """The colour half way between two."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes((a + b) // 2 for a, b in pairs).hex()
