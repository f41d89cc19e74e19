"""Every text can be read, in every set of colours, and without any."""

import re
from pathlib import Path

import pytest

from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.themes import DARK, HIGH, LIGHT, THEMES
from tests.tui.contrast import contrast
from tests.tui.desks import Driver, run
from tests.tui.legible import COLOURS, SHORT, pale_of

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


def test_every_text_that_is_drawn_can_be_told_from_its_background() -> None:
    assert not pale_of(SHORT)


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
