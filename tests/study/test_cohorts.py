"""The funnel by cohort: the same people all the way, and what the end of the game cuts off."""

import numpy as np
import pytest

from outreach_sim.market.session import Session
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.study.cohorts import cohort, ratio95, settled_periods
from outreach_sim.study.plan import plan
from outreach_sim.study.run import run_here
from tests.market.worlds import rich_setup

SETUP = rich_setup()
COUNTS = run_worlds(SETUP, 3, range(3), sequences=True).sequences
ACCEPTED = FUNNEL.index(Event.ACCEPTED)


def test_counting_changes_no_world() -> None:
    plain = run_worlds(SETUP, 3, range(3))
    watched = run_worlds(SETUP, 3, range(3), sequences=True, journeys_of=0)
    assert plain.digests == watched.digests
    assert plain.sequences is None and plain.journeys is None


def test_counts_are_those_of_a_log_followed_by_hand() -> None:
    assert COUNTS is not None
    session = Session(SETUP, 3)
    log = session.advance(SETUP.days)
    begun = {}
    reached = np.zeros_like(COUNTS.reached[0])
    waited = np.zeros(reached.shape[1], dtype=int)
    waits = np.zeros_like(COUNTS.waits[0])
    for i in range(len(log)):
        kind, lab, who = Event(log.kind[i]), int(log.lab[i]), (int(log.lab[i]), int(log.candidate[i]))
        if kind is Event.SENT and log.mail[i] == 1:
            begun[who] = int(log.day[i])
        if kind in FUNNEL and (kind is not Event.SENT or log.mail[i] == 1):
            reached[lab, begun[who] // 7, FUNNEL.index(kind)] += 1
        if kind is Event.ACCEPTED and lab == 0:
            period, days = begun[who] // 7, int(log.day[i]) - begun[who]
            waited[period] += days
            waits[period, days] += 1
    assert (reached == COUNTS.reached[0]).all()
    assert reached[:, :, ACCEPTED].sum() > 10
    assert waited.tolist() == COUNTS.waited[0, 0].tolist()
    alone = run_worlds(SETUP, 3, range(1), sequences=True).sequences
    assert alone is not None
    assert (waits == alone.waits[0]).all()


def test_sequences_without_an_outcome_are_those_still_under_way() -> None:
    assert COUNTS is not None
    session = Session(SETUP, 3)
    session.advance(SETUP.days)
    under_way = [a for a in session.observe(0).approaches if a.state < 6]
    assert COUNTS.undecided[0, 0].sum() == len(under_way) > 0


def test_stages_only_lose_people() -> None:
    assert COUNTS is not None
    for lab in range(4):
        stages = list(cohort(COUNTS, lab).reached.values())
        for before, after in ((0, 1), (1, 2), (2, 3), (3, 5), (5, 7), (7, 8)):
            assert stages[before] >= stages[after]


def test_settled_sequences_end_where_the_undecided_begin() -> None:
    interested = np.array([200, 150, 0, 100, 90])
    assert settled_periods(interested, np.array([0, 1, 0, 2, 60])) == 3
    assert settled_periods(interested, np.zeros(5, dtype=int)) == 5
    assert settled_periods(interested, np.array([3, 0, 0, 0, 0])) == 0


def test_time_to_hire_is_the_mean_of_the_histogram() -> None:
    assert COUNTS is not None
    found = cohort(COUNTS, 0).time_to_hire
    assert found is not None and found.hires > 0
    periods = cohort(COUNTS, 0).settled_until // COUNTS.period_days
    histogram = COUNTS.waits[0, :periods].sum(axis=0)
    days = np.repeat(np.arange(len(histogram)), histogram)
    assert found.hires == len(days)
    assert found.mean == pytest.approx(days.mean())
    assert found.quantiles["50%"] == np.quantile(days, 0.5, method="inverted_cdf")


def test_chunks_add_up() -> None:
    whole = run_here(plan(SETUP, 3, 5, chunk=5, sequences=True)).sequences
    parts = run_here(plan(SETUP, 3, 5, chunk=2, sequences=True)).sequences
    assert whole is not None and parts is not None
    for name in ("reached", "undecided", "waits", "waited"):
        assert (getattr(whole, name) == getattr(parts, name)).all()


def test_the_interval_of_a_ratio_covers_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(0)
    inside = []
    for _ in range(1_000):
        hires = rng.poisson(2, 60)
        ends = ratio95(30 * hires + rng.poisson(10, 60), hires)[1]
        inside.append(ends is not None and ends[0] <= 35 <= ends[1])
    assert 0.92 < np.mean(inside) < 0.97
    assert ratio95(np.arange(9), np.ones(9, dtype=np.int64)) == (4.0, None)
