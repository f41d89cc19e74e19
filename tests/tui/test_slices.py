"""Nothing holds the desk up: turns, letters and tables come in pieces, and nobody sees half of a turn."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from rich.console import Group
from rich.text import Span, Text
from textual._compositor import Compositor
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from outreach_sim.errors import UsageError
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.recorder import Log
from outreach_sim.storage.correspondence import reasons
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.timeline import going_to_day, redoing
from outreach_sim.storage.steps import outcome_of
from outreach_sim.tui import figures, marks, slices, spending
from outreach_sim.tui.draft import Draft
from outreach_sim.tui.forecast import QUIET_SECONDS
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.past import Past
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.answer import AnswerScreen
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.spend import SpendScreen
from outreach_sim.tui.screens.volume import VolumeScreen
from outreach_sim.tui.spending import For
from outreach_sim.tui.texts import card
from outreach_sim.tui.widgets.table import PlainTable, Row
from tests.tui.desks import KEEN, WIDE, WON, Driver, first_letter, run
from tests.tui.test_play import letter, rivals


def test_a_turn_is_played_a_day_at_a_time_and_all_that_is_known_is_what_it_was_until_its_end(
    keen: Play,
) -> None:
    keen.act(letter(keen, rivals(keen)[0]).order(keen.lab))
    known, view, steps = keen.inbox, keen.view, 0
    for _ in keen.playing(7):
        steps += 1
        assert keen.game.busy and keen.inbox is known and not known.threads and keen.view is view
        with pytest.raises(UsageError, match="wait until the turn has ended"):
            keen.act(letter(keen, rivals(keen)[1]).order(keen.lab))
        with pytest.raises(UsageError, match="wait until the turn has ended"):
            keen.game.undo()
    assert steps > 7, "a day with each step, and a mail"
    assert keen.session.day == 7 and keen.inbox.threads and not keen.game.busy


def test_a_turn_that_is_called_off_has_not_been_played(keen: Play) -> None:
    keen.act(letter(keen, rivals(keen)[0]).order(keen.lab))
    turn = keen.playing(7)
    for _ in range(5):
        next(turn)
    turn.close()
    assert keen.session.day == 0 and len(keen.ordered()) == 1 and not keen.inbox.threads
    keen.advance(7)
    digest, threads = keen.session.digest(), dict(keen.inbox.threads)
    again = Play(keen.game)
    assert again.inbox.threads == threads and again.session.digest() == digest


def test_a_turn_ends_with_the_day_on_which_the_program_is_asked_to_leave(play: Play) -> None:
    turn = play.playing(28, True, lambda: play.session.day >= 3)
    for _ in turn:
        pass
    assert play.session.day == 3 and play.game.turn == 1


def test_what_is_taken_back_is_remembered_and_not_played_again(
    keen: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    for candidate in rivals(keen)[:2]:
        keen.act(letter(keen, candidate).order(keen.lab))
        keen.advance(7)
    third = {c: list(mails) for c, mails in keen.inbox.threads.items()}
    keen.advance(7)
    monkeypatch.setattr(Past, "reading", lambda *_: pytest.fail("the game was played again"))
    keen.undo()
    assert keen.inbox.threads == third and keen.session.day == 14
    keen.act(letter(keen, rivals(keen)[3]).order(keen.lab))
    keen.undo()
    assert keen.inbox.threads == third and not keen.ordered()


def test_a_turn_is_taken_back_and_done_again_from_what_is_remembered(keen: Play) -> None:
    for candidate in rivals(keen)[:2]:
        keen.act(letter(keen, candidate).order(keen.lab))
        keen.advance(7)
    second, digest, played = keen.past, keen.session.digest(), []
    advance = Session.advance

    def watched(session: Session, days: int = 1) -> Log:
        played.append(session.day)
        return advance(session, days)

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(Past, "reading", lambda *_: pytest.fail("the game was played again"))
        patches.setattr(Session, "advance", watched)
        keen.undo()
        assert not played and keen.session.day == 7 and len(keen.ordered()) == 1
        outcome_of(keen.travelling(redoing))
        assert played == [7, 8, 9, 10, 11, 12, 13] and keen.past is second
    assert keen.session.digest() == digest
    keen.undo()
    outcome_of(keen.travelling(lambda game: going_to_day(game, 9)))
    outcome_of(keen.travelling(redoing))
    assert keen.past is second, "it is the same in two turns, of two days and of five"
    for _ in range(3):
        keen.undo()
    keen.advance(7)
    assert keen.past is not second and len(keen.inbox.threads) == 1, "the second letter was not written"


def test_other_terms_are_not_taken_for_what_was_taken_back(keen: Play) -> None:
    who, told = rivals(keen)[0], []
    for pledge_h100e in (100, 200):
        keen.act(letter(keen, who, pledge_h100e=pledge_h100e).order(keen.lab))
        outcome_of(keen.travelling(lambda game: going_to_day(game, 1)))
        told.append((keen.session.digest(), keen.inbox.threads[who][0].letter.body))
        keen.undo()
        keen.undo()
    (log, first), (same_log, second) = told
    assert log == same_log and "100 H100s pledged" in first and "200 H100s pledged" in second


def test_what_was_read_is_written_down_when_it_is_otherwise(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[dict[int, int]] = []
    monkeypatch.setattr(marks, "keep_marks", lambda _, read: kept.append(dict(read)))
    for _ in range(4):
        play.advance(1)
    assert len(kept) == 1, "nobody has written to the lab, and that is written down once"


def test_what_a_turn_grants_is_noted_once_however_often_it_is_done_again() -> None:
    with Game.new("won", first_letter(*WON), 5) as game:
        play = Play(game)
        who = rivals(play)[0]
        play.act(letter(play, who).order(play.lab))
        play.advance(7)
        play.act(Order(play.lab, (), Do.OFFER, candidates=(who,), pay_usd=900_000, direct=True))
        while not play.past.grants.over_usd.any():
            play.advance(7)
        granted = play.past.grants.over_usd.copy()
        for _ in range(2):
            play.undo()
            assert not play.past.grants.over_usd.any()
            outcome_of(play.travelling(redoing))
            assert np.array_equal(play.past.grants.over_usd, granted)


def test_a_card_is_weighed_once_for_a_key_and_not_for_those_passed_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cards: list[int] = []
    rows: list[str] = []
    whole, made = card.whole, PeoplePane._row

    def weighed(play: Play, candidate: int) -> Group:
        cards.append(candidate)
        return whole(play, candidate)

    def noted(pane: PeoplePane, key: str) -> Row:
        rows.append(key)
        return made(pane, key)

    monkeypatch.setattr(card, "whole", weighed)
    monkeypatch.setattr(PeoplePane, "_row", noted)

    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        first, second, *_ = map(int, table.keys)
        cards.clear()
        rows.clear()
        await driver.press("space")
        assert cards == [second] and rows == [str(first)], "the row that is marked is the only other one"
        for _ in range(4):
            driver.app.simulate_key("j")
        await driver.settle()
        assert 1 <= len(cards) - 1 <= 2 and cards[-1] == int(table.keys[5])
        cards.clear()
        await driver.press("s")
        assert not cards, "the cursor stays with whom it is on"
        await driver.press("d")
        assert len(cards) in (1, 2) and cards[-1] == int(table.current or -1), (
            "the turn, and who is best then"
        )

    run(steps, size=WIDE)


def test_what_the_desk_has_weighed_is_not_weighed_again_when_the_game_is_opened(
    keen: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    keen.act(letter(keen, rivals(keen)[0]).order(keen.lab))
    keen.advance(7)
    threads = dict(keen.inbox.threads)
    keen.leave()
    monkeypatch.setattr(reasons, "reason_for", lambda *_: pytest.fail("it was weighed again"))
    with Game.open("keen") as game:
        again = Play(game)
        assert again.inbox.threads == threads and again.inbox.dealt


def test_keys_pressed_during_a_turn_wait_for_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    rest = slices.rest

    async def rested(seconds: float = 0) -> None:
        turns.append(driven[0].play.session.day)
        await rest(seconds)

    driven: list[Driver] = []

    async def steps(driver: Driver) -> None:
        driven.append(driver)
        monkeypatch.setattr(slices, "SLICE_SECONDS", 0.0)
        monkeypatch.setattr(slices, "rest", rested)
        driver.app.simulate_key("n")
        driver.app.simulate_key("w")
        await driver.settle()
        assert driver.play.session.day == 7 and {1, 2, 3, 4, 5, 6} <= set(turns), "others had their turn"
        screen: Any = driver.app.screen
        assert type(screen).__name__ == "ComposeScreen" and screen.play.view.day == 7

    run(steps)


def test_of_hundreds_of_rows_those_in_sight_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    cards: list[str] = []
    real = PeoplePane._row

    def noted(pane: PeoplePane, key: str) -> Row:
        made.append(key)
        return real(pane, key)

    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        monkeypatch.setattr(PeoplePane, "_row", noted)
        monkeypatch.setattr(PeoplePane, "_weigh_card", lambda _: cards.append("weighed"))
        await driver.press("s", "j")
        assert 0 < len(made) <= table.size.height < table.row_count
        assert not cards, "there is no room for one"

    run(steps, "small-lab")


def test_a_letter_is_weighed_once_however_often_it_is_typed_and_its_other_form_when_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed: list[tuple[str, Draft]] = []
    dim: list[bool] = []

    def watched(name: str) -> None:
        weigh = getattr(figures, name)

        def noted(play: Play, draft: Draft) -> Any:
            dim.append(is_dim(driven[0]))
            weighed.append((name, draft))
            return weigh(play, draft)

        monkeypatch.setattr(figures, name, noted)

    driven: list[Driver] = []
    parts = ("weighed", "of_letter", "best_pay_of", "of_other_form")
    for name in parts:
        watched(name)

    def done() -> list[str]:
        names = [name for name, _ in weighed]
        weighed.clear()
        return names

    async def steps(driver: Driver) -> None:
        driven.append(driver)
        await driver.press("w")
        assert done() == [*parts] and "%" in driver.shown("#chance")
        first = driver.shown("#chance")
        pay = driver.app.screen.query_one("#pay", Input).value
        await driver.put("#pay", "much")
        assert "%" not in driver.shown("#chance") and not done(), "it is no number"
        await driver.put("#pay", pay)
        assert driver.shown("#chance") == first and not done(), "it is remembered"
        dim.clear()
        await driver.put("#pay", "1500000")
        assert driver.shown("#chance") != first and driver.shown("#chance").startswith("if yes")
        assert done() == ["weighed", "of_letter", "of_other_form"], "the best pay is that of any pay"
        assert dim == [True, True, False], (
            "what stood there is no more the letter's until this one is weighed"
        )
        await driver.press("ctrl+r")
        assert not done() and "log-odds" in driver.text()

    run(steps, size=WIDE)


def test_a_screen_that_is_left_while_something_is_found_for_it_takes_the_job_along() -> None:
    class Busy(Screen[None]):
        steps = 0

        def compose(self) -> ComposeResult:
            yield Static("nothing yet", id="told")

        def on_mount(self) -> None:
            self.run_worker(slices.in_slices(self.finding(), rest_seconds=0.0))

        def finding(self) -> Iterator[None]:
            while True:
                self.steps += 1
                self.query_one("#told", Static).update(str(self.steps))
                time.sleep(slices.SLICE_SECONDS)
                yield

    async def steps(driver: Driver) -> None:
        screen = Busy()
        await driver.app.push_screen(screen)
        while screen.steps < 3:
            await asyncio.sleep(0)
        await driver.app.pop_screen()
        done = screen.steps
        await driver.settle()
        assert screen.steps == done >= 3 and driver.app.is_running

    run(steps)


def is_dim(driver: Driver) -> bool:
    """Whether all that is told of the chance is marked as another's."""
    told = driver.app.screen.query_one("#chance", Static).content
    return isinstance(told, Text) and Span(0, len(told), "dim") in told.spans


def test_others_garbage_is_looked_for_once_and_never_while_somebody_goes_on_from_key_to_key() -> None:
    async def steps(driver: Driver) -> None:
        looked, clock = list[float](), asyncio.get_running_loop().time
        driver.app.when_quiet = lambda: looked.append(clock())
        await driver.pilot.press("d")
        for _ in range(6):
            await asyncio.sleep(0.4 * QUIET_SECONDS)
            await driver.pilot.press("j")
        last = driver.app.keyed_at
        assert last > 2 * QUIET_SECONDS and not looked
        await asyncio.sleep(3 * QUIET_SECONDS)
        assert len(looked) == 1 and last + QUIET_SECONDS <= looked[0] <= last + 2 * QUIET_SECONDS
        for closed in range(1, 3):
            await driver.pilot.press("question_mark", "escape")
            assert len(looked) == 1 + closed // 2, "what two screens leave is looked for at once"

    run(steps)


def test_letters_of_a_saved_game_are_read_after_its_first_frame(
    keen: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    keen.act(letter(keen, rivals(keen)[0]).order(keen.lab))
    keen.advance(7)
    keen.game.close()
    order: list[str] = []
    reading, drawn = Past.reading, PlainTable.render_line

    def read(of: Past, game: Game) -> Iterator[None]:
        order.append("read")
        return reading(of, game)

    def framed(table: PlainTable, y: int) -> Strip:
        order.append("frame")
        return drawn(table, y)

    monkeypatch.setattr(Past, "reading", read)
    monkeypatch.setattr(PlainTable, "render_line", framed)

    async def steps(driver: Driver) -> None:
        assert order.index("frame") < order.index("read") and order.count("read") == 1
        assert driver.play.inbox.threads and "Reading" not in driver.shown("#next")

    run(steps, resume="keen", every_frame=True)


def test_a_screen_that_opens_is_put_together_of_widgets_that_were_drawn_one_by_one() -> None:
    in_frames: list[int] = []

    async def steps(driver: Driver) -> None:
        lines: set[Widget] = set()
        render, put_together = Widget.render_lines, Compositor._render_chops

        def noted(widget: Widget, crop: Region) -> list[Strip]:
            lines.add(widget)
            return render(widget, crop)

        def together(compositor: Compositor, *others: Any) -> Any:
            if isinstance(driver.app.screen, ComposeScreen):
                known = len(lines)
                drawn = put_together(compositor, *others)
                in_frames.append(len(lines) - known)
                return drawn
            return put_together(compositor, *others)

        with pytest.MonkeyPatch.context() as patches:
            patches.setattr(Widget, "render_lines", noted)
            patches.setattr(Compositor, "_render_chops", together)
            await driver.pilot.press("w")
            await driver.settle()
        assert sum(in_frames) < 10 < 40 <= len(lines), "most were drawn before, and keep their lines"

    run(steps, every_frame=True)


def test_figures_that_come_late_never_stand_for_what_is_typed_by_then() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen)
        late = screen._weighing(screen.draft.changed(pay_usd=2_000_000))
        next(late)
        await driver.put("#pay", "much")
        trouble = driver.shown("#chance")
        list(late)
        assert driver.shown("#chance") == trouble and "%" not in trouble
        await driver.press("escape")
        play = driver.play
        play.act(letter(play, rivals(play)[0]).order(play.lab))
        while not play.awaiting():
            play.advance(1)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.press("a")
        answer = driver.app.screen
        assert isinstance(answer, AnswerScreen)
        late = answer._weighing(answer.draft.changed(pay_usd=9_000_000))
        next(late)
        told = driver.shown("#chance")
        list(late)
        assert driver.shown("#chance") == told and "that these terms are accepted" in told
        await driver.put("#pay", "3000000")
        assert driver.shown("#chance") != told and not is_dim(driver)

    run(steps, changed=KEEN)


def test_a_form_that_opens_tells_its_figures_once_and_weighs_shares_by_name_once() -> None:
    told: list[str] = []

    def counted(of: Any, name: str) -> None:
        does = getattr(of, name)

        def noted(*given: Any) -> Any:
            told.append(f"{of.__name__}.{name}".rpartition("tui.")[2])
            return does(*given)

        patches.setattr(of, name, noted)

    async def steps(driver: Driver) -> None:
        await driver.press("b")
        assert told == ["SpendScreen.show", "spending.shares"]
        await driver.put("#whom", For.EVERYBODY)
        assert told == ["SpendScreen.show", "spending.shares", "SpendScreen.show"]
        told.clear()
        await driver.press("escape", "v")
        assert told == ["VolumeScreen.show"]

    with pytest.MonkeyPatch.context() as patches:
        counted(SpendScreen, "show")
        counted(VolumeScreen, "show")
        counted(spending, "shares")
        run(steps)
