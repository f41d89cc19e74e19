"""Keys that come faster than screens open go where they were meant."""

from textual.events import Key
from textual.widgets import Input

from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.widgets.table import PlainTable
from tests.tui.desks import Driver, run


async def at_once(driver: Driver, *keys: str) -> None:
    """Keys as a fast hand or a slow line brings them: all are there before the first is handled."""
    for key in keys:
        driver.app.post_message(Key(key, key if len(key) == 1 else None))
    await driver.settle()


def test_what_is_typed_right_after_a_command_goes_to_the_screen_that_it_opens() -> None:
    async def steps(driver: Driver) -> None:
        desk, screens = driver.app.screen, len(driver.app.screen_stack)
        assert isinstance(desk, DeskScreen)
        await at_once(driver, "w", "down", "down")
        assert isinstance(driver.app.screen, ComposeScreen)
        usual = driver.app.screen.draft.pay_usd + 100_000
        assert driver.app.screen.query_one("#pay", Input).value == f"{usual - 100_000:,}"
        assert desk.people.table.cursor_row == 0, "the table behind it has not moved"
        await at_once(driver, "escape", "w", "ctrl+s", "d")
        assert len(driver.app.screen_stack) == screens and driver.play.session.day == 1
        assert driver.play.approach(desk.people.shown[0]) is not None, "the letter went out"

    run(steps)


def test_the_recruiters_list_has_the_columns_that_fit_from_the_first_look_on() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("v")
        table = driver.app.screen.query_one(PlainTable)
        assert "Expected" in driver.text() and table.max_scroll_x == 0

    run(steps, "small-lab", seed=4, size=(120, 40))


def test_the_way_back_and_help_stand_below_every_screen_however_many_keys_it_has() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        for width in (80, 120, 80):
            await driver.resize(width, 24)
            last = driver.text().splitlines()[-1]
            assert last.endswith("esc Back  f1 Help") and ("^r Reasons" in last) == (width == 120)

    run(steps)
