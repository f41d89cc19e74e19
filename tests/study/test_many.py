"""Several studies through one executor: it is kept while it is sound and made anew when it broke."""

from outreach_sim.study.many import lent_by
from outreach_sim.study.plan import plan
from outreach_sim.study.run import run_with
from outreach_sim.study.statistics import log_hash
from tests.study.test_same_numbers import EXPECTED, QUERIES, SCENARIO, WORLDS, Dying

PLAN = plan(SCENARIO.setup, 5, WORLDS, QUERIES, chunk=5)


def test_an_executor_serves_study_after_study() -> None:
    made: list[Dying] = []

    def make() -> Dying:
        made.append(Dying(100))
        return made[-1]

    with lent_by(make) as lend:
        hashes = {log_hash(run_with(PLAN, lend).digests) for _ in range(3)}
    assert hashes == {EXPECTED}
    assert len(made) == 1 and made[0].left == 0, "made once, ended with the block"


def test_one_that_broke_is_replaced_and_nothing_is_lost() -> None:
    lives = iter([7, 100])
    made: list[Dying] = []

    def make() -> Dying:
        made.append(Dying(next(lives)))
        return made[-1]

    with lent_by(make) as lend:
        hashes = {log_hash(run_with(PLAN, lend).digests) for _ in range(3)}
    assert hashes == {EXPECTED}
    assert len(made) == 2
