"""Forecast: it goes by what was said and seen, and by nothing else; and what is seen is so in every world."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.dispositions import Disposition
from outreach_sim.market.flight import offer_risks
from outreach_sim.market.imagined import BEGINS_ANEW, OF_ITS_PAIRS, OF_ITS_STAFF, OF_THE_LAB, PUBLIC
from outreach_sim.market.minds import Seen, fit
from outreach_sim.market.observers.said import SILENT, Said
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.snapshot import snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin
from outreach_sim.market.view import look
from outreach_sim.model.draws import Stream, world_keys
from outreach_sim.study.forecast import Forecast, Past, forecast, imagined_worlds
from tests.market.worlds import (
    SPACED,
    known_to_all,
    opened,
    rich_setup,
    richest_setup,
    two_chairs,
    with_variants,
)
from tests.study.honest_bands import held, places

RICH = rich_setup(60, 60)
SIX_MAILS = with_variants(replace(SPACED, pitches=np.array([1, 2, 3], dtype=np.uint8)), 60, 4)
EAGER = replace(richest_setup(60, 60).parameters, interest_cut=-0.1)
TWO_CHAIRS = two_chairs(replace(richest_setup(60, 60), letters=SIX_MAILS, parameters=EAGER))
"""Hours, a standing rule, counter-offers, short interviews, people who come later, up to six mails."""
SETUPS = {
    "rich": RICH,
    "everything on": richest_setup(60, 60),
    "somebody outside": opened(richest_setup(60, 60), interest_cut=-0.1),
    "pay is known": known_to_all(RICH),
    "tastes are frozen": replace(RICH, freeze_luck=True),
    "two chairs": TWO_CHAIRS,
}
DAY = 36
TOLD = 3, 18
"""Seed and day of a game of two chairs in which two of the lab's own people have told of offers."""


def watched(setup: Setup, seed: int, day: int) -> tuple[Session, Twin, Said]:
    session = Session(setup, seed)
    twin, said = Twin(session.world, seed, [0]), Said(session.world, setup.player)
    session.world.observers.append(said)
    session.advance(day)
    return session, twin, said


def forecast_at(setup: Setup, seed: int, day: int, worlds: int = 12) -> Forecast:
    session, twin, said = watched(setup, seed, day)
    return forecast(session.world, twin, said, worlds)


def drawn_worlds(session: Session, twin: Twin, said: Said, worlds: int) -> tuple[World, World]:
    (pair,) = imagined_worlds(session.world, twin, said, worlds)
    return pair


def hide(world: World) -> None:
    """Change all that the player's lab cannot see: what people are, think and earn, what rivals do."""
    me, rng = world.setup.player, np.random.default_rng(1)
    table, people = world.approaches, world.home.size
    theirs = np.flatnonzero((table.row != me) & (table.state != State.EMPTY))
    told = (table.state[theirs] == State.OFFERED) & (world.home[table.person[theirs]] == me)
    table.release(theirs[(table.state[theirs] < State.SIGNED) & ~told])
    for name, other in (("pay_usd", 7_000_000), ("template", 2), ("number", 9), ("fit", 3.0)):
        getattr(table, name)[theirs[told]] = other
    mine = np.flatnonzero(table.row == me)
    for name in ("occasion", "mind"):
        getattr(table, name)[mine] = rng.integers(1, 2**63, mine.size).astype(np.uint64)
    for name in ("shock", "fit", "value"):
        getattr(table, name)[mine] = rng.normal(size=mine.size)
    silent = mine[np.isin(table.state[mine], (State.WAITING, State.REPLYING))]
    table.state[silent] = np.where(table.state[silent] == State.WAITING, State.REPLYING, State.WAITING)
    table.due[silent] = world.day + rng.integers(0, 9, silent.size)
    table.release(mine[table.state[mine] == State.MISFIT])
    tastes = world.tastes
    tastes.compute[:], tastes.money[:] = rng.uniform(0, 2, people), rng.uniform(0.5, 2, people)
    tastes.gate_ppm[:] = rng.integers(0, 10**6, people)
    strangers = (world.home != me) & ~world.setup.people.pay_known
    world.pay_usd[strangers] = world.pay_usd[strangers] * 3
    world.stake_usd[strangers] += 50_000
    world.load[:] += 7_000
    fleet = world.stores.fleet
    if fleet is not None:  # all that is under way comes tomorrow
        fleet.bought[:, world.day + 1 :] = fleet.bought[:, -1:]
    for rival in set(range(world.labs)) - {me}:
        world.cash_usd[rival], world.letters_used[rival], world.interviews_used[rival] = 1, 3, 2
        world.attempts[rival * people : (rival + 1) * people] += 1
        world.had[rival * people : (rival + 1) * people] = 1
        world.stores.hours.used[rival] = 2
    dates = world.free_on[me * people : (me + 1) * people]
    to_come = np.flatnonzero((world.attempts[me * people : (me + 1) * people] == 0) & (dates > world.day))
    dates[to_come] = dates[to_come][::-1]


@pytest.mark.parametrize("kind", SETUPS)
def test_what_the_lab_cannot_see_does_not_move_the_band(kind: str) -> None:
    session, twin, said = watched(SETUPS[kind], *(TOLD if kind == "two chairs" else (5, DAY)))
    drawn = [snapshot(stack) for stack in drawn_worlds(session, twin, said, 8)]
    before = forecast(session.world, twin, said, 8)
    hide(session.world)
    hide(twin.world)
    after = forecast(session.world, twin, said, 8)
    assert np.array_equal(before.points, after.points)
    assert np.array_equal(before.hires, after.hires)
    for one, stack in zip(drawn, drawn_worlds(session, twin, said, 8), strict=True):
        assert [name for name, array in snapshot(stack).items() if not np.array_equal(array, one[name])] == []
    assert len(set(before.points.tolist())) > 3  # there is something to tell


def test_games_on_other_luck_that_have_seen_the_same_have_the_same_band() -> None:
    setup = replace(RICH, parameters=replace(RICH.parameters, exit_hazard_per_year=0.0))
    one, other = forecast_at(setup, 1, 1), forecast_at(setup, 2, 1)  # letters are out, no answer has come
    assert np.array_equal(one.points, other.points)
    ends = [watched(setup, seed, setup.days)[1].points().score[0] for seed in (1, 2)]
    assert ends[0] != ends[1]


def test_what_a_scenario_says_of_minds_is_told_to_no_lab() -> None:
    everybody = range(len(RICH.people))
    minds = tuple(Disposition(who, heavy=True, money=3.0, gate_ppm=0, fit=((0, 4.0),)) for who in everybody)
    said = replace(RICH, dispositions=minds)
    one, other = forecast_at(RICH, 1, 1), forecast_at(said, 1, 1)
    assert np.array_equal(one.points, other.points)
    ends = [watched(setup, 1, setup.days)[1].points().score[0] for setup in (RICH, said)]
    assert ends[0] != ends[1]


def test_worlds_are_the_same_in_however_many_stacks(monkeypatch: pytest.MonkeyPatch) -> None:
    session, twin, said = watched(known_to_all(plain_loads(RICH)), 5, DAY)
    whole = forecast(session.world, twin, said, 12)
    monkeypatch.setattr("outreach_sim.study.plan.CHUNK_PEOPLE", 5 * 60)
    assert len(list(imagined_worlds(session.world, twin, said, 12))) == 3
    assert np.array_equal(forecast(session.world, twin, said, 12).points, whole.points)


def plain_loads(setup: Setup) -> Setup:
    """The same where a full inbox does not matter: how full it usually is, is read off the first stack."""
    return replace(setup, mechanisms=replace(setup.mechanisms, fatigue=False))


def test_a_forecast_leaves_the_game_as_it_was() -> None:
    session, twin, said = watched(TWO_CHAIRS, 5, DAY)
    forecast(session.world, twin, said, 10)
    session.advance(24)
    assert session.digest() == watched(TWO_CHAIRS, 5, 60)[0].digest()


@pytest.mark.parametrize("kind", ["everything on", "two chairs"])
def test_at_the_end_every_world_has_the_points_of_the_game(kind: str) -> None:
    session, twin, said = watched(SETUPS[kind], 3, 60)
    found = forecast(session.world, twin, said, 10)
    assert set(found.points.tolist()) == {int(twin.points().score[0])}
    assert set(found.hires.tolist()) == {int(session.world.recorder.funnel[0, 7])}


def test_before_anything_is_seen_a_forecast_is_a_study() -> None:
    setup = known_to_all(replace(RICH, days=50))
    found = forecast_at(setup, 4, 0, worlds=100).points / 1e6
    lines = run_worlds(setup, 4, range(100), scored=True).points
    assert lines is not None
    studied = lines.sum(axis=1) / 1e6
    error = np.sqrt(found.var() / 100 + studied.var() / 100)
    assert abs(found.mean() - studied.mean()) < 3.5 * error
    assert 0.7 < found.std() / studied.std() < 1.4


@pytest.mark.parametrize("kind", ["everything on", "two chairs"])
def test_what_is_seen_is_so_in_every_world(kind: str) -> None:
    session, twin, said = watched(SETUPS[kind], 5, DAY)
    world = session.world
    stack, _ = drawn_worlds(session, twin, said, 12)
    me, labs, people = session.setup.player, world.labs, world.candidates
    assert np.array_equal(stack.home.reshape(12, people) % labs, np.tile(world.home, (12, 1)))
    gone = np.tile(world.status == Status.GONE, 12)
    assert np.array_equal(stack.status == Status.GONE, gone)
    assert np.array_equal(stack.cash_usd[me::labs], np.full(12, world.cash_usd[me]))
    own = [a for a in session.observe().approaches if a.state < State.MISFIT]
    seen = [(a.candidate, a.state, a.mails, a.pay_usd, a.due) for a in own]
    table = stack.approaches
    for at in range(12):
        live = (table.state > State.EMPTY) & (table.state < State.MISFIT)
        rows = np.flatnonzero(live & (table.row == at * labs + me))
        rows = rows[np.argsort(table.person[rows])]
        state = np.where(table.state[rows] == State.REPLYING, State.WAITING, table.state[rows])
        due = [None if s == State.WAITING else int(d) for s, d in zip(state, table.due[rows], strict=True)]
        there = (table.person[rows] % people, state, table.mails[rows], table.pay_usd[rows])
        assert list(zip(*(c.tolist() for c in there), due, strict=True)) == seen


def test_offers_that_own_people_have_told_of_are_in_every_world_and_no_others() -> None:
    session, twin, said = watched(TWO_CHAIRS, *TOLD)
    told = session.observe().offered
    assert len(told) == 2 and [offer.countered for offer in told] == [False, True]
    stack, _ = drawn_worlds(session, twin, said, 12)
    assert all(look(stack, TWO_CHAIRS.player, number).offered == told for number in range(12))
    out = np.flatnonzero(stack.approaches.state == State.OFFERED)
    row, usd = stack.approaches.row[out], stack.approaches.first_year_usd(out)
    assert usd.min() > 100_000
    assert np.array_equal(np.bincount(row, usd, stack.reserved_usd.size), stack.reserved_usd)
    usual = [risk.taken for risk in offer_risks(session.world, TWO_CHAIRS.player)]
    while stack.day < told[-1].until + 1:
        play_day(stack)
    stays = (stack.status == Status.HERE).reshape(12, -1).mean(axis=0)
    assert 0.0 < usual[1] < 1.0 and 0.0 < stays[[offer.candidate for offer in told]].mean() < 1.0


def test_own_people_who_have_signed_with_a_rival_go_there_on_their_day() -> None:
    session, twin, said = watched(TWO_CHAIRS, TOLD[0], 20)
    stack, _ = drawn_worlds(session, twin, said, 6)
    seen, drawn = (leavers(world) for world in (session.world, stack))
    assert len(seen) == 1 and drawn == seen * 6


def leavers(world: World) -> list[tuple[int, int, int]]:
    """Candidate, lab and first day there of the player's people who have signed elsewhere."""
    table, me = world.approaches, world.setup.player
    rows = np.flatnonzero((table.state == State.SIGNED) & (world.lab_of[world.home[table.person]] == me))
    who, lab = table.person[rows] % world.candidates, world.lab_of[table.row[rows]]
    return list(zip(who.tolist(), lab.tolist(), table.due[rows].tolist(), strict=True))


def test_the_next_mail_goes_out_on_the_day_on_which_it_does_in_the_game() -> None:
    session, twin, said = watched(TWO_CHAIRS, 5, DAY)
    stack, _ = drawn_worlds(session, twin, said, 6)
    real, drawn = next_mails(session.world), next_mails(stack)
    both = [(at, who) for at, who in drawn if (0, who) in real]
    assert len(both) > 60 and all(drawn[at, who] == real[0, who] for at, who in both)
    assert len({due - session.day for due in real.values()}) > 3


def next_mails(world: World) -> dict[tuple[int, int], int]:
    """When the next mail goes out, by number of the world and candidate, where no answer is on its way."""
    table = world.approaches
    rows = np.flatnonzero((table.state == State.WAITING) & (world.lab_of[table.row] == world.setup.player))
    at, who = np.divmod(table.person[rows], world.candidates)
    return dict(zip(zip(at.tolist(), who.tolist(), strict=True), table.due[rows].tolist(), strict=True))


def test_of_every_array_of_a_world_it_is_said_whether_the_lab_knows_it() -> None:
    """A new one is public, the lab's own, or begins with an employer; else it is one of these."""
    drawn, follow = {"load"}, {"day", "day_sums", "queries", "status", "teams.works_at", "teams.count"}
    told = {*PUBLIC, *OF_THE_LAB, *OF_ITS_PAIRS, *OF_ITS_STAFF, *BEGINS_ANEW}
    names = {name for setup in SETUPS.values() for name in snapshot(World(setup, 1, [0]))}
    names = {name for name in names if not name.startswith(("approach.", "waiting."))}
    assert names - told == {*drawn, *follow} and told - names == set()


def test_hours_and_the_rule_of_the_lab_are_as_they_are_in_every_world() -> None:
    session, twin, said = watched(TWO_CHAIRS, 5, 30)
    stack, _ = drawn_worlds(session, twin, said, 6)
    views = [look(stack, TWO_CHAIRS.player, number) for number in range(6)]
    real = session.observe()
    assert real.counter_from == 0.8 and real.hours_left is not None
    for name in ("hours_left", "hours_kept", "counter_from", "letters_left", "interviews_left", "cash_usd"):
        assert {str(getattr(view, name)) for view in views} == {str(getattr(real, name))}, name
    own = slice(TWO_CHAIRS.player * 60, (TWO_CHAIRS.player + 1) * 60)  # what it has told people before
    had = session.world.had[own]
    assert had.any() and (stack.had.reshape(6, -1)[:, own] == had).all()


def test_who_comes_onto_the_market_is_drawn_and_how_many_on_each_day_is_known() -> None:
    session, twin, said = watched(TWO_CHAIRS, 5, 20)
    stack, _ = drawn_worlds(session, twin, said, 40)
    first = slice(TWO_CHAIRS.player * 60, (TWO_CHAIRS.player + 1) * 60)
    real, unasked = session.world.free_on[first], session.world.attempts[first] == 0
    drawn = stack.free_on.reshape(40, -1)[:, first]
    to_come = unasked & (real > 20)
    days = sorted(real[to_come].tolist())
    assert len(days) > 8 and len(set(days)) > 2
    assert all(sorted(dates[to_come].tolist()) == days for dates in drawn)
    assert (drawn[:, ~to_come] == real[~to_come]).all()
    means = drawn[:, to_come].mean(axis=0)
    spread = np.std(days) / np.sqrt(40)
    assert np.abs(means - np.mean(days)).max() < 4.0 * spread  # everybody as early as any other


def test_the_band_of_a_few_games_holds_its_share() -> None:
    setup = known_to_all(rich_setup(40, 40))
    found = np.array([list(places(setup, seed, (0.4,), 12)) for seed in range(8)])
    assert held(found).sum() >= 4  # fewer come by chance in 1 of 100


def test_nothing_of_a_reader_that_the_lab_does_not_know_is_noted() -> None:
    _, _, said = watched(SETUPS["everything on"], 5, DAY)
    features = said.mails().features
    hidden = ("present_usd", "money", "taste", "fit", "mission", "product", "heard_usd", "load_campaigns")
    noted = [getattr(features, name) for name in (*hidden, "stake_usd")]
    assert not any(array.any() for array in noted if array is not None)
    assert features.offered_usd.all() and features.pull_lab.any()


def test_people_of_the_keys_that_are_found_do_what_was_seen_when_the_engine_plays_them() -> None:
    setup = known_to_all(replace(rich_setup(80, 40), rules=replace(RICH.rules, rest_days=200)))
    session, twin, said = watched(setup, 5, 39)
    stack, _ = drawn_worlds(session, twin, said, 30)
    assert stack.assumed_keys is not None
    again = World(setup, 0, range(30), stream=Stream.FORECAST)
    again.assume(stack.assumed_keys)
    usual = World(setup, 0, range(30), stream=Stream.FORECAST)
    counters = [Interested(setup), Interested(setup)]
    for world, counter in zip((again, usual), counters, strict=True):
        world.observers.append(counter)
        while world.day < 39:
            play_day(world)
    approached = said.approached(session.world)
    yes = approached.candidate[approached.interested]
    no = np.setdiff1d(approached.candidate, yes)
    found, before = (counter.share.reshape(30, -1).mean(axis=0) for counter in counters)
    assert yes.size >= 3
    assert found[yes].mean() > 0.8 > 2.0 * before[yes].mean()
    assert found[no].mean() < 0.01 < before[no].mean()


def test_a_fleet_that_was_asked_for_is_asked_for_in_every_world() -> None:
    p = replace(RICH.parameters, compute_share=0.9, gate_share=0.9, interest_cut=-0.1)
    small = replace(RICH.labs[0], fleet_h100e=RICH.labs[3].fleet_h100e)
    setup = replace(RICH, parameters=p, labs=(small, *RICH.labs[1:]))
    session, twin, said = watched(setup, 5, DAY)
    approached = said.approached(session.world)
    asked = np.flatnonzero(approached.named_h100e)
    assert asked.size
    stack, _ = drawn_worlds(session, twin, said, 6)
    gates = stack.tastes.gate_ppm.reshape(6, -1)[:, approached.candidate[asked]]
    named = gates * approached.leader_h100e[asked] // 1_000_000
    assert np.array_equal(named, np.tile(approached.named_h100e[asked], (6, 1)))


def test_recent_hires_do_not_fit_in_as_many_worlds_as_they_are_likely_not_to() -> None:
    p = replace(RICH.parameters, accept_constant=2.0, interest_cut=-0.1, misfit_chance_direct=0.5)
    setup = replace(RICH, parameters=p, rules=replace(RICH.rules, notice_days=2))
    session, twin, said = watched(setup, 5, 58)
    stack, _ = drawn_worlds(session, twin, said, 100)
    mine = (session.world.home == setup.player) & (twin.grants.started_on >= 0)
    rows = np.flatnonzero(stack.approaches.state == State.MISFIT)
    misfits = np.bincount(stack.approaches.person[rows] % 60, minlength=60)[mine] / 100
    chance = 1.0 - twin.grants.stay_chance(58)[mine]
    assert mine.sum() >= 3 and chance.min() > 0.0
    assert np.abs(misfits - chance).max() < 4.0 * np.sqrt(0.25 / 100)
    assert (stack.approaches.due[rows] >= 58).all()


def test_who_was_silent_when_a_letter_was_taken_back_may_have_been_about_to_answer() -> None:
    people = tuple(range(60))
    script = (
        Order(0, (0,), template=1, top=30, pay_ratio=2.0),
        Order(0, (3,), do=Do.WITHDRAW, candidates=people),
    )
    p, nothing = replace(RICH.parameters, exit_hazard_per_year=0.0), np.zeros(60, dtype=np.int64)
    staff = replace(RICH.people, stake_usd=nothing)  # what leaving forfeits is drawn
    setup = known_to_all(plain_loads(replace(RICH, script=script, parameters=p, people=staff)))
    session, _, said = watched(setup, 5, 40)
    seen = Seen(setup, setup.player, 40, said.mails(), said.approached(session.world), {})
    silent = seen.approached.candidate[seen.approached.answered == SILENT]
    stack = World(setup, 0, range(100), stream=Stream.FORECAST)
    answered = Interested(setup, 100, Event.REPLIED)
    stack.observers.append(answered)
    while stack.day < 40:
        play_day(stack)
    keys = world_keys(0, np.arange(100), Stream.FORECAST)
    fits = np.array([fit(seen, np.full(100, who), keys) for who in silent.tolist()])
    stays_silent = ~answered.share.reshape(100, -1)[:, silent].T
    assert silent.size > 20 and np.array_equal(fits, stays_silent) and not fits.all()


class Interested(Observer):
    """Who is interested in the player's lab at any time, or does something else."""

    def __init__(self, setup: Setup, worlds: int = 30, what: Event = Event.INTERESTED) -> None:
        self.me, self.what = setup.player, what
        self.share = np.zeros(worlds * len(setup.people), dtype=np.bool_)

    def event(self, world: World, batch: EventBatch) -> None:
        if batch.event is self.what:
            self.share[batch.person[world.lab_of[batch.row] == self.me]] = True


def test_worlds_kept_from_an_earlier_forecast_change_no_number() -> None:
    kept = Past(TWO_CHAIRS)
    for day in (4, 20, 12):  # a game may go back
        session, twin, said = watched(TWO_CHAIRS, 5, day)
        found = forecast(session.world, twin, said, 3, until=26, past=kept)
        anew = forecast(session.world, twin, said, 3, until=26)
        assert np.array_equal(found.points, anew.points) and len(set(found.points.tolist())) > 1


def test_a_forecast_of_an_earlier_day_is_of_the_same_worlds_on_their_way() -> None:
    session, twin, said = watched(TWO_CHAIRS, 5, 20)
    at_once, later, end = (forecast(session.world, twin, said, 4, until=day) for day in (20, 40, None))
    assert [(found.day, found.until) for found in (at_once, later, end)] == [(20, 20), (20, 40), (20, 60)]
    hires = np.stack([found.hires for found in (at_once, later, end)])
    assert (np.diff(hires, axis=0) >= 0).all() and hires[0].max() < hires[2].max()
    assert not np.array_equal(later.points, end.points)
