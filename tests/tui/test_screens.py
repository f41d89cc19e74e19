"""The desk played with the keyboard."""

import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import OptionList

from outreach_sim.cli.failure import run_command_line
from outreach_sim.formatting import percent, usd
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.script import script_of
from outreach_sim.tui.draft import first_draft, standing_draft, weighed
from outreach_sim.tui.people import Sight, Who, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.rounds import By
from outreach_sim.tui.screens.answer import AnswerScreen
from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.help import HelpScreen
from outreach_sim.tui.screens.outcome import OutcomeScreen
from outreach_sim.tui.screens.spend import SpendScreen
from outreach_sim.tui.screens.start import StartScreen
from outreach_sim.tui.spending import For
from outreach_sim.tui.texts.header import status_bar
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import commands_of
from outreach_sim.tui.widgets.table import PlainTable
from tests.tui.desks import KEEN, NARROW, WIDE, WON, Driver, hostile_scenario, run


def ceo_letter(play: Play, candidate: int) -> Order:
    template = play.scenario.setup.letters.ids.index("ceo-personal")
    draft = first_draft(play, (candidate,))
    return draft.changed(template=template, sender=Sender.CEO, pay_usd=9_000_000).order(play.lab)


async def write_ceo_letter(driver: Driver, pay: str = "9m") -> None:
    """From the desk: the CEO's letter to the person under the cursor."""
    await driver.press("w", "shift+tab", "shift+tab", "enter", "home", "enter", "tab", "tab")
    await driver.type(pay)
    await driver.press("ctrl+s")


async def a_day_passes(driver: Driver) -> None:
    """Fails where none does, so that who waits for something does not wait for ever."""
    before = driver.play.session.day
    assert not driver.play.over, "it never happened"
    await driver.press("d")
    assert driver.play.session.day == before + 1, "the desk did not play the day"


async def play_until_interested(driver: Driver, *, by_keys: bool = False) -> None:
    for candidate in find_people(driver.play, Sight()).candidates[:3]:
        if by_keys:
            await write_ceo_letter(driver)
            await driver.press("down")
        else:
            driver.play.act(ceo_letter(driver.play, candidate))
    while not driver.play.awaiting():
        await a_day_passes(driver)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_letter_goes_out_and_an_answer_comes_with_the_keyboard_alone(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver, by_keys=size == NARROW)
        who = driver.play.name(driver.play.awaiting()[0].candidate)
        assert "Inbox (" in driver.text()
        await driver.press("2")
        assert who.split()[0] in driver.text()
        await driver.press("a")
        assert isinstance(driver.app.screen, AnswerScreen)
        await driver.press("ctrl+o")
        assert isinstance(driver.app.screen, DeskScreen)
        # A turn ends on the day on which somebody else wants an answer.
        while not {Event.OFFERED, Event.NO_OFFER} & set(driver.play.game.log.kind.tolist()):
            await driver.press("n")
            assert not driver.play.over

    run(steps, size=size, changed=KEEN)


def test_the_chance_follows_what_is_typed_and_the_letter_too() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen)
        before = driver.text()
        await driver.type("4321000")
        after = driver.text()
        assert "$4,321,000" in after
        assert before.split("from the first")[0] != after.split("from the first")[0]
        await driver.press("up")
        assert screen.typed() is not None
        assert screen.draft.pay_usd == 4_350_000

    run(steps, size=WIDE)


def test_reasons_and_levers_take_the_place_of_the_letter_and_give_it_back() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        letter = driver.text()
        await driver.press("ctrl+r")
        assert "in log-odds" in driver.text()
        await driver.press("ctrl+t")
        assert "pay:" in driver.text()
        assert "by name" in driver.text()
        await driver.press("ctrl+t")
        assert driver.text() == letter

    run(steps, size=WIDE)


def test_nothing_goes_out_that_the_market_would_refuse() -> None:
    async def steps(driver: Driver) -> None:
        for candidate in find_people(driver.play, Sight()).candidates[-3:]:
            driver.play.act(ceo_letter(driver.play, candidate))
        await driver.press("w", "shift+tab", "shift+tab", "enter", "home", "enter")
        assert "can write 0 more" in driver.text().replace("\n", " ")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, ComposeScreen)
        assert len(driver.play.ordered()) == 3

    run(steps, size=WIDE)


def test_what_is_no_number_is_said_and_not_sent() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        await driver.press("delete")
        assert "not a whole number" in driver.shown("#chance")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, ComposeScreen)
        await driver.press("escape")
        assert driver.play.ordered() == []

    run(steps)


def test_marked_people_get_one_letter_each() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("space", "space")
        assert "2 marked" in driver.text()
        await driver.press("w")
        assert "and 1 other" in driver.text()
        await driver.press("ctrl+s", "d")
        assert int((driver.play.game.log.kind == Event.SENT).sum()) == 2
        guess = driver.play.view.pay_guess_usd
        ratios = [own.pay_usd / int(guess[own.candidate]) for own in driver.play.view.approaches]
        assert ratios == pytest.approx([1.5, 1.5], rel=0.02)

    run(steps)


def test_the_recruiters_round_is_one_order_and_is_remembered() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("v")
        await driver.type("7")
        await driver.put("#percent", "400")
        assert "cost" not in driver.shown("#chance"), (
            "by what is expected, nobody is written to who would cost"
        )
        await driver.put("#by", By.IMPACT)
        assert "than can be expected of it: the best by expected leaves such out" in driver.shown("#chance")
        await driver.put("#percent", "130")
        await driver.press("ctrl+s", "d")
        assert int((driver.play.game.log.kind == Event.SENT).sum()) == 7
        await driver.press("v")
        assert driver.app.screen.query_one("#top").number == 7  # type: ignore[attr-defined]

    run(steps)


def test_people_are_found_filtered_and_sorted() -> None:
    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        everybody = table.row_count
        name = driver.play.name(int(table.keys[3]))
        await driver.press("slash")
        await driver.type(name.split()[0].lower()[:4])
        assert 0 < table.row_count < everybody
        assert name.split()[0] in driver.text()
        await driver.press("escape")
        assert table.row_count == everybody
        await driver.press("f", "f", "f")
        assert "your staff" in driver.text()
        await driver.press("s")
        assert "by status" in driver.text()

    run(steps)


def test_names_of_labs_get_the_room_there_is_and_the_cursor_stays() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("down", "down")
        table = driver.app.screen.query_one("#table", PlainTable)
        row, longest = table.cursor_row, "Google DeepMind"
        for width, whole in ((80, False), (88, True), (160, True), (80, False)):
            await driver.resize(width, 30)
            listed = "\n".join(line[:60] for line in driver.text().splitlines()[6:])
            assert (longest in listed) is whole, width
            assert table.cursor_row == row == 2

    run(steps, "personal-email")


def test_no_column_is_cut_by_the_card_beside_it() -> None:
    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        assert table.row_count > 100, "there is a scroll bar"
        for width in (80, 109, 119, 120, 140, 160):
            await driver.resize(width, 30)
            assert table.virtual_size.width <= table.scrollable_content_region.width, width

    run(steps, "personal-email", size=(140, 30))


def test_the_line_of_keys_is_made_anew_only_where_the_keys_are_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[KeyBar] = []
    real = KeyBar.recompose

    async def noted(bar: KeyBar) -> None:
        made.append(bar)
        await real(bar)

    monkeypatch.setattr(KeyBar, "recompose", noted)

    async def steps(driver: Driver) -> None:
        made.clear()
        await driver.press("down", "tab", "shift+tab", "down")
        assert not made
        await driver.press("w", "tab", "tab")
        assert "Send" in driver.text().splitlines()[-1]
        assert len(made) == len(set(made)) == 1
        await driver.press("escape")
        assert "Send" not in driver.text().splitlines()[-1]
        assert "Write" in driver.text().splitlines()[-1]

    run(steps, size=WIDE)


def test_the_mouse_works_too() -> None:
    async def steps(driver: Driver) -> None:
        await driver.pilot.click("#table", offset=(5, 4))
        await driver.settle()
        await driver.pilot.click("#--content-tab-books")
        await driver.settle()
        assert "researchers" in driver.text()

    run(steps, size=WIDE)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_help_says_what_a_screen_is_for_and_what_every_key_of_it_does(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        for key in ("", "w", "v", "b", "c", "o", "y", "i"):
            await driver.press(*key)
            below = driver.app.screen
            await driver.press("f1")
            shown = driver.app.screen
            assert isinstance(shown, HelpScreen)
            assert below.HELP
            assert below.HELP.split()[0].strip("*") in driver.text()
            told = {says for _, says in shown.keys}
            assert told >= {says for _, _, says, _ in commands_of(below)}, key
            await driver.press("escape")
            assert driver.app.screen is below
            await driver.press(*["escape"] * bool(key))

    run(steps, size=size)


@pytest.mark.parametrize("keys", [("c",), ("o",), ("f1",)])
def test_the_program_is_left_from_every_page(keys: tuple[str, ...]) -> None:
    async def steps(driver: Driver) -> None:
        await driver.press(*keys, "ctrl+q")
        assert not driver.app.is_running

    run(steps)


@pytest.mark.parametrize(
    ("keys", "words", "screen"),
    [((), "recruiters write", "VolumeScreen"), (("w",), "write nothing", "DeskScreen")],
)
def test_the_palette_knows_the_commands_of_the_screen(keys: tuple[str, ...], words: str, screen: str) -> None:
    async def steps(driver: Driver) -> None:
        await driver.press(*keys)
        commands = {c.help: c.callback for c in driver.app.get_system_commands(driver.app.screen)}
        assert set(commands) >= {says for _, _, says, _ in commands_of(driver.app.screen)}
        next(callback for says, callback in commands.items() if words in says)()
        await driver.settle()
        assert type(driver.app.screen).__name__ == screen

    run(steps, size=WIDE)


def test_undo_and_outcome() -> None:
    async def steps(driver: Driver) -> None:
        await write_ceo_letter(driver)
        await driver.press("n", "u", "u")
        assert driver.play.session.day == 0
        assert driver.play.ordered() == []
        await driver.press("o")
        assert isinstance(driver.app.screen, OutcomeScreen)
        assert "0.00 points over doing nothing on the same luck" in driver.text()
        assert "taken back 2 times" in driver.text()

    run(steps, size=WIDE)


def test_the_start_screen_begins_a_game_with_the_seed_typed_and_goes_on_with_it() -> None:
    async def begin(driver: Driver) -> None:
        assert isinstance(driver.app.screen, StartScreen)
        await driver.press("s")
        await driver.type("77")
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, DeskScreen)
        assert driver.play.game.seed == 77
        await driver.press("n", "q")
        assert isinstance(driver.app.screen, StartScreen)
        assert "Go on with" in driver.text()

    async def go_on(driver: Driver) -> None:
        games = driver.app.screen.query_one("#games", OptionList)
        games.highlighted = 1
        await driver.press("enter")
        assert driver.play.session.day == 7

    run(begin, scenario=None)
    run(go_on, scenario=None)


def test_a_damaged_save_is_one_line_of_the_first_screen_and_the_others_can_be_played(own_home: Path) -> None:
    with Game.new("fine", load_scenario("first-letter"), 5) as game:
        game.advance(7)
    saves = own_home / "saves"
    (saves / "bad.db").write_text("no database")
    (saves / "later.db").write_bytes((saves / "fine.db").read_bytes())
    with closing(sqlite3.connect(saves / "later.db")) as db:
        db.execute("PRAGMA user_version = 999")
    (saves / "gone.db").symlink_to(saves / "nothing")

    async def steps(driver: Driver) -> None:
        lines = [" ".join(line.split()) for line in driver.text().splitlines()]
        assert any("bad damaged" in line for line in lines)
        assert any("gone damaged" in line for line in lines)
        assert any("later made by a newer" in line for line in lines)
        games = driver.app.screen.query_one("#games", OptionList)
        for name, words in (
            ("bad", "is damaged (file is not a database)"),
            ("later", "a newer outreach-sim"),
        ):
            games.highlighted = games.get_option_index(f"Go on with/{name}")
            await driver.press("enter")
            assert words in driver.shown("#summary") and words in driver.notices()[-1]
        games.highlighted = games.get_option_index("Go on with/fine")
        await driver.press("enter")
        assert driver.play.session.day == 7

    run(steps, scenario=None)


def test_a_folder_of_saves_that_is_none_is_said_and_the_first_screen_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "file"))

    async def steps(driver: Driver) -> None:
        assert "cannot be read (not a directory)" in driver.notices()[-1]
        assert "first-letter" in driver.text()
        await driver.press("enter")
        assert isinstance(driver.app.screen, StartScreen) and "cannot be made" in driver.notices()[-1]

    run(steps, scenario=None)


def test_a_game_in_which_nothing_was_done_is_not_kept(own_home: Path) -> None:
    async def leave(driver: Driver) -> None:
        await driver.press("q")
        assert "Go on with" not in driver.text()

    run(leave)

    async def play(driver: Driver) -> None:
        await driver.press("d", "q")
        assert "Go on with" in driver.text()

    run(play)


def test_a_game_of_a_file_says_what_it_is_kept_as(tmp_path: Path) -> None:
    path = hostile_scenario(tmp_path, ["Eve"]).rename(tmp_path / "Q3_Plan.toml")

    async def steps(driver: Driver) -> None:
        assert driver.play.game.name == "q3-plan"
        assert "'Q3_Plan' cannot name a save: the game is kept as 'q3-plan'" in driver.notices()[-1]

    run(steps, scenario=str(path), size=WIDE)


def test_a_second_desk_on_one_save_may_only_look() -> None:
    async def steps(driver: Driver) -> None:
        assert "reading only" in driver.text()
        await driver.press("n", "w")
        assert driver.play.session.day == 0
        assert isinstance(driver.app.screen, DeskScreen)

    with Game.new("twice", load_scenario("first-letter"), 1):
        run(steps, resume="twice")


def test_a_game_played_at_the_desk_is_a_script_with_the_same_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = {}

    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        await driver.press("a", "ctrl+o", "n", "v", "ctrl+s", "n", "n")
        played["script"], played["hash"] = script_of(driver.play.game).toml, driver.play.game.log_hash

    run(steps, seed=5, changed=KEEN)
    file = tmp_path / "again.toml"
    file.write_text(played["script"], encoding="utf-8")
    assert run_command_line(["run", str(file), "--seed", "5", "--json"]) == 0
    assert played["hash"] in capsys.readouterr().out


def test_machines_and_raises_are_ordered_at_the_desk_and_replayed_from_a_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = {}

    async def steps(driver: Driver) -> None:
        await driver.press("b")
        assert isinstance(driver.app.screen, SpendScreen)
        assert "40,000 H100s" in driver.text()
        await driver.type("20")
        await driver.press("tab")
        await driver.type("200")
        assert "$" in driver.text() and "With 220 more" in driver.text()
        free = driver.play.left.free_usd
        assert free is not None and f" · {usd(free)} free" in driver.shown("#bar")
        await driver.press("ctrl+s")
        assert [order.do for order in driver.play.ordered()] == [Do.BUY, Do.RENT]
        rules = driver.play.scenario.setup.rules
        days = driver.play.ordered()[1].rent_days
        spent = 20 * rules.h100e_price_usd + 200 * rules.h100e_rent_usd_per_year * days // 365
        assert driver.play.left.free_usd == free - spent
        assert f"{usd(free - spent)} after today's orders" in driver.shown("#bar")
        staff = [c for c in range(40) if driver.play.view.employer[c] == driver.play.lab]
        driver.play.act(Order(driver.play.lab, (), do=Do.RAISE, candidates=(staff[0],), pay_ratio=1.2))
        await driver.press("d")
        told = [item.text for item in driver.play.news.headlines]
        assert "You order 20 H100s." in told and "You rent 200 H100s." in told
        assert any(text.startswith(f"You raise {driver.play.name(staff[0])}") for text in told)
        assert driver.play.view.rented_h100e == 200 and driver.play.view.coming_h100e == 20
        await driver.press("n", "4")
        assert "200 H100s are rented" in driver.text()
        played["script"], played["hash"] = script_of(driver.play.game).toml, driver.play.game.log_hash

    run(steps, "sandbox", seed=5, size=WIDE)
    file = tmp_path / "again.toml"
    file.write_text(played["script"], encoding="utf-8")
    assert 'do = "rent"' in played["script"]
    assert run_command_line(["run", str(file), "--seed", "5", "--json"]) == 0
    assert played["hash"] in capsys.readouterr().out


def test_what_a_scenario_does_not_sell_cannot_be_typed_and_the_reason_is_beside_it() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("b")
        screen = driver.app.screen
        assert all(screen.query_one(f"#{name}").disabled for name in ("buy", "rent", "days"))
        assert "None are for sale" in driver.shown(".reason")
        assert screen.focused is screen.query_one("#whom")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, SpendScreen), "there is nothing to order"
        await driver.press("escape")
        assert isinstance(driver.app.screen, DeskScreen)

    run(steps, "personal-email", size=WIDE)


def test_where_machines_are_sold_they_can_be_typed_and_what_costs_too_much_is_said() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("b")
        assert not driver.app.screen.query_one("#buy").disabled
        assert "None are for sale" not in driver.text()
        await driver.type("9m")
        assert "more than you have" in driver.text()

    run(steps, "sandbox", size=WIDE)


def test_a_raise_needs_somebody_before_it_has_a_size() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("b")
        percent = driver.app.screen.query_one("#percent", Amount)
        assert percent.disabled
        assert "First say who gets a raise." in driver.shown("#means")
        assert "go to the person, then b" in driver.shown("#means")
        await driver.press("escape", "f", "f", "f", "b")
        assert driver.play.name(driver.app.screen.chosen)[:12] in driver.text()  # type: ignore[attr-defined]
        percent = driver.app.screen.query_one("#percent", Amount)
        assert not percent.disabled
        await driver.put("#percent", "much")
        await driver.put("#whom", For.NOBODY)
        assert percent.disabled
        assert percent.number == 120, "what cannot be mended is not left wrong"

    run(steps, size=WIDE)


def test_a_field_says_what_is_wrong_with_it() -> None:
    wrong = {
        "abc": "'abc' is not a whole number.",
        "1,5m": "'1,5m' is not a whole number, did you mean 1.5m?",
        "12%": "'12%' is a percentage, where a whole number is meant.",
        "-5": "from 1,000 to 1,000,000,000.",
        "999999999999": "from 1,000 to 1,000,000,000.",
        "[/]": "'[/]' is not a whole number.",
        "é名": "'é名' is not a whole number.",
        "nan": "'nan' is not a whole number.",
    }

    async def steps(driver: Driver) -> None:
        await driver.press("w")
        for typed, what in wrong.items():
            said = f"Pay a year $: {what}"
            await driver.put("#pay", typed)
            assert driver.shown("#chance") == said
            driver.app.clear_notifications()
            await driver.press("ctrl+s")
            assert isinstance(driver.app.screen, ComposeScreen)
            assert any(said in notice for notice in driver.notices()), typed
            assert driver.play.ordered() == []

    run(steps, size=WIDE)


def test_terms_that_cannot_be_changed_are_closed_and_the_screen_says_why() -> None:
    async def steps(driver: Driver) -> None:
        driver.play.act(ceo_letter(driver.play, find_people(driver.play, Sight()).candidates[0]))
        await driver.press("d", "a")
        assert isinstance(driver.app.screen, AnswerScreen)
        assert driver.app.screen.query_one("#pay").is_disabled
        assert "No answer yet" in driver.shown("#means")
        await driver.press("ctrl+o")
        assert any("No answer yet" in notice for notice in driver.notices())
        assert driver.play.ordered() == []

    run(steps)


@pytest.mark.parametrize(
    ("do", "said"), [(Do.OFFER, "Your own people decide on"), (Do.INVITE, "The interviews end on")]
)
def test_who_is_put_forward_waits_for_no_interviews(do: Do, said: str) -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        own = driver.play.awaiting()[0]
        driver.play.act(standing_draft(driver.play, own).order(driver.play.lab, do))
        await a_day_passes(driver)
        now = driver.play.approach(own.candidate)
        assert now is not None and now.state == State.PROCESS
        await driver.app.push_screen(AnswerScreen(driver.play, own.candidate))
        assert driver.shown("#means").startswith(said)

    run(steps, changed=KEEN)


def test_who_was_answered_today_is_not_answered_twice() -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        await driver.press("2", "a")
        assert not driver.app.screen.query_one("#pay").is_disabled
        assert "short  at once" in driver.shown("#chance")
        await driver.press("ctrl+n")
        for _ in driver.play.awaiting():
            await driver.press("a", "ctrl+b")
        await driver.press("a")
        assert isinstance(driver.app.screen, DeskScreen)
        assert any("u takes that back" in notice for notice in driver.notices())

    run(steps, changed=KEEN)


def test_the_line_above_the_tabs_says_what_comes_next() -> None:
    async def steps(driver: Driver) -> None:
        assert "w: write to the person under the cursor" in driver.shown("#next")
        await write_ceo_letter(driver)
        assert driver.shown("#next").startswith("1 order for today; the CEO can write 2 more.")
        await driver.press("u")
        await play_until_interested(driver)
        who = driver.play.awaiting()[0]
        said = driver.shown("#next")
        assert said.startswith(f"{driver.play.name(who.candidate)} is interested, until ")
        for _ in driver.play.awaiting():
            await driver.press("a", "ctrl+b")
        assert not driver.play.awaiting(), "whoever waits comes after who is answered already"
        assert f"{len(driver.play.unread)} new repl" in driver.shown("#next")
        await driver.press("2")
        for _ in driver.play.inbox.threads:
            await driver.press("down")
        assert "for today" in driver.shown("#next")
        while not driver.play.over:
            before = driver.play.session.day
            await driver.press("n", "escape")
            assert driver.play.session.day > before
        assert driver.shown("#next").startswith("The game is over. o: the outcome")
        above = status_bar(driver.play, 120).plain
        assert "the game is over" in above and not any(said in above for said in ("left this week", "next "))

    run(steps, changed=KEEN)


def test_who_looked_at_somebody_with_nothing_to_decide_sees_the_best_again_after_a_turn() -> None:
    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        await driver.press("j", "w", "ctrl+s", "j", "d")
        assert table.cursor_row == 2, "somebody free is kept in sight"
        await driver.press("k")
        assert not driver.play.view.free[int(table.current or 0)]
        await driver.press("d")
        assert table.cursor_row == 0

    run(steps)


def test_a_week_without_news_says_so() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("n")
        assert any("No replies." in notice for notice in driver.notices())
        await driver.press("w")
        assert driver.notices() == [], "no notice stands before a form"

    run(steps)


def test_who_rests_is_told_until_when() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        who = find_people(play, Sight()).candidates[0]
        play.act(ceo_letter(play, who))
        while not play.awaiting():
            await a_day_passes(driver)
        play.act(first_draft(play, (who,)).order(play.lab, Do.WITHDRAW))
        await driver.press("d")
        until = play.free_on(who)
        assert until is not None
        driver.app.screen.people.show(str(who))  # type: ignore[attr-defined]
        await driver.press("w")
        assert any(f"can be written to again on {until:%-d %B}" in notice for notice in driver.notices())
        assert not play.view.free[who]

    run(steps, changed=KEEN)


def test_what_changes_the_list_of_people_shows_it() -> None:
    async def steps(driver: Driver) -> None:
        for key, shown in (("f", "free to write to"), ("s", "by status"), ("r", "status, down")):
            await driver.press("4", key)
            assert driver.app.screen.room == "people"  # type: ignore[attr-defined]
            assert shown in driver.shown("#sight")

    run(steps)


def test_a_key_that_finds_nobody_says_so() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("slash")
        await driver.type("[/]é")
        await driver.press("enter")
        for key in ("w", "c", "space", "enter"):
            driver.app.clear_notifications()
            await driver.press(key)
            assert isinstance(driver.app.screen, DeskScreen)
            assert any("There is nobody in this list" in notice for notice in driver.notices()), key

    run(steps)


def test_what_is_left_to_send_can_be_read_in_eighty_columns() -> None:
    async def steps(driver: Driver) -> None:
        left = driver.play.left
        assert f"CEO 3, manager 6, recruiters 12 · slots {left.interviews}" in driver.text()
        told = f"0.0 points · goal 4 by 4 Sep · hours 3/3 · {usd(left.free_usd or 0)} free · next"
        assert told in driver.text()

    run(steps, "small-lab")


@pytest.mark.parametrize(("size", "told"), [((60, 20), True), (NARROW, False), ((200, 50), False)])
def test_a_terminal_too_small_is_told_so(size: tuple[int, int], told: bool) -> None:
    async def steps(driver: Driver) -> None:
        assert any("80 x 24" in notice for notice in driver.notices()) is told
        await driver.press("w")
        await driver.resize(60, 20)
        await driver.resize(*WIDE)
        assert isinstance(driver.app.screen, ComposeScreen)
        await driver.press("ctrl+s", "d")
        assert driver.play.session.day == 1

    run(steps, size=size)


def test_chances_are_told_in_percent_everywhere() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w", "ctrl+t")
        told = driver.shown("#side-text")
        assert "the chance is" in told
        assert " 0.0" not in told

    run(steps)


def test_offering_less_than_the_letter_named_costs_what_the_market_will_take_for_it() -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        own = driver.play.awaiting()[0]
        await driver.press("2", "a", "ctrl+r")
        screen = driver.app.screen
        assert isinstance(screen, AnswerScreen) and screen.own.named
        assert "broken word" not in driver.text() and "breaks a word" not in driver.text()
        fair = float(driver.shown("#chance").split(" %")[0].strip("<>"))
        await driver.put("#pay", str(own.pay_usd // 2))
        less = float(driver.shown("#chance").split(" %")[0].strip("<>"))
        assert "broken word" in driver.text()
        assert f"The letter named {usd(own.read_usd)}" in driver.shown("#means")
        draft = screen.typed()
        assert draft is not None and draft.direct
        explained = weighed(driver.play, draft)
        assert percent(explained.expected["accept"]).startswith(f"{less}") and less < fair
        word = next(term for term in explained.links[4].terms if term.name == "broken word")
        slope = driver.play.scenario.setup.parameters.pay_slope
        assert word.value == pytest.approx(-slope * math.log(own.read_usd / (own.pay_usd // 2)))

    run(steps, size=WIDE, changed=KEEN)


def test_a_counter_offer_is_told_above_the_tabs_and_answered_with_the_same_key() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        while not any(own.state == State.OFFERED for own in play.your_turn()):
            assert not play.over
            if play.session.day % 7 == 0:
                for candidate in find_people(play, Sight(who=Who.FREE)).candidates[:3]:
                    play.act(ceo_letter(play, candidate))
            for own in play.awaiting():
                play.act(standing_draft(play, own).order(play.lab, Do.OFFER))
            play.advance(1)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        first = play.your_turn()[0]
        assert f"{play.name(first.candidate)} has a counter-offer, and decides on" in driver.shown("#next")
        await driver.press("home", "a")  # from somebody who only has a letter
        screen = driver.app.screen
        assert isinstance(screen, AnswerScreen)
        assert screen.own.candidate == first.candidate
        assert "can be bettered until it is decided" in driver.shown("#means")
        assert "has made a counter-offer" in driver.shown("#chance")
        assert screen.query_one("#days").disabled, "the day stays"
        await driver.press("ctrl+r")
        assert "counter-offer:" in driver.text()
        draft = screen.typed()
        assert draft is not None
        assert (draft.direct, draft.deadline_days) == (first.direct, first.deadline_days)

    run(steps, seed=5, size=WIDE, changed=WON[:-1])
