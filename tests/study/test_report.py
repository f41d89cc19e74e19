"""What ``run`` says of a study."""

import numpy as np
import pytest

from outreach_sim.market.observers.tally import COUNTED
from outreach_sim.market.state.events import FUNNEL, Event, Query
from outreach_sim.scenario.build import Expectation
from outreach_sim.study.expectations import FEWEST_WORLDS, Call, judge
from outreach_sim.study.plan import plan
from outreach_sim.study.report import report
from outreach_sim.study.run import StudyResult
from tests.study.test_same_numbers import SCENARIO


def study(hires: list[int], mails: list[int], usd: list[int]) -> StudyResult:
    funnel = np.zeros((len(hires), 1, len(FUNNEL)), dtype=np.int64)
    funnel[:, 0, FUNNEL.index(Event.ACCEPTED)] = hires
    funnel[:, 0, FUNNEL.index(Event.SENT)] = mails
    none = np.zeros((len(hires), 0), dtype=np.int64)
    return StudyResult(
        replications=len(hires),
        funnel=funnel,
        counts=np.zeros((len(hires), 1, len(COUNTED)), dtype=np.int64),
        queries=none,
        committed_usd=np.array(usd).reshape(-1, 1),
        raises_usd=np.zeros((len(usd), 1), dtype=np.int64),
        digests=(b"\0" * 32,) * len(hires),
    )


def test_the_price_of_a_hire_counts_the_worlds_without_one() -> None:
    summed = report(study([2, 0, 1], [30, 40, 20], [500, 0, 400]), 0, ())
    assert summed.per_hire == {"mails": 30.0, "committed_usd": 300.0}


def test_without_a_hire_there_is_no_price() -> None:
    assert report(study([0, 0], [30, 40], [0, 0]), 0, ()).per_hire == {"mails": None, "committed_usd": None}


@pytest.mark.parametrize("worlds", [1, FEWEST_WORLDS - 1])
def test_a_few_unlucky_worlds_are_no_failure(worlds: int) -> None:
    expectation = Expectation("nearly always", Query(Event.ACCEPTED), 1, None, 0.98)
    verdict = judge(expectation, np.zeros(worlds, dtype=np.int64))
    assert verdict.call is Call.TOO_CLOSE
    assert judge(expectation, np.zeros(FEWEST_WORLDS, dtype=np.int64)).call is Call.FAILED


@pytest.mark.parametrize(("worlds", "jobs"), [(300, 2), (500, 3), (129, 1), (1, 8), (7, 3), (100_000, 256)])
def test_every_job_gets_about_as_many_worlds(worlds: int, jobs: int) -> None:
    chunks = plan(SCENARIO.setup, 1, worlds, jobs=jobs).chunks
    sizes = [len(chunk.replications) for chunk in chunks]
    assert [r for chunk in chunks for r in chunk.replications] == list(range(worlds))
    assert max(sizes) <= 256
    rounds = -(-len(chunks) // jobs)
    assert rounds * max(sizes) <= worlds / jobs + rounds
