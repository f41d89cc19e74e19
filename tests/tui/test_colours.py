"""Every text can be read, in every set of colours, and without any."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen

from outreach_sim.tui import slices
from outreach_sim.tui.app import RESTYLED
from outreach_sim.tui.colours import BAD, GOOD, WARN
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.themes import DARK, HIGH, LIGHT, THEMES, Tints
from tests.tui.contrast import contrast
from tests.tui.contrast import rgb as drawn_rgb
from tests.tui.desks import Driver, run
from tests.tui.legible import COLOURS

STYLESHEETS = "\n".join(
    path.read_text() for path in (Path(__file__).parents[2] / "outreach_sim" / "tui").rglob("*.tcss")
)
TEXTS = set(re.findall(r"(?<![-\w])color: \$([\w-]+);", STYLESHEETS)) - {
    "background",
    "block-cursor-foreground",
}
GROUNDS = set(re.findall(r"background: \$([\w-]+);", STYLESHEETS)) - {"accent", "block-cursor-background"}


def rgb(value: str) -> tuple[int, int, int]:
    return (int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_the_colours_promise_what_the_standard_asks_for() -> None:
    assert {look.theme.name: look.least for look in (DARK, LIGHT, HIGH)} == {
        "dark": 4.5, "light": 4.5, "high-contrast": 7.0,
    }  # fmt: skip


@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_of_the_stylesheets_can_be_read_on_every_background_of_theirs(name: str) -> None:
    look = THEMES[name]
    colours = look.theme.to_color_system().generate()
    assert {"foreground", "text-muted"} <= TEXTS and {"background", "surface", "panel"} <= GROUNDS
    words = [(each, colours[each]) for each in sorted(TEXTS)]
    words += [("good", look.good), ("bad", look.bad), ("warn", look.warn)]
    grounds = [each for each in sorted(GROUNDS) if colours[each].startswith("#")]
    pairs = [
        (text, ground, contrast(rgb(colour), rgb(colours[ground])))
        for text, colour in words
        for ground in grounds
    ]
    cursor = [rgb(colours[f"block-cursor-{side}"]) for side in ("foreground", "background")]
    pairs.append(("cursor", "", contrast(*cursor)))
    assert not [pair for pair in pairs if pair[2] < look.least]


@pytest.mark.parametrize("name", COLOURS)
def test_whatever_is_drawn_on_whatever_can_be_told_from_it_and_lines_are_left_as_they_are(name: str) -> None:
    tints, rng = Tints(), random.Random(7)
    tints.look = THEMES[name]
    colours = [Color.from_rgb(*(rng.randrange(256) for _ in range(3))) for _ in range(300)]
    colours += [Color.parse(each) for each in (GOOD, BAD, WARN)]
    for colour in colours:
        ground = rng.choice(colours)
        style = Style(color=colour, bgcolor=ground, dim=rng.random() < 0.5, bold=rng.random() < 0.5)
        text, line = tints.apply([Segment("text", style), Segment("│ ─", style)], TextualColor(0, 0, 0))
        assert text.style is not None and not text.style.dim and text.style.bold == style.bold
        seen, behind = drawn_rgb(text.style.color), drawn_rgb(text.style.bgcolor)
        assert behind == drawn_rgb(ground)
        own = (tints.look.theme.foreground, tints.look.theme.background)
        best = max(contrast(behind, rgb(str(each))) for each in own)
        assert contrast(seen, behind) >= min(tints.look.least, best)
        if not style.dim and colour.triplet is not None and colour.triplet.hex not in (GOOD, BAD, WARN):
            assert line.style is not None and line.style.color == colour


def test_without_colours_the_cursor_is_the_other_way_round_and_nothing_has_a_colour(monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(driver: Driver) -> None:
        strips = driver.app.screen._compositor.render_strips()
        styles = [style for strip in strips for text, style, _ in strip if style is not None]
        assert not [
            s
            for s in styles
            if (s.color and not s.color.is_default) or (s.bgcolor and not s.bgcolor.is_default)
        ]
        turned = [strip.text for strip in strips if any(s.style and s.style.reverse for s in strip)]
        desk = driver.app.screen
        assert isinstance(desk, DeskScreen) and desk.candidate is not None
        assert any(driver.play.name(desk.candidate) in line for line in turned)

    run(steps)


def test_other_colours_come_a_few_widgets_with_each_step_and_nothing_is_drawn_until_all_have_them() -> None:
    styled: list[int] = []
    held: list[bool] = []
    drawn: list[bool] = []
    update = Stylesheet.update_nodes

    def watched(sheet: Stylesheet, nodes: list[DOMNode], animate: bool = False) -> None:
        styled.append(len(nodes))
        held.append(driven[0].app._batch_count > 0)
        update(sheet, nodes, animate)

    def ahead(screen: Screen[Any]) -> Iterator[None]:
        drawn.append(driven[0].app._batch_count > 0)
        yield

    driven: list[Driver] = []

    async def steps(driver: Driver) -> None:
        driven.append(driver)
        with pytest.MonkeyPatch.context() as patches:
            patches.setattr(Stylesheet, "update_nodes", watched)
            patches.setattr(slices, "drawn_ahead", ahead)
            driver.app.theme = LIGHT.theme.name
            await driver.settle()
        widgets = len([*driver.app.screen.walk_children(with_self=True)])
        assert max(styled) <= RESTYLED < widgets <= sum(styled)
        assert all(held) and drawn == [True], "all are drawn ahead of the frame that shows them"
        strips = driver.app.screen._compositor.render_strips()
        styles = {segment.style for strip in strips for segment in strip}
        grounds = {style.bgcolor.get_truecolor() for style in styles if style and style.bgcolor}
        assert rgb(str(LIGHT.theme.background)) in grounds and rgb(str(DARK.theme.background)) not in grounds

    run(steps)
