"""Keys that work on every screen: the ends of lists and pages, help, fields for numbers; and notices."""

import pytest
from textual.widgets import DataTable, Input, OptionList, Select, TextArea

from outreach_sim.tui.screens.help import HelpScreen
from outreach_sim.tui.widgets.amount import Amount
from tests.tui.desks import KEEN, WIDE, Driver, run

SCREENS = {
    "people": (), "inbox": ("2",), "news": ("3",), "books": ("4",), "pipeline": ("5",), "compose": ("w",),
    "write": ("w", "ctrl+e"), "keep": ("w", "ctrl+e", "ctrl+o"), "answer": ("a",), "say": ("a", "ctrl+e"),
    "volume": ("v",), "spend": ("b",), "staff": ("y",), "rule": ("y", "r"), "note": ("i",), "time": ("h",),
    "columns": ("C",), "card": ("c",), "outcome": ("o",), "games": ("q",),
}  # fmt: skip
"""The keys that lead there, from the people of a game in which somebody waits for an answer."""


async def begin(driver: Driver) -> None:
    """Somebody is interested, others have letters."""
    await driver.press("w", "ctrl+s", "escape", "n", "1", "G")
    driver.app.clear_notifications()
    await driver.settle()


def place_of(widget: object) -> float | None:
    """Where one is in what can be gone through; ``None`` where it cannot."""
    if isinstance(widget, DataTable):
        return widget.cursor_row
    if isinstance(widget, OptionList):
        return widget.highlighted
    return getattr(widget, "scroll_y", None)


def how_many(widget: object) -> int:
    """Lines that the cursor can be on."""
    if isinstance(widget, DataTable):
        return widget.row_count
    if isinstance(widget, OptionList):
        return sum(not widget.get_option_at_index(place).disabled for place in range(widget.option_count))
    return 2


async def try_the_ends(driver: Driver) -> None:
    """Home and End, g and G lead to the ends of whatever can have the cursor here."""
    for widget in [w for w in driver.app.screen.focus_chain if not isinstance(w, Input | Select | TextArea)]:
        kind = isinstance(widget, DataTable | OptionList)
        if not kind and not widget.max_scroll_y:
            continue
        widget.focus()
        await driver.settle()
        for last, first in (("G", "g"), ("end", "home")):
            await driver.press(last)
            at_the_end = place_of(widget)
            await driver.press(first)
            at_the_start = place_of(widget)
            assert at_the_start is not None and at_the_end is not None and at_the_start <= 1
            assert at_the_end > at_the_start or how_many(widget) < 2, (widget, last)


async def try_the_fields(driver: Driver) -> None:
    """A field for a number takes no letter that no number has, nor a thing in the place of one."""
    for field in driver.app.screen.query(Input):
        numbers = isinstance(field, Amount) or field.restrict
        if not numbers or field.disabled or not field.display:
            continue
        field.focus()
        await driver.settle()
        await driver.press("home", "shift+end")
        await driver.type("xq7w;e")
        assert field.value == "7", field
        await driver.press("home", "end")
        assert field.cursor_position == 1


async def try_help_and_a_notice(driver: Driver, keys: tuple[str, ...]) -> None:
    """F1 explains the screen, and so does ? where nothing is typed; a notice hides no line of it."""
    screen = driver.app.screen
    typed = isinstance(driver.app.focused, Input | TextArea)
    for key in ("f1",) if typed else ("f1", "question_mark"):
        await driver.press(key)
        assert isinstance(driver.app.screen, HelpScreen), (keys, key)
        await driver.press("escape")
        assert driver.app.screen is screen
    before = driver.text().splitlines()
    driver.app.tell("a notice", seconds=3600)
    await driver.settle()
    after = driver.text().splitlines()
    lines = [number for number, line in enumerate(after) if line.startswith("▌ a notice")]
    assert lines == [len(after) - 2], "it stands above the keys, on a line of its own"
    assert after[-1] == before[-1], "the keys are seen"
    focused = driver.app.focused
    assert focused is None or focused.region.bottom <= lines[0], "what has the cursor is not under it"
    driver.app.clear_notifications()
    await driver.settle()


@pytest.mark.whole
@pytest.mark.parametrize("size", [(80, 24), WIDE, (160, 50)])
def test_the_same_keys_do_the_same_on_every_screen(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await begin(driver)
        desk = driver.app.screen
        for keys in SCREENS.values():
            await driver.press(*keys)
            await try_help_and_a_notice(driver, keys)
            await try_the_ends(driver)
            await try_the_fields(driver)
            while driver.app.screen is not desk and keys != ("q",):
                await driver.press("escape")
            await driver.press("1") if keys != ("q",) else None

    run(steps, size=size, changed=KEEN)
