"""The first game tells all of its story, however it is played, and a story is told beat by beat.

The long version, which looks for seeds, is ``tests.scenario.first_story``.
"""

from dataclasses import replace

import numpy as np

from outreach_sim.market.points import POINT
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.story import happened, to_do
from tests.scenario.first_story import NAME, RATIOS, begun, by_hand, complaints, lost, many, play

GAME = load_scenario(NAME)
LOG = play(GAME, GAME.luck(None), 1.2, better=True)


def test_every_beat_of_the_first_game_happens_at_any_pay_bettered_or_not() -> None:
    assert complaints(GAME, GAME.luck(None)) == []


def test_a_story_that_luck_has_lost_names_the_beat_and_the_command_that_finds_a_new_seed() -> None:
    said = complaints(GAME, 1)
    assert said
    for sentence in said:
        assert "python -m tests.scenario.first_story" in sentence
        assert any(repr(beat.text) in sentence for beat in GAME.story)


def test_the_story_has_the_six_beats_of_the_first_game() -> None:
    found = {(beat.event, beat.candidate) for beat in GAME.story}
    strong, best, refused, kept, won, unwilling = (number - 1 for number in (19, 4, 6, 20, 22, 24))
    assert found >= {
        (Event.INTERESTED, strong),
        (Event.NOT_INTERESTED, best),
        (Event.NO_OFFER, refused),
        (Event.COUNTERED, kept),
        (Event.COUNTERED, won),
        (Event.ACCEPTED, strong),
        (Event.LED_AWAY, strong),
        (Event.NOT_INTERESTED, unwilling),
        (Event.DECLINED, kept),
        (Event.ACCEPTED, won),
    }
    assert GAME.setup.people.impact[best] == GAME.setup.people.impact[GAME.setup.people.employer != 0].max()


def test_played_by_its_script_with_its_own_seed_the_story_happens_too() -> None:
    session = Session(GAME.setup, GAME.luck(None))
    assert lost(GAME, session.advance(GAME.days)) == []


def test_many_seeds_at_once_are_the_sessions_with_these_seeds() -> None:
    seeds = (3, GAME.luck(None))
    log = many(GAME.setup, seeds)
    for world, seed in enumerate(seeds):
        alone, mine = Session(GAME.setup, seed).advance(GAME.days), log.where(log.world == world)
        stacked = replace(mine, world=np.zeros_like(mine.world)).sorted()
        for column in ("day", "kind", "lab", "candidate", "value"):
            assert np.array_equal(getattr(stacked, column), getattr(alone.sorted(), column))


def test_who_pays_more_wins_the_same_people_and_fewer_points() -> None:
    points = []
    for ratio in (min(RATIOS), 1.4, max(RATIOS)):
        session = begun(GAME, GAME.luck(None))
        twin = Twin(session.world, session.seed, [0])
        log = by_hand(session, GAME, ratio, better=False)
        hired = (log.kind == Event.ACCEPTED) & (log.lab == GAME.setup.player)
        assert sorted((log.candidate[hired] + 1).tolist()) == [2, 19, 22]
        points.append(int(twin.points().score[0]) / POINT)
    assert points == sorted(points, reverse=True)
    assert GAME.goal is not None and points[0] > points[1] > GAME.goal > points[2]


# -- how a story is told -------------------------------------------------------------------------------


def named(number: int) -> str:
    return GAME.population.book.name(number - 1)


def test_beats_are_told_by_day_with_names_and_values_filled_in() -> None:
    told = happened(GAME.story, LOG)
    assert [once.day for once in told] == sorted(once.day for once in told)
    said = [once.told(GAME.population.book.name) for once in told]
    assert f"{named(4)} says: come back to me when you have 10,600 H100s." in " ".join(said)
    assert not any("{" in sentence for sentence in said)


def test_a_beat_is_told_once_on_the_first_day_on_which_it_happens() -> None:
    told = happened(GAME.story, Log.joined([LOG, replace(LOG, day=LOG.day + 100)]))
    assert told == happened(GAME.story, LOG)


def test_half_a_log_tells_half_a_story() -> None:
    day = 12
    before = happened(GAME.story, LOG.where(LOG.day < day))
    assert before == tuple(once for once in happened(GAME.story, LOG) if once.day < day)
    assert 0 < len(before) < len(GAME.story)


def test_of_another_lab_or_person_or_value_no_beat_is_told() -> None:
    for other in (
        replace(LOG, lab=LOG.lab + 1),
        replace(LOG, candidate=np.full_like(LOG.candidate, 4)),
    ):
        assert happened(GAME.story, other) == ()
    asked = [beat for beat in GAME.story if beat.at_least]
    assert len(asked) == 1
    assert happened(asked, LOG) and happened(asked, replace(LOG, value=LOG.value * 0)) == ()
    plain = [beat for beat in GAME.story if beat.at_most is not None]
    assert happened(plain, LOG) and happened(plain, replace(LOG, value=LOG.value * 0 + 1)) == ()


def test_what_there_is_to_do_is_said_from_its_day_until_it_is_done() -> None:
    nothing = LOG.where(LOG.day < 0)
    first = to_do(GAME.story, nothing, 0)
    assert [beat.candidate for beat in first] == [18, 3, 5]
    assert [beat.candidate for beat in to_do(GAME.story, LOG.where(LOG.day < 1), 6)] == []
    assert len(to_do(GAME.story, LOG.where(LOG.day < 1), 7)) == 3
    assert to_do(GAME.story, LOG, GAME.days) == ()


def test_boards_meet_on_their_days_and_a_goal_without_a_date_is_that_of_the_end() -> None:
    assert GAME.boards == ((42, 2.0),) and GAME.goal == 2.0
    quarters = "[{ on = 2024-03-20, points = 0.5 }, { on = 2024-04-10, points = 1.5 }]"
    dated: Scenario = load_scenario(NAME, (f"scenario.goal={quarters}",))
    assert dated.boards == ((16, 0.5), (37, 1.5)) and dated.goal == 1.5
