"""The inbox: what it lists, in which order, what a search finds, and what was read."""

import json
from pathlib import Path

import pytest

from outreach_sim.market.setup import Order, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import marks_path, save_path
from outreach_sim.storage.saves.read_marks import keep_marks, read_marks
from outreach_sim.storage.saves.shelf import remove
from outreach_sim.tui import pipeline
from outreach_sim.tui.mailbox import By, Sight, Which, find_threads
from outreach_sim.tui.panes.inbox import InboxPane
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.answer import AnswerScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.texts.threads import first_words
from tests.tui.desks import NARROW, Driver, run


def write_to_many(play: Play, weeks: int = 2) -> Play:
    """The CEO and the recruiters write, week by week."""
    for week in range(weeks):
        people = (3 * week, 3 * week + 1, 3 * week + 2)
        play.act(Order(play.lab, (), sender=Sender.CEO, candidates=people, pay_ratio=4.0, by_hand=True))
        play.act(Order(play.lab, (), top=20, pay_ratio=3.0))
        play.advance(7)
    return play


def box_of(driver: Driver) -> InboxPane:
    screen = driver.app.screen
    assert isinstance(screen, DeskScreen)
    screen.show_all()
    return screen.inbox


def test_each_filter_lists_what_it_is_called(play: Play) -> None:
    write_to_many(play)
    every = set(find_threads(play, Sight(Which.EVERY)))
    assert every == set(play.inbox.threads)
    answered = find_threads(play, Sight())
    assert (
        set(answered) == {c for c in every if any(m.from_candidate for m in play.inbox.threads[c])} != every
    )
    assert set(find_threads(play, Sight(Which.UNREAD))) == play.unread == set(answered)
    waiting = {own.candidate for own in play.your_turn()}
    assert waiting
    assert set(find_threads(play, Sight(Which.WAITING))) == waiting
    assert waiting <= set(find_threads(play, Sight(Which.INTERESTED))) <= every
    rival = 1 - play.lab
    assert set(find_threads(play, Sight(Which.EVERY, lab=rival))) == {
        c for c in every if play.view.employer[c] == rival
    }
    assert find_threads(play, Sight(Which.EVERY, lab=play.lab)) == [
        c for c in find_threads(play, Sight(Which.EVERY)) if play.view.employer[c] == play.lab
    ]


def test_threads_are_sorted_by_what_was_asked_for_and_turned_round(play: Play) -> None:
    write_to_many(play)
    dates = [play.inbox.threads[c][-1].when for c in find_threads(play, Sight())]
    assert dates == sorted(dates, reverse=True)
    names = [play.name(c).casefold() for c in find_threads(play, Sight().sorted_by(By.NAME))]
    assert names == sorted(names) and len(names) > 3
    backwards = find_threads(play, Sight().sorted_by(By.NAME).sorted_by(By.NAME))
    assert [play.name(c).casefold() for c in backwards] == names[::-1]
    due = find_threads(play, Sight(Which.EVERY).sorted_by(By.DUE))
    days = [own.due for c in due if (own := play.approach(c)) is not None and own.due is not None]
    assert days == sorted(days) and len(days) > 1
    first = play.approach(due[0])
    assert first is not None and first.due is not None


def test_a_thread_shows_its_subject_and_first_words_on_a_narrow_screen() -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play)
        box = box_of(driver)
        await driver.press("2")
        candidate = box.candidate
        assert candidate is not None
        latest = driver.play.inbox.threads[candidate][-1]
        lines = [line.split("│")[0].rstrip() for line in driver.text().splitlines()]
        at = next(n for n, line in enumerate(lines) if n > 2 and driver.play.name(candidate) in line)
        assert latest.letter.subject[:12] in lines[at + 1]
        assert first_words(latest)[:20] in lines[at + 2]
        assert driver.play.name(box._people[1]) in lines[at + 3], "three lines a thread, whatever its length"

    run(steps, size=NARROW)


def test_the_keys_of_lists_work_on_the_inbox_while_it_is_open_and_a_click_too() -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play)
        box = box_of(driver)
        await driver.press("2", "f")
        assert box.sight == Sight(Which.WAITING)
        await driver.pilot.click("#post-sight", offset=(4, 0))
        await driver.settle()
        assert box.sight == Sight(Which.UNREAD)
        await driver.press("t", "s", "s", "r")
        assert (box.sight.which, box.sight.by, box.sight.rising) == (Which.EVERY, By.NAME, False)
        await driver.press("l")
        rival = 1 - driver.play.lab
        assert f", {driver.play.lab_called(rival)} · " in driver.shown("#post-sight"), "rivals come first"
        assert len(box._people) == len(find_threads(driver.play, box.sight))
        await driver.press("1", "f")
        assert box.sight.which is Which.EVERY, "in the table the same keys are the table's"

    run(steps)


def test_a_search_shows_what_it_finds_with_every_key_and_esc_leads_back() -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play)
        box = box_of(driver)
        await driver.press("2", "down")
        before, listed = box.candidate, list(box._people)
        await driver.press("slash")
        assert "no word to search for" in driver.shown("#post-sight")
        await driver.type("nor")
        some = box.found.total if box.found else 0
        assert some > 0
        await driver.type("th zzz")
        assert "0 letters found" in driver.shown("#post-sight")
        await driver.press(*["backspace"] * 4)
        assert box.found is not None and 0 < box.found.total <= some
        await driver.press("down", "down")
        hit = box.found.hits[1]
        assert box.candidate == hit.mail.candidate
        assert hit.mail.letter.body.split()[-1] in driver.shown("#thread-found")
        unread = set(driver.play.unread)
        await driver.press("enter")
        assert box.found is None and box.candidate == hit.mail.candidate
        assert driver.play.unread == unread - {hit.mail.candidate}
        await driver.press("escape")
        assert box.found is not None and box.seek.value == "north"
        await driver.press("escape")
        assert box.found is None and not box.seek.display
        assert set(listed) <= set(box._people) and before in box._people

    run(steps)


def test_what_is_searched_for_is_no_markup_and_no_query() -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play, 1)
        box_of(driver)
        await driver.press("2", "slash")
        for words in ("[bold]north[/]", '"north', "north OR (", "[@click=app.quit]x[/]", "NEAR(", "★"):
            await driver.put("#seek", words)
            assert driver.shown("#post-sight")
        assert driver.app.is_running

    run(steps)


def test_a_python_without_full_text_search_is_said_at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(driver: Driver) -> None:
        write_to_many(driver.play, 1)
        box_of(driver)
        monkeypatch.setattr("outreach_sim.storage.correspondence.search._TABLE", "CREATE nothing")
        await driver.press("2", "slash")
        await driver.type("n")
        assert "was built without the full-text search" in driver.shown("#post-sight")

    run(steps)


def test_what_was_read_is_remembered_and_what_was_not_too(play: Play) -> None:
    write_to_many(play)
    read, *others = sorted(play.unread)
    play.mark_read(read)
    again = Play(play.game)
    assert again.unread == play.unread == set(others)
    play.advance(7)
    assert Play(play.game).unread == play.unread >= set(others)


def test_undoing_a_turn_forgets_what_was_read_in_it(play: Play) -> None:
    write_to_many(play, 4)
    for candidate in list(play.unread):
        play.mark_read(candidate)
    play.undo()
    assert not play.unread
    before = {c: len(mails) for c, mails in play.inbox.threads.items()}
    turn = play.advance(7)
    assert {mail.candidate for mail in turn.replies} == play.unread
    assert all(len(play.inbox.threads[c]) > before.get(c, 0) for c in play.unread)


def test_a_save_of_which_nobody_knows_what_was_read_has_nothing_new(play: Play) -> None:
    write_to_many(play)
    marks = marks_path(save_path("test"))
    hashed = play.game.log_hash
    hostile = ["", "[", "[]", "{}", '{"format": 9, "read": {}}', '{"format": 1, "read": 7}', "[" * 100_000]
    for text in hostile:
        marks.write_text(text)
        assert read_marks("test") is None and not Play(play.game).unread
    marks.write_bytes(b"\xff\x00")
    assert not Play(play.game).unread
    marks.unlink()
    marks.mkdir()
    assert not Play(play.game).unread, "what cannot be written is no reason to stop"
    assert play.game.log_hash == hashed


def test_marks_that_make_no_sense_are_left_out(play: Play) -> None:
    keep_marks("test", {0: 2, 4: 1})
    path = marks_path(save_path("test"))
    data = json.loads(path.read_text())
    assert data["read"] == {"1": 2, "5": 1}
    data["read"] |= {"-3": 1, "x": 1, "9": "many", "7": -4, "999999999999": 1, "²": 1}
    path.write_text(json.dumps(data))
    assert read_marks("test") == {0: 2, 4: 1, 6: 0}


def test_marks_go_with_their_save(own_home: Path) -> None:
    with Game.new("gone", load_scenario("first-letter"), 5) as game:
        write_to_many(Play(game), 1)
    assert marks_path(save_path("gone")).is_file()
    remove("gone")
    assert not marks_path(save_path("gone")).exists()


def test_the_pipeline_lists_what_is_under_way_by_stage_and_enter_goes_on_with_it() -> None:
    async def steps(driver: Driver) -> None:
        play = write_to_many(driver.play)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.press("5")
        found = pipeline.entries(play)
        assert {entry.own.candidate for entry in found} == {own.candidate for own in play.view.approaches}
        stages = [pipeline.STAGES.index(entry.stage) for entry in found]
        assert stages == sorted(stages) and found[0].stage == "your turn"
        turn = [entry.own.candidate for entry in found if entry.stage == "your turn"]
        assert set(turn) == {own.candidate for own in play.your_turn()}
        told = " · ".join(f"{stage} {many}" for stage, many in pipeline.counts(found))
        assert driver.shown("#stages") == told and f"letter out {stages.count(5)}" in told
        row = next(line for line in driver.text().splitlines()[7:] if line.startswith(" your turn"))
        assert play.name(turn[0])[:12] in row and f"{play.worths.expected[turn[0]]:+.3f}" in row
        await driver.press("enter")
        assert isinstance(driver.app.screen, AnswerScreen)
        assert driver.app.screen.own.candidate == turn[0]

    run(steps)
