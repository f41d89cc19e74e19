"""Every picture of a page as a file of its own: SVG with its title, legend and style inside, and PNG."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from outreach_sim.inputs.paths import slug_of
from outreach_sim.inputs.text import visible
from outreach_sim.inputs.writing import made_folder
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.frame import Figure, environment
from outreach_sim.storage.report.png import Draw

SCALE = 2
"""Of a picture as it opens, over its own units."""
_LINE = 18.0
_FOLDED = 52
"""Characters of a line of title or legend that are sure to fit."""
_DRAWN = re.compile(r'<svg viewBox="0 0 \d+ ([\d.]+)" role="img" aria-labelledby="([^"]*)">(.*)</svg>', re.S)
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)


def write_pictures(folder: Path, figures: Sequence[Figure], draw: Draw | None = None) -> list[str]:
    """Write a folder with a file for each figure that has a picture; returns their names.

    Args:
        folder: where nothing is yet.
        figures: those of a page.
        draw: makes a PNG file besides, under the same name.

    Raises:
        BadInputError: the folder is there, or cannot be written; nothing has changed.
    """
    drawn = [figure for figure in figures if figure.picture]
    names = [f"{n:02d}-{slug_of(figure.title)}.svg" for n, figure in enumerate(drawn, start=1)]
    with made_folder(folder) as temporary:
        temporary.mkdir()
        for name, figure in zip(names, drawn, strict=True):
            text = standalone(figure)
            (temporary / name).write_text(text, encoding="utf-8")
            if draw is not None:
                (temporary / name).with_suffix(".png").write_bytes(draw(text))
    return names


def standalone(figure: Figure) -> str:
    """The picture of a figure as an SVG file that needs nothing else."""
    found = _DRAWN.fullmatch(figure.picture)
    assert found is not None, "a picture is what svg.picture makes"
    height, labels, inner = float(found[1]), found[2], found[3]
    heading = textwrap.wrap(figure.title, _FOLDED)
    top = _LINE * len(heading) + 10
    below = list(_legend(figure, top + height + 8))
    whole = top + height + (8 + _LINE * sum(1 for _ in below) if below else 0) + 4
    title = "".join(svg.text(8, _LINE * (n + 1), line, kind="title") for n, line in enumerate(heading))
    size = f'width="{svg.WIDTH * SCALE}" height="{whole * SCALE:g}"'
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {svg.WIDTH} {whole:g}" {size} role="img" '
        f'aria-labelledby="{labels}">\n<style>\n{_style()}</style>\n'
        f"{svg.box(0, 0, svg.WIDTH, whole, 'back')}{title}"
        f'<g transform="translate(0 {top:g})">{inner}</g>{"".join(below)}</svg>\n'
    )
    return visible(text)


def _legend(figure: Figure, y: float) -> Iterator[str]:
    """A line for each entry, and one more for each in which its name goes on."""
    place = 0
    for mark, name in figure.legend:
        found = _INNER.fullmatch(mark)
        assert found is not None
        for n, line in enumerate(textwrap.wrap(name, _FOLDED) or [""]):
            drawn = f'<g transform="translate(8 {y + _LINE * place + 4:g})">{found[1]}</g>' if n == 0 else ""
            yield drawn + svg.text(44, y + _LINE * place + 13, line)
            place += 1


def _style() -> str:
    style = environment().get_template("picture.css").render()
    own = ".back { fill:var(--back) } svg .title { font-weight:600; font-size:14px }\n"
    return escape(style, quote=False) + own
