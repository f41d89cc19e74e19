"""Picking the best who are free, against the plainest way to do it: go down the list."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.state.shortlist import JUDGEMENT_SD, Shortlist, rankings
from outreach_sim.model.draws import Purpose, Stream, bits, normal, occasions, pack, world_keys
from tests.market.worlds import people, plain_setup

LABS, WORLDS = 3, 2


@pytest.mark.parametrize("count", [50, 700, 6_000])
def test_the_first_free_are_picked_however_far_down_the_list_they_stand(count: int) -> None:
    rng = np.random.default_rng(count)
    order = np.stack([rng.permutation(count) for _ in range(LABS)]).astype(np.int32)
    shortlist = Shortlist(order, WORLDS)
    free = rng.random((LABS * WORLDS, count)) < 0.7
    for row in range(LABS * WORLDS):
        shortlist.fill(row, free[row])
    for _ in range(40):
        wanted = rng.integers(0, count // 20, LABS * WORLDS)
        expected = [
            (row, int(candidate))
            for row in range(LABS * WORLDS)
            for candidate in [c for c in order[row % LABS] if free[row, c]][: wanted[row]]
        ]
        some, most = np.arange(1, LABS * WORLDS, 2), int(rng.integers(0, 40))
        for row, found in zip(some.tolist(), shortlist.first_free(some, most), strict=True):
            best = [c for c in order[row % LABS] if free[row, c]][:most]
            assert found.tolist() == best + [-1] * (most - len(best))
        picked = shortlist.take_first(wanted)
        assert list(zip(picked.row.tolist(), picked.candidate.tolist(), strict=True)) == expected
        free[picked.row, picked.candidate] = False
        back = np.argwhere(~free)
        back = back[rng.random(len(back)) < 0.2]
        shortlist.add(back[:, 0], back[:, 1])
        free[back[:, 0], back[:, 1]] = True
        assert [shortlist.free_of(row).tolist() for row in range(LABS * WORLDS)] == free.tolist()
    everybody = shortlist.take_first(np.full(LABS * WORLDS, 2 * count))
    assert len(everybody.row) == free.sum()
    assert not shortlist.take_first(np.ones(LABS * WORLDS, dtype=np.int64)).row.size


def test_labs_rank_by_judged_impact_and_ties_go_to_the_lower_id() -> None:
    base = plain_setup(500, 10, 3)
    staff = replace(people(500, len(base.labs)), impact=np.repeat(np.arange(50, 0, -1), 10))
    setup = replace(base, people=staff)
    key = np.broadcast_to(world_keys(setup.people_seed, np.zeros(1), Stream.PEOPLE), (500,))
    found = rankings(setup)
    for lab in range(len(setup.labs)):
        draw = normal(bits(occasions(key, pack(np.arange(500), lab, 0)), Purpose.JUDGEMENT))
        judged = np.rint(1000.0 * staff.impact * np.exp(JUDGEMENT_SD * draw)).astype(int).tolist()
        assert found[lab].tolist() == sorted(range(500), key=lambda c: (-judged[c], c))
