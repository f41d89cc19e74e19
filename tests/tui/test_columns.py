"""Columns: which fit, which are chosen, in which order, kept where; amounts of one column in one unit."""

import tomllib
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.formatting import money_unit
from outreach_sim.tui.columns import GAP, NAME, fit
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.screens.columns import ColumnsScreen
from outreach_sim.tui.settings import Settings, read_settings
from outreach_sim.tui.settings_file import with_columns
from outreach_sim.tui.tables import TABLES
from outreach_sim.tui.widgets.table import PlainTable
from tests.tui.desks import KEEN, Driver, open_desk_with, run
from tests.tui.test_keys import write_settings


def headings(driver: Driver, table: str = "#table") -> list[str]:
    return [heading.title for heading in driver.app.screen.query_one(table, PlainTable).headings]


@pytest.mark.parametrize("table", list(TABLES))
def test_more_columns_come_as_room_grows_and_never_more_than_there_is_room_for(table: str) -> None:
    before: set[str] = set()
    for room in range(79, 260):
        found = fit(TABLES[table], room)
        shown = {look.heading for look in found.looks}
        assert before <= shown and NAME in shown
        assert sum(found.widths) + GAP * len(found.widths) <= room
        assert all(width >= look.width for width, look in zip(found.widths, found.looks, strict=True))
        before = shown
    assert len(before) > len(fit(TABLES[table], 79).looks) + 2


def test_the_room_of_wide_screens_is_used_and_what_was_chosen_without_room_is_named() -> None:
    async def steps(driver: Driver) -> None:
        seen = []
        for width in (80, 160, 200):
            await driver.resize(width, 50)
            seen.append(headings(driver))
            table = driver.app.screen.query_one("#table", PlainTable)
            assert table.virtual_size.width <= table.scrollable_content_region.width
        assert set(seen[0]) < set(seen[1]) < set(seen[2])
        await driver.resize(80, 24)
        driver.app.choose_columns("people", ("Topic", "Team", "Name", "Note", "Id", "City"))
        await driver.resize(81, 24)
        assert headings(driver) == ["Topic", "Team", "Name", "Note"]
        assert "no room for Id, City" in driver.shown("#sight")

    run(steps)


def test_columns_are_ticked_moved_and_kept_and_the_rest_of_the_file_stays(own_home: Path) -> None:
    text = '# mine\ntheme = "light"  # bright\n\n[keys.desk]\nweek = "F5"\n'
    path = write_settings(own_home, text)

    async def steps(driver: Driver) -> None:
        await driver.press("C")
        assert isinstance(driver.app.screen, ColumnsScreen)
        await driver.press("space")
        assert "always shown" in driver.notices()[-1]
        await driver.press("J", "down", "enter", "G", "space", "home")
        assert "No room at this width for Note" in driver.shown("#seen")
        await driver.press("ctrl+s")
        kept = tomllib.loads(path.read_text())
        mine = kept.pop("columns")["people"]
        assert kept == tomllib.loads(text) and path.read_text().startswith(text)
        assert mine[:1] == ["Lab"] and mine[-1] == "Note" and "Impact" not in mine
        shown = [heading.partition(" $")[0] for heading in headings(driver)]
        assert shown == mine[:-1] and read_settings().columns == {"people": tuple(mine)}
        await driver.press("C", "u", "ctrl+s")
        assert "people" not in path.read_text() and headings(driver)[:2] == ["Name", "Lab"]

    open_desk_with(steps, read_settings())


@pytest.mark.whole
def test_the_other_tables_have_columns_to_choose_too() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w", "ctrl+s", "n", "5", "C", "G", "space", "ctrl+s")
        assert headings(driver, "#under-way")[-1] == "Status" and "Offer $k" in headings(driver, "#under-way")
        await driver.press("y", "C", "G", "space", "ctrl+s")
        assert headings(driver, "#people")[-1] == "Note"
        await driver.press("C", "down", "space", "escape")
        assert set(read_settings().columns) == {"pipeline", "staff"}

    run(steps, size=(200, 50), changed=KEEN)


def test_what_cannot_be_kept_holds_all_the_same_and_the_reason_is_said(own_home: Path) -> None:
    own_home.mkdir(exist_ok=True)
    (own_home / "desk.toml").mkdir()

    async def steps(driver: Driver) -> None:
        await driver.press("C", "down", "space", "ctrl+s")
        assert "desk.toml" in driver.notices()[-1] and isinstance(driver.app.screen, ColumnsScreen)
        await driver.press("escape")
        assert headings(driver)[1] != "Lab"

    open_desk_with(steps, Settings())


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("columns = 3", "1:1: columns", "this is no table"),
        (
            '[columns]\nfolk = ["Name"]',
            "2:1: columns.folk",
            "no such table, there are people, pipeline, staff",
        ),
        ('[columns]\npeople = "Name"', "2:1: columns.people", "this is no list"),
        ('[columns]\npeople = ["Name", "Pey"]', "2:19: columns.people.2", "did you mean 'Pay'?"),
        ('[columns]\npeople = ["Name", "Pay", "Pay"]', "2:26: columns.people.3", "stands there already"),
        ('[columns]\npeople = ["Pay"]', "2:1: columns.people", "'Name' is missing"),
    ],
)
def test_columns_that_do_not_exist_are_refused_with_their_place(
    own_home: Path, text: str, place: str, said: str
) -> None:
    write_settings(own_home, text)
    with pytest.raises(BadInputError) as refused:
        read_settings()
    assert place in str(refused.value) and said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("", '[columns]\npeople = ["Name", "Pay"]\n'),
        ('a = "x"', 'a = "x"\n\n[columns]\npeople = ["Name", "Pay"]\n'),
        ("[columns] # all\n\n[b]\n", '[columns] # all\npeople = ["Name", "Pay"]\n\n[b]\n'),
        ('[columns]\npeople = ["Name"] # x\nb = 1\n', '[columns]\npeople = ["Name", "Pay"]  # x\nb = 1\n'),
        (
            '[columns]\r\npeople = [\r\n"Name",\r\n]\r\nb = 1\r\n',
            '[columns]\r\npeople = ["Name", "Pay"]\r\nb = 1\r\n',
        ),
    ],
)
def test_only_the_line_of_the_columns_is_written_anew(text: str, after: str) -> None:
    assert with_columns(text, "people", ("Name", "Pay"), "desk.toml") == after
    assert with_columns(after, "people", ("Name", "Pay"), "desk.toml") == after
    assert tomllib.loads(with_columns(after, "people", (), "desk.toml")).get("columns", {}) in ({}, {"b": 1})


def test_a_file_that_says_its_columns_otherwise_is_left_alone_with_a_word_on_what_to_do() -> None:
    with pytest.raises(BadInputError, match="the desk cannot change what stands there by itself"):
        with_columns('columns = { people = ["Name"] }\n', "people", ("Name", "Pay"), "desk.toml")


@pytest.mark.parametrize(
    ("largest", "sign", "amount", "told"),
    [
        (9_999, "$", 9_999, "9,999"), (10_000, "$k", 499, "<1"), (9_999_000, "$k", 9_999_000, "9,999"),
        (10_000_000, "$M", 250_000, "0.25"), (9.9e9, "$M", 9.9e9, "9,900.00"), (1e10, "$B", 0, "0.00"),
    ],
)  # fmt: skip
def test_a_column_has_one_unit_that_its_largest_amount_decides(
    largest: float, sign: str, amount: float, told: str
) -> None:
    unit = money_unit(largest)
    assert unit.sign == sign and unit.text(amount) == told and money_unit(-largest) == unit


@pytest.mark.whole
def test_amounts_stand_below_each_other_in_one_unit() -> None:
    async def steps(driver: Driver) -> None:
        pane = driver.app.screen.query_one(PeoplePane)
        place = next(i for i, heading in enumerate(headings(driver)) if heading.startswith("Pay $"))
        rows = [str(pane._row(key)[0][place]) for key in pane.table.keys]
        assert headings(driver)[place] == "Pay $M" and len(rows) > 100
        assert {len(row.partition(".")[2]) for row in rows} == {2}
        await driver.press("4")
        figures = [line for line in driver.text().splitlines() if " $k" in line]
        assert len({line.index(" $k") for line in figures}) == 1 and len(figures) >= 4

    run(steps, "defender", size=(160, 50))
