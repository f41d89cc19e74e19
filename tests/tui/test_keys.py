"""Keys that a user has set: shown and heard everywhere, or refused in a sentence with its place."""

from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.tui.key_names import NoKey, key_name
from outreach_sim.tui.screens.help import HelpScreen
from outreach_sim.tui.settings import read_settings
from outreach_sim.tui.widgets.keys import pressed, rebind
from tests.tui.desks import Driver, open_desk_with

KEYS = "[keys.desk]\n"


@pytest.fixture(autouse=True)
def usual_keys():
    yield
    rebind({})


def write_settings(home: Path, text: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    path = home / "desk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_keys_that_were_set_are_heard_and_shown_in_footer_help_palette_and_texts(own_home: Path) -> None:
    write_settings(own_home, '[keys.desk]\nweek = "F5"\nday = ["n", "+"]\n[keys.app]\nhelp = "H"\n')

    async def steps(driver: Driver) -> None:
        await driver.press("n")
        assert driver.play.session.day == 1
        await driver.press("plus")
        assert driver.play.session.day == 2
        await driver.press("d")
        assert driver.play.session.day == 2
        footer = driver.text().splitlines()[-1]
        assert "f5 Week" in footer and "n Day" in footer and "H Help" in footer
        assert "F5: play a week" in driver.shown("#next")
        await driver.press("H")
        told = driver.app.screen
        assert isinstance(told, HelpScreen)
        week = "play seven days, or until somebody wants to be answered"
        assert {("F5", week), ("n +", "play one day")} <= set(told.keys)

    open_desk_with(steps, read_settings())


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('them = "dark"', "1:1: them", "there is no such setting, did you mean 'theme'?"),
        ('\ntheme = "drak"', "2:1: theme", "there are no such colours, did you mean 'dark'?"),
        (KEYS + 'weak = "N"', "2:1: keys.desk.weak", "there is no such command, did you mean 'week'?"),
        (KEYS + '  week = "d"', "2:3: keys.desk.week", "d is a key of desk.day already, give one of the two"),
        (
            KEYS + 'week = "Ctrl+I"',
            "2:1: keys.desk.week",
            "Ctrl+I cannot be told from Tab by terminals, take",
        ),
        (KEYS + 'week = "up"', "2:1: keys.desk.week", "Up goes through lists, take another key"),
        (KEYS + "week = 7", "2:1: keys.desk.week", 'a key is written as a text, such as "N"'),
        (KEYS + "week = []", "2:1: keys.desk.week", 'a command needs a key, such as "N"'),
        ('keys.compose.send = "x"', "1:1: keys.compose.send", "x is text, that would be typed into a field"),
        ('keys.app.jump = "ctrl+s"', "1:1: keys.app.jump", "Ctrl+S is a key of compose.send already"),
        ("keys = 1", "1:1: keys", "this is no table"),
        ("theme = ", "1:9", "this is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(own_home: Path, text: str, place: str, said: str) -> None:
    path = write_settings(own_home, text)
    with pytest.raises(BadInputError) as found:
        read_settings()
    assert f"{path}:{place}: {said}" in str(found.value)


def test_the_documented_file_is_right(own_home: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "playing.md").read_text(encoding="utf-8")
    write_settings(own_home, page.partition("```toml\n")[2].partition("```")[0])
    assert read_settings().keys == {"desk.week": "f5", "desk.mark": "space,plus", "lists.last": "G,f8"}
    assert read_settings().theme == "light"
    assert read_settings().columns == {"people": ("Name", "Lab", "Expected", "Offer", "City", "Note")}


def test_two_commands_may_change_keys_with_each_other(own_home: Path) -> None:
    write_settings(own_home, '[keys.desk]\nweek = "d"\nday = "n"\n')
    assert read_settings().keys == {"desk.week": "d", "desk.day": "n"}
    rebind(read_settings().keys)
    assert (pressed("desk.week"), pressed("desk.undo")) == ("d", "u")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("n", "n"), ("N", "N"), ("/", "slash"), ("?", "question_mark"), ("Esc", "escape"),
        ("Ctrl+F", "ctrl+f"), ("PageUp", "pageup"), ("F12", "f12"), ("Shift+n", "N"),
        ("Ctrl++", "ctrl+plus"), ("alt+x", "alt+x"),
        (" ", None), ("Hyper+x", None), ("Foo", None), ("", None), ("ctrl+m", None),
    ],
)  # fmt: skip
def test_keys_are_understood_as_people_write_them(written: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(NoKey):
            key_name(written)
    else:
        assert key_name(written) == name
