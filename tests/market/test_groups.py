"""Runs of equal neighbours, against plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.market.state.runs import begins_of, rank_in_run, running_total, runs

GROUPS = st.lists(st.integers(0, 3), min_size=1, max_size=30)


@given(GROUPS)
def test_runs_are_those_a_reader_would_mark(group: list[int]) -> None:
    first, size, member = runs(np.array(group))
    marked = [i for i, g in enumerate(group) if i == 0 or group[i - 1] != g]
    assert first.tolist() == marked
    assert np.flatnonzero(begins_of(np.array(group))).tolist() == marked
    assert np.repeat(np.array(group)[first], size).tolist() == group
    assert [group[first[m]] for m in member] == group


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 50)), min_size=1, max_size=30))
def test_counts_and_sums_begin_anew_with_each_run(pairs: list[tuple[int, int]]) -> None:
    group, amount = np.array([g for g, _ in pairs]), np.array([a for _, a in pairs])
    ranks: list[int] = []
    totals: list[int] = []
    for i, (g, a) in enumerate(pairs):
        goes_on = i > 0 and pairs[i - 1][0] == g
        ranks.append(ranks[-1] + 1 if goes_on else 0)
        totals.append(totals[-1] + a if goes_on else a)
    assert rank_in_run(group).tolist() == ranks
    assert running_total(amount, group).tolist() == totals
