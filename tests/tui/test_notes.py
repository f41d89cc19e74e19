"""Notes about people, and reminders: beside the save, never in the game."""

import json
from pathlib import Path

import pytest

from outreach_sim.errors import OutreachError, UsageError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.notes import LONGEST, MOST_TAGS, Note, keep_notes, read_notes, tags_in
from outreach_sim.storage.saves.places import notes_path, save_path
from outreach_sim.storage.saves.shelf import remove
from outreach_sim.tui.agenda import agenda
from outreach_sim.tui.people import Sight, Who, find_people
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.note import NoteScreen
from outreach_sim.tui.texts.card import facts
from tests.tui.desks import NARROW, WIDE, Driver, run
from tests.tui.test_play import rivals


def test_notes_last_are_branched_and_removed_with_the_save_and_are_no_part_of_the_game(play: Play) -> None:
    who, before = rivals(play)[1], play.game.log_hash
    play.notes.put(who, "  met in\x1b[31m Vienna ", 12)
    assert play.notes.of(who) == Note("met in Vienna", 12) == read_notes("test")[who]
    assert play.game.log_hash == before and len(play.game.path()) == 1
    assert Play(play.game).notes.about(who) == "met in Vienna"
    play.game.branch("other")
    assert read_notes("other") == read_notes("test")
    play.notes.put(who, " ", None)
    assert play.notes.of(who) is None and read_notes("test") == {} and read_notes("other")
    remove("other")
    assert not notes_path(save_path("other")).exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": 2}', '{"format": 1, "notes": {"1": 3, "x": {}, "2": {"text": 5}}}', "\ud800"],
)
def test_a_file_of_notes_that_is_none_is_no_notes(play: Play, text: str) -> None:
    path = notes_path(save_path("test"))
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    assert read_notes("test") == {}
    assert Play(play.game).notes.candidates == []


def test_what_a_file_of_notes_says_is_cleaned_and_bounded(play: Play) -> None:
    said = {"text": "a\x1b]0;x\x07b" + "c" * 999, "day": 10**9}
    path = notes_path(save_path("test"))
    path.write_text(json.dumps({"format": 1, "notes": {"3": said, "0": said}}), encoding="utf-8")
    found = read_notes("test")
    assert list(found) == [2] and found[2].day is None
    assert len(found[2].text) <= LONGEST and "\x1b" not in found[2].text


def test_who_may_only_look_notes_nothing_and_a_disk_that_refuses_is_told(play: Play) -> None:
    path = notes_path(save_path("test"))
    path.mkdir()
    with pytest.raises(OutreachError):
        play.notes.put(1, "lost?", None)
    assert play.notes.of(1) is None, "what is not kept is not shown"
    path.rmdir()
    with Game.open("test", write=False) as game, pytest.raises(OutreachError, match="nothing can be noted"):
        Play(game).notes.put(1, "mine", None)


def test_a_noted_person_is_found_listed_and_shown(play: Play) -> None:
    who = rivals(play)[2]
    play.notes.put(who, "knows Ada", play.session.day + 9)
    assert find_people(play, Sight(who=Who.NOTED)).candidates == (who,)
    assert find_people(play, Sight(find="ada know")).candidates == (who,)
    assert "note: knows Ada (13 March)" in facts(play, who).plain
    assert f"note on {play.name(who)[:20]}" in [item.text for item in agenda(play)]


def test_a_turn_ends_on_the_day_of_a_reminder(play: Play) -> None:
    who = rivals(play)[0]
    play.notes.put(who, "write again", 4)
    turn = play.advance(7, heed=True)
    assert play.session.day == 4 and turn.stopped == f"{play.name(who)}: write again."
    assert play.notes.due(4) == [who] and play.notes.due(3) == []
    assert play.advance(7, heed=True).stopped == "" and play.session.day == 11


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_note_is_typed_at_the_desk_with_its_reminder_and_taken_away(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        who = int(driver.app.screen.people.candidate)  # type: ignore[attr-defined]
        await driver.press("i")
        assert isinstance(driver.app.screen, NoteScreen)
        assert driver.play.name(who) in driver.text() and "no reminder" in driver.text()
        await driver.type("call [b]in May[/b]")
        await driver.press("tab", "up")
        assert "You are reminded on Mon 11 March 2024" in driver.text()
        await driver.press("enter")
        assert driver.play.notes.of(who) == Note("call [b]in May[/b]", 7)
        assert f"* {driver.play.name(who)[:12]}" in driver.text()
        await driver.press("e")
        assert driver.play.session.day == 7
        assert driver.shown("#next").startswith(f"{driver.play.name(who)[:24]}: call [b]in May[/b]")
        while driver.app.screen.people.candidate != who:  # type: ignore[attr-defined]
            await driver.press("down")
        await driver.press("i", *["backspace"] * 20, "ctrl+s")
        assert driver.play.notes.candidates == []

    run(steps, size=size)


def test_notes_are_kept_whole(tmp_path: Path, play: Play) -> None:
    many = {candidate: Note(f"n{candidate}", candidate) for candidate in range(20)}
    keep_notes("test", many)
    assert read_notes("test") == many


def test_a_new_game_finds_no_notes_of_one_that_is_gone() -> None:
    with Game.new("again", load_scenario("first-letter"), 5) as game:
        Play(game).notes.put(3, "old", None)
        game.advance(1)
    remove("again")
    with Game.new("again", load_scenario("first-letter"), 5) as game:
        assert Play(game).notes.candidates == []


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("later", ("later",)),
        (" #Later, ask-ada later ", ("ask-ada", "later")),
        ("zürich", ("zürich",)),
        ("#", ()),
    ],
)
def test_tags_are_typed_with_or_without_a_mark_in_any_order(typed: str, tags: tuple[str, ...]) -> None:
    assert tags_in(typed) == tags


@pytest.mark.parametrize("typed", ["a/b", "x" * 21, "a\x1b[31mb?", " ".join(f"t{n}" for n in range(9))])
def test_what_can_be_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"no tag|at most"):
        tags_in(typed)


def test_tags_are_kept_with_notes_found_and_shown_and_go_into_branches(play: Play) -> None:
    first, second, third = rivals(play)[:3]
    play.notes.put(first, "knows Ada", 9)
    play.notes.tag((first, second), {"later", "speech"})
    play.notes.tag((second, third), {"ask"}, {"speech"})
    assert read_notes("test")[first] == Note("knows Ada", 9, ("later", "speech"))
    assert play.notes.in_use == {"later": 2, "speech": 1, "ask": 2}
    assert set(find_people(play, Sight(find="#later")).candidates) == {first, second}
    assert find_people(play, Sight(find="#later ada")).candidates == (first,)
    assert set(find_people(play, Sight(who=Who.NOTED)).candidates) == {first, second, third}
    in_order = find_people(play, Sight(who=Who.NOTED, by=Column.TAGS, rising=True)).candidates
    assert in_order == (third, second, first)
    assert Column.TAGS.value.text(play, second) == "#ask #later"
    assert "#later #speech\nnote: knows Ada" in facts(play, first).plain
    assert "note:" not in facts(play, second).plain
    play.game.branch("other")
    assert read_notes("other") == read_notes("test")
    play.notes.put(first, "", None)
    assert read_notes("test")[first] == Note("", None, ("later", "speech")) and not play.notes.due(99)


def test_nobody_gets_more_tags_than_can_be_and_then_nobody_of_them_does(play: Play) -> None:
    play.notes.tag((1,), {f"t{number}" for number in range(MOST_TAGS)})
    with pytest.raises(UsageError, match="at most"):
        play.notes.tag((0, 1), {"more"})
    assert play.notes.tags(0) == () and play.notes.candidates == [1]


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_marked_people_are_tagged_together_and_keep_what_only_some_have(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        people = driver.app.screen.people  # type: ignore[attr-defined]
        who = people.shown[:2]
        await driver.press("number_sign", *"own,both", "enter")
        assert driver.play.notes.tags(who[0]) == ("both", "own")
        driver.play.notes.tag(who[1:], {"both"})
        await driver.press("space", "space", "number_sign")
        assert "Tags of 2 people" in driver.text() and "In use: #both 2, #own 1." in driver.text()
        await driver.press(*["backspace"] * 4, *"b?")
        assert "'b?' is no tag" in " ".join(driver.text().split())
        await driver.press("backspace", "backspace", *"new")
        assert "#new Some keep #own besides." in " ".join(driver.text().split())
        await driver.press("enter")
        assert [driver.play.notes.tags(c) for c in who] == [("new", "own"), ("new",)]
        assert people.marked == set(who), "tags are no order: the letter to them is still to be written"
        assert f"* {driver.play.name(who[1])[:8]}" in driver.text()

    run(steps, size=size)
