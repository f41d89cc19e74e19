"""What somebody else wrote, in a save or a name, neither steers the desk's terminal nor ends the desk."""

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.text import Text
from textual.color import Color
from textual.widgets import Static

from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import visible
from outreach_sim.scenario.load import load_scenario
from outreach_sim.tui.guard import Guard
from outreach_sim.tui.open import check_terminal
from tests.storage.test_foreign_text import NASTY, handed_over, letters_with
from tests.tui.desks import WIDE, Driver, hostile_scenario, run


def test_the_letter_of_a_save_that_was_handed_over_is_written_and_read_clean() -> None:
    texts = dict(letters_with(""))
    texts = {key: text.replace("Hi", f"Hi {NASTY}PWN ") for key, text in texts.items()}
    handed_over(load_scenario("first-letter"), "theirs", templates=sorted(texts.items()))
    seen = []

    async def steps(driver: Driver) -> None:
        for keys in (["w"], ["ctrl+s", "n", "n", "2", "t"]):
            await driver.press(*keys)
            seen.append(driver.text())

    run(steps, scenario=None, resume="theirs", size=WIDE)
    assert "PWN" in seen[0] and all(visible(text) == text for text in seen)


def test_whatever_a_widget_draws_passes_the_guard() -> None:
    seen = []

    async def steps(driver: Driver) -> None:
        driver.app.screen.query_one("#next", Static).update(Text(f"A{NASTY}\u2028\ue000B"))
        await driver.pilot.pause()
        seen.append(driver.text())

    run(steps, size=WIDE)
    assert "A]52;c;QQ==[2J31m B" in seen[0]
    assert visible(seen[0]) == seen[0]


def test_the_guard_keeps_the_width_of_a_line_and_what_needs_no_change() -> None:
    line = [Segment("plain é 👩\u200d🔬"), Segment("a\x1b\u202e\ue000b")]
    plain, guarded = Guard().apply(line, Color(0, 0, 0))
    assert plain is line[0]
    assert guarded.text == "a b" and guarded.cell_length == line[1].cell_length


def test_a_lab_called_like_markup_can_be_chosen(tmp_path: Path) -> None:
    text = "[@click=app.quit]Lab[/] [/] [red]x[/nope]"
    scenario = hostile_scenario(tmp_path, ["Ann", "Bob"])
    source = scenario.read_text(encoding="utf-8").replace("South [/] Lab", text)
    scenario.write_text(source, encoding="utf-8")

    async def steps(driver: Driver) -> None:
        await driver.press("v", "tab", "tab", "enter")
        assert text[:15] in driver.text()
        await driver.press("down", "enter")
        assert text[:15] in driver.text()

    run(steps, scenario=str(scenario), size=WIDE)


def test_a_terminal_without_unicode_is_told_so(monkeypatch) -> None:
    class Old:
        encoding = "cp1252"

        def isatty(self) -> bool:
            return True

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", Old())
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(UsageError, match="characters that cp1252 does not have, set PYTHONIOENCODING=utf-8"):
        check_terminal()
