"""When a turn of several days ends, and what is said then."""

from datetime import date

from outreach_sim.market.setup import Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.draft import first_draft
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.play import Play


def test_a_turn_ends_for_what_is_new_and_again_on_the_last_day_for_it(keen: Play) -> None:
    who = find_people(keen, Sight()).candidates[0]
    ceo = keen.scenario.setup.letters.ids.index("ceo-personal")
    keen.act(first_draft(keen, (who,)).changed(template=ceo, sender=Sender.CEO).order(keen.lab))
    assert keen.advance(28, heed=True).stopped == f"{keen.name(who)} is interested."
    (own,) = keen.awaiting()
    assert own.due is not None
    turn = keen.advance(60, heed=True)
    assert keen.session.day == own.due - 1, "days on which nothing is new pass"
    assert turn.stopped == f"{keen.name(who)} is interested, and today is the last day to answer."
    assert [one.candidate for one in keen.awaiting()] == [who]
    keen.advance(9, heed=True)
    assert keen.session.day == own.due + 8, "on the day on which it lapses an answer is too late"
    assert not keen.awaiting()


def test_a_turn_ends_on_every_day_of_a_conference_to_which_nobody_has_been_sent() -> None:
    with Game.new("raid", load_scenario("gemini-raid"), 5) as game:
        raid = Play(game)
        begins = (date(2023, 12, 10) - raid.scenario.start).days
        while raid.session.day < begins:
            turn = raid.advance(begins - raid.session.day, heed=True)
        assert turn.stopped == "A conference is on today." and raid.view.attending is not None
