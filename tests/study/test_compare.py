"""Comparisons on the same luck: narrower than on separate luck, nothing between a thing and itself."""

import json

import numpy as np
import pytest

from outreach_sim.cli.output import plain
from outreach_sim.market.metrics import NAMES
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.compare import Arm, Comparison, compare, difference, why_not_flips
from outreach_sim.study.flips import flips_as_dicts, lost_as_dict, partings_as_dicts

PLAIN = load_scenario("first-letter").setup
RAISED = load_scenario("first-letter", ["script.1.offer.pay_ratio=3.5"]).setup
ARMS = [Arm("a", PLAIN, 0), Arm("b", RAISED, 0)]


def told(found: Comparison) -> str:
    """Everything a comparison says, as text."""
    pairs = [
        [
            pair.differences,
            flips_as_dicts(pair.flips, 100),
            partings_as_dicts(pair.flips),
            lost_as_dict(pair.flips, 100),
        ]
        for pair in found.pairs
        if pair.flips is not None
    ]
    return json.dumps([pairs, found.log_hashes], default=plain)


def test_the_paired_interval_is_narrower_and_the_worlds_go_together() -> None:
    found = compare(ARMS, 1, 200).pairs[0].differences["hires"]
    assert found.ci95 is not None and found.unpaired_ci95 is not None
    (low, high), (lower, higher) = found.ci95, found.unpaired_ci95
    assert found.correlation is not None and found.correlation > 0.7
    assert high - low < 0.6 * (higher - lower)
    assert found.a_wins + found.b_wins + found.ties == pytest.approx(1)


def test_a_scenario_against_itself_is_exactly_nothing() -> None:
    pair = compare([ARMS[0], ARMS[0]], 1, 60).pairs[0]
    for metric in NAMES:
        found = pair.differences[metric]
        assert (found.difference, found.ci95) == (0.0, (0.0, 0.0))
        assert (found.a_wins, found.b_wins, found.ties) == (0.0, 0.0, 1.0)
    assert pair.flips is not None and pair.flips.worlds == 60
    assert not pair.flips.parted and not pair.flips.lost


def test_differences_and_correlation_are_those_of_numpy() -> None:
    rng = np.random.default_rng(4)
    a = rng.poisson(4, 80)
    b = a + rng.poisson(1, 80)
    found = difference("hires", a, b)
    assert found.difference == pytest.approx(np.mean(b - a))
    assert found.correlation == pytest.approx(np.corrcoef(a, b)[0, 1])
    assert found.b_wins == np.mean(b > a)
    few = difference("hires", a[:9], b[:9])
    assert (few.ci95, few.unpaired_ci95, few.correlation) == (None, None, None)
    assert few.difference == pytest.approx(np.mean(b[:9] - a[:9]))


def test_all_arms_are_set_against_the_first() -> None:
    found = compare([*ARMS, ARMS[0]], 1, 20)
    assert [(pair.a, pair.b) for pair in found.pairs] == [(0, 1), (0, 2)]
    assert found.pairs[1].differences["hires"].difference == 0.0


@pytest.mark.parametrize(("jobs", "chunk"), [(1, 1), (1, 7), (2, None), (2, 5)])
def test_chunks_blocks_and_processes_change_nothing(jobs: int, chunk: int | None) -> None:
    assert told(compare(ARMS, 5, 24, jobs, chunk=chunk)) == told(compare(ARMS, 5, 24))


@pytest.mark.parametrize(
    ("change", "reason"),
    [("population.seed=4", "different candidates"), ("labs.south.id=\"east\"", "different labs"),
     ("scenario.player=\"south\"", "different labs")],
)  # fmt: skip
def test_other_people_are_not_followed(change: str, reason: str) -> None:
    scenario = load_scenario("first-letter", [change])
    other = Arm("b", scenario.setup, scenario.setup.player)
    assert reason in why_not_flips(ARMS[0], other)
    pair = compare([ARMS[0], other], 1, 4).pairs[0]
    assert pair.flips is None and pair.why_no_flips


def test_progress_rises_to_one() -> None:
    shares: list[float] = []
    compare(ARMS, 1, 12, progress=shares.append, chunk=2)
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
