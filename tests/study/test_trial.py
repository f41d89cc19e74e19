"""Two letters tried: arms by lot, tests that find what they should, and the truth of ``compare``."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, norm

from outreach_sim.market.observers.trial_letters import COLUMNS, REACHED
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Setup, Trial
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.saved import Arrays
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.compare import Arm, compare
from outreach_sim.study.plan import plan
from outreach_sim.study.run import run_here
from outreach_sim.study.sample_size import letters_needed, obrien_fleming, power_of, z_scores
from outreach_sim.study.trial import NoTestError, campaigns, try_letters
from tests.market.worlds import rich_setup, richest_setup

HOURS = "rules.ceo_hours=100"
"""So many that no letter waits for one."""
LOADED = load_scenario("personal-email", [HOURS])
SETUP = LOADED.setup
IDS = SETUP.letters.ids
RECRUITER, SHORT = IDS.index("recruiter"), IDS.index("short-note")
WORLD, DAY, CANDIDATE, ARM = range(4)


def tried(setup: Setup, a: int, b: int, lab: int = 0) -> Setup:
    return replace(setup, trial=Trial(lab, (a, b)))


def sent(setup: Setup, worlds: int) -> np.ndarray:
    found = run_worlds(setup, 1, range(worlds)).trial
    assert found is not None
    return found


# -- what it takes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("p1", "p2", "power", "letters"), [
    (0.5, 0.6, 0.8, 388), (0.1, 0.2, 0.8, 199), (0.5, 0.75, 0.9, 77), (0.15, 0.3, 0.8, 121),
])  # fmt: skip
def test_letters_needed_are_those_of_the_tables(p1: float, p2: float, power: float, letters: int) -> None:
    assert letters_needed(p1, p2, power) == letters == letters_needed(p2, p1, power)
    assert power_of(p1, p2, letters) == pytest.approx(power, abs=0.005)


def test_equal_shares_are_never_told_apart() -> None:
    assert letters_needed(0.2, 0.2) is None
    assert power_of(0.2, 0.2, 1_000) == pytest.approx(0.025)
    assert (power_of(0.0, 0.0, 10), power_of(0.0, 1.0, 10)) == (0.0, 1.0)


@pytest.mark.parametrize(("looks", "c"), [(1, 1.960), (2, 1.977), (3, 2.004), (4, 2.024), (5, 2.040)])
def test_bounds_that_allow_for_looking_are_those_of_o_brien_and_fleming(looks: int, c: float) -> None:
    assert obrien_fleming(looks) == pytest.approx(c, abs=0.0007)


def test_with_many_looks_the_bound_nears_that_of_looking_all_the_time() -> None:
    """The walk looked at without pause leaves (-2.24, 2.24) in 5 %; the last bounds lie below it."""
    bounds = [obrien_fleming(looks) for looks in (10, 30, 60)]
    assert bounds == sorted(bounds) and bounds[0] > 2.08 and bounds[-1] < 2.2414


def test_a_score_is_the_difference_over_its_pooled_error() -> None:
    hits, letters = (
        np.array([[20.0, 35.0], [0.0, 0.0], [3.0, 0.0]]),
        np.array([[100.0, 90], [50, 50], [3, 0]]),
    )
    pooled = 55 / 190
    error = (pooled * (1 - pooled) * (1 / 100 + 1 / 90)) ** 0.5
    assert z_scores(hits, letters).tolist() == pytest.approx([(35 / 90 - 0.2) / error, 0, 0])


# -- arms --------------------------------------------------------------------------------------------


def test_arms_are_half_and_half_the_same_in_every_run_and_know_nothing_of_luck() -> None:
    found = sent(tried(SETUP, RECRUITER, RECRUITER), 80)
    n, of_b = len(found), int(found[:, ARM].sum())
    assert 0.001 < binom.cdf(of_b, n, 0.5) < 0.999
    for column in range(DAY, len(COLUMNS)):
        if column != ARM:  # equal letters: what comes of them, when and to whom is the same in both arms
            assert abs(np.corrcoef(found[:, ARM], found[:, column])[0, 1]) < 4 / n**0.5, COLUMNS[column]
    two = sent(tried(SETUP, RECRUITER, SHORT), 10)
    assert two[:, [WORLD, CANDIDATE, ARM]].tolist() == found[: len(two), [WORLD, CANDIDATE, ARM]].tolist()


def test_a_trial_of_a_letter_against_itself_is_the_game_in_which_it_is_written() -> None:
    written = load_scenario("personal-email", [HOURS, "script.*.template=short-note"]).setup
    assert (
        run_worlds(tried(SETUP, SHORT, SHORT), 1, range(6)).digests
        == run_worlds(written, 1, range(6)).digests
    )
    plain = run_worlds(SETUP, 1, range(6))
    assert plain.trial is None
    assert run_worlds(tried(SETUP, RECRUITER, SHORT), 1, range(6)).digests != plain.digests


def test_only_the_lab_that_tries_writes_other_letters_and_bots_may_try_too() -> None:
    base = rich_setup()
    lab = next(index for index, lab in enumerate(base.labs) if lab.policy.acts)
    result = run_worlds(tried(base, 0, 2, lab), 1, range(4))
    assert result.trial is not None and set(result.trial[:, ARM].tolist()) == {0, 1}
    nobody = replace(
        base, script=(), labs=tuple(replace(one, policy=type(one.policy)()) for one in base.labs)
    )
    assert sent(tried(nobody, 0, 2), 2).shape == (0, len(COLUMNS))


def test_what_is_noted_is_what_the_funnel_counts_where_everybody_is_asked_once() -> None:
    result = run_worlds(tried(SETUP, RECRUITER, SHORT, SETUP.player), 1, range(30))
    assert result.trial is not None
    for column, event in enumerate(REACHED, start=4):
        assert result.trial[:, column].sum() == result.funnel[:, SETUP.player, FUNNEL.index(event)].sum() > 0


def test_people_who_are_asked_again_are_counted_once_with_what_came_of_the_first_round() -> None:
    base = rich_setup(count=60, days=120)
    setup = tried(replace(base, rules=replace(base.rules, rest_days=10)), 0, 2)
    noted = sent(setup, 3)
    log = Session(setup, 1).advance(setup.days)  # world 0
    mine = log.where((log.lab == 0) & (log.kind != Event.CLOSED))
    assert (mine.number > 1).sum() > 20
    first = mine.where(mine.number == 1)
    written = first.where((first.kind == Event.SENT) & (first.mail == 1))
    of_world = noted[noted[:, WORLD] == 0]
    in_log = sorted(zip(written.day.tolist(), written.candidate.tolist(), strict=True))
    assert list(map(tuple, of_world[:, [DAY, CANDIDATE]].tolist())) == in_log
    for column, event in enumerate(REACHED, start=4):
        reached = of_world[of_world[:, column] == 1, CANDIDATE].tolist()
        assert sorted(reached) == sorted(first.where(first.kind == event).candidate.tolist())


def test_stacks_chunks_and_states_give_the_same_letters() -> None:
    setup = tried(richest_setup(count=80, days=90), 0, 2)
    whole = run_worlds(setup, 3, range(5))
    parts = run_here(plan(setup, 3, 5, chunk=2))
    assert parts.trial is not None and whole.trial is not None and len(whole.trial) > 50
    assert parts.trial.tolist() == whole.trial.tolist() and parts.digests == whole.digests
    kept: list[Arrays] = []

    def keep(take) -> None:
        if len(kept) < 40:
            kept.append({name: array.copy() for name, array in take().items()})

    run_worlds(setup, 3, range(5), on_state=keep)
    again = run_worlds(setup, 3, range(5), start=lambda: kept[-1])
    assert again.trial is not None and again.trial.tolist() == whole.trial.tolist()


# -- tests of the two --------------------------------------------------------------------------------


def test_a_test_takes_whole_worlds_and_cuts_the_last() -> None:
    rows = np.zeros((10, len(COLUMNS)), dtype=np.int64)
    rows[:, WORLD] = [0, 0, 0, 2, 2, 2, 3, 3, 3, 3]
    assert list(campaigns(rows, None)) == [slice(0, 3), slice(3, 6), slice(6, 10)]
    assert list(campaigns(rows, 2)) == [slice(0, 2), slice(3, 5), slice(6, 8)]
    assert list(campaigns(rows, 4)) == [slice(0, 4), slice(6, 10)]
    assert list(campaigns(rows, 11)) == []


def test_equal_letters_are_told_apart_in_one_test_of_twenty_and_by_looking_in_many_more() -> None:
    found = try_letters(SETUP, Trial(SETUP.player, (RECRUITER, RECRUITER)), 1, 240, looks=10)
    n = found.tests
    assert n == 240 and found.difference == 0.0 and found.needed is None and found.looks_worse is None
    assert 0.002 < binom.cdf(round(n * found.once.false_alarms), n, 0.05) < 0.998
    assert found.obrien_fleming.false_alarms < 0.1 < found.naive.false_alarms
    assert found.once.found == found.once.false_alarms and found.once.wrong_way is None


def test_the_truth_is_that_of_compare_and_tests_find_as_much_of_it_as_the_formula_says() -> None:
    worlds = 120
    found = try_letters(SETUP, Trial(SETUP.player, (RECRUITER, SHORT)), 1, worlds, looks=5, size=90)
    arms = [
        Arm(
            letter,
            load_scenario("personal-email", [HOURS, f"script.*.template={letter}"]).setup,
            SETUP.player,
        )
        for letter in ("recruiter", "short-note")
    ]
    told = compare(arms, 1, worlds)
    assert found.per_world == told.pairs[0].differences["replied"]
    assert found.log_hashes[1:] == told.log_hashes
    a, b = found.arms
    assert found.difference == pytest.approx(b.alone - a.alone)
    assert found.ci95 is not None and found.ci95[0] < found.difference < found.ci95[1]
    assert found.tests == worlds // 2 and found.letters == 90
    error = (found.power * (1 - found.power) / found.tests) ** 0.5
    assert abs(found.once.found - found.power) < 4 * error
    assert found.looks_worse is not None and found.once.exaggeration is not None
    assert found.looks_worse == pytest.approx(
        norm.cdf(-abs(found.difference) / ((a.alone * (1 - a.alone) + b.alone * (1 - b.alone)) / 45) ** 0.5),
        abs=0.08,
    )
    assert found.naive.exaggeration is not None
    assert found.once.exaggeration > 1.2 and found.naive.exaggeration > found.once.exaggeration
    assert found.naive.letters < found.obrien_fleming.letters < found.once.letters == 90


def test_too_few_letters_for_a_test_are_said_with_their_number() -> None:
    with pytest.raises(NoTestError) as refused:
        try_letters(SETUP, Trial(SETUP.player, (RECRUITER, SHORT)), 1, 2, looks=5, size=1_000)
    assert refused.value.letters == 90
