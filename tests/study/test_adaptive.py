"""A split that follows the answers: its chances are exact, its draws keyed, and it never looks ahead."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from outreach_sim.market.observers.trial_letters import COLUMNS
from outreach_sim.market.setup import Trial
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.adaptive import assigned, lots, second_is_better, split, to_both
from outreach_sim.study.trial import try_letters

SETUP = load_scenario("personal-email").setup
MASS, RECRUITER = SETUP.letters.ids.index("mass-mail"), SETUP.letters.ids.index("recruiter")


@pytest.mark.parametrize("seen", [
    [[0, 0], [0, 0]], [[5, 1], [4, 2]], [[40, 0], [0, 3]], [[900, 90], [880, 110]], [[0, 12], [7, 0]],
])  # fmt: skip
def test_the_chance_that_a_share_is_the_larger_is_that_of_the_integral(seen: list[list[int]]) -> None:
    (misses_a, hits_a), (misses_b, hits_b) = seen
    a, b = beta(hits_a + 1, misses_a + 1), beta(hits_b + 1, misses_b + 1)
    expected, _ = quad(lambda x: a.cdf(x) * b.pdf(x), 0, 1, points=[b.mean(), a.mean()], limit=200)
    both = second_is_better(np.array([seen, seen[::-1]]))
    assert both == pytest.approx([expected, 1 - expected], abs=1e-7)


def test_letters_are_assigned_as_somebody_with_paper_and_pencil_would() -> None:
    rng = np.random.default_rng(3)
    test, part = np.repeat([0, 1], 30), np.tile(np.repeat(np.arange(6), 5), 2)
    outcomes, lot = (rng.random((60, 2)) < [0.2, 0.7]).astype(np.int64), rng.random(60)
    arm = assigned(test, part, outcomes, lot, 2)
    for one in (0, 1):
        for now in range(6):
            before = (test == one) & (part < now)
            seen = [
                [int(((arm == k) & before & (outcomes[:, k] == hit)).sum()) for hit in (0, 1)] for k in (0, 1)
            ]
            chance = second_is_better(np.array(seen))
            here = (test == one) & (part == now)
            assert arm[here].tolist() == (lot[here] < chance).astype(int).tolist()
    later = outcomes.copy()
    later[part == 5] = 1 - later[part == 5]
    assert assigned(test, part, later, lot, 2).tolist() == arm.tolist(), "what comes later changes nothing"


def test_what_a_split_brings_is_counted_by_test() -> None:
    outcomes = np.array([[0, 1]] * 40, dtype=np.int64)  # b is always answered, a never
    lot = np.tile([0.1, 0.9], 20)
    found = split([slice(0, 20), slice(20, 40)], outcomes, lot, 10, better=1)
    assert (found.tests, found.letters, found.half, found.better) == (2, 20, 10, 20)
    # The first two letters go half and half; after one of each is seen, b has 5 chances in 6.
    assert 10 < found.adaptive < 20 and found.gain == found.adaptive - 10
    assert found.to_better == found.adaptive / 20 and found.astray == 0
    wrong = split([slice(0, 20)], outcomes, lot, 1, better=0)
    assert (wrong.adaptive, wrong.half, wrong.gain, wrong.to_better) == (10, 10, 0, 0.5), "one look: a lot"
    equal = split([slice(0, 40)], np.ones((40, 2), dtype=np.int64), lot, 10, better=None)
    assert (equal.adaptive, equal.half, equal.better, equal.astray) == (40, 40, None, None)


def test_only_people_who_got_either_letter_are_compared() -> None:
    def rows(*letters: tuple[int, int, int]) -> np.ndarray:
        sent = np.zeros((len(letters), len(COLUMNS)), dtype=np.int64)
        for row, (world, candidate, hit) in zip(sent, letters, strict=True):
            row[COLUMNS.index("world")], row[COLUMNS.index("candidate")], row[4] = world, candidate, hit
        return sent

    sent, outcomes = to_both(rows((0, 9, 1), (0, 2, 0), (1, 2, 1)), rows((0, 2, 1), (0, 4, 1), (1, 2, 0)), 4)
    assert sent[:, COLUMNS.index("candidate")].tolist() == [2, 2] and outcomes.tolist() == [[0, 1], [1, 0]]
    drawn = lots(sent, 1, 0)
    assert drawn.tolist() == lots(sent, 1, 0).tolist() != lots(sent, 2, 0).tolist()
    assert lots(sent[::-1], 1, 0).tolist() == drawn[::-1].tolist()


def test_following_the_answers_beats_half_and_half_and_not_the_better_letter() -> None:
    trial = Trial(SETUP.player, (MASS, RECRUITER))
    found = try_letters(SETUP, trial, 1, 10, looks=9, adaptive=True)
    plain = try_letters(SETUP, trial, 1, 10, looks=9)
    adaptive = found.split
    assert plain.split is None and adaptive is not None and adaptive.better is not None
    assert plain.log_hashes == found.log_hashes and plain.once == found.once
    assert adaptive.half + 1 < adaptive.adaptive < adaptive.better
    assert adaptive.gain_ci95 is not None and adaptive.gain_ci95[0] > 0
    a, b = found.arms
    assert adaptive.half == pytest.approx((a.alone + b.alone) / 2 * a.letters / 10, rel=0.02)
    turned = try_letters(SETUP, Trial(SETUP.player, (RECRUITER, MASS)), 1, 10, looks=9, adaptive=True).split
    assert turned is not None and turned.half == adaptive.half and turned.better == adaptive.better
    assert turned.to_better == pytest.approx(adaptive.to_better, abs=0.1)
