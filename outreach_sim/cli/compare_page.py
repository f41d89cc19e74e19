"""The page and the pictures of ``compare``: every scenario stands in them under its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from outreach_sim.cli.arms import NamedArm, arm_in_words, with_names
from outreach_sim.cli.study_run import Where, run_kept

if TYPE_CHECKING:
    from outreach_sim.storage.report.arms import Arm as ArmOnPage
    from outreach_sim.storage.report.frame import Figure
    from outreach_sim.study.compare import Arm
    from outreach_sim.study.run import StudyResult


def page_of(arms: list[NamedArm], drawn: Drawn, told: dict[str, Any], where: Where, command: str) -> str:
    """The comparison as one HTML page, with the first scenario's study; its worlds are played once more."""
    from outreach_sim.storage.report.page import page
    from outreach_sim.study.report import report

    first, seed, worlds = arms[0].scenario, told["seed"], told["replications"]
    result = run_kept(first, seed, worlds, where, None, arms[0].makers)
    summed = report(result, first.setup.player, first.expectations)
    pairs = [with_names(pair, arms) for pair in told["pairs"]]
    own = arms[0].makers is not None
    return page(first, result, summed, seed, command, pairs, own_policies=own, arms=drawn.arms(told))


def figures_of(arms: list[NamedArm], drawn: Drawn, told: dict[str, Any]) -> Iterator[Figure]:
    """The figures of the comparison."""
    from outreach_sim.storage.report.page import comparison_figures

    pairs = [with_names(pair, arms) for pair in told["pairs"]]
    yield from comparison_figures(pairs, drawn.arms(told))


class Drawn:
    """What pictures need of every scenario; called with each part of its worlds as it is finished."""

    def __init__(self, arms: list[NamedArm], played: list[Arm]) -> None:
        from outreach_sim.storage.report.arms import Arm as ArmOnPage

        self._named = arms
        self._arms = [
            ArmOnPage(arm.called, "", arm.scenario, arm.changes, of.lab)
            for arm, of in zip(arms, played, strict=True)
        ]

    def __call__(self, index: int, result: StudyResult) -> None:
        """Take the next worlds of one scenario."""
        self._arms[index].take(result)

    def arms(self, told: dict[str, Any]) -> list[ArmOnPage]:
        """Every scenario, with what is said of it."""
        for named, arm, found in zip(self._named, self._arms, told["arms"], strict=True):
            arm.words = arm_in_words(named, arm.lab, found["metrics"]["hires"].mean)
            arm.log_hash = found["log_hash"]
        return self._arms


def heard_by(*listeners: Callable[[int, StudyResult], None] | None) -> Callable[[int, StudyResult], None]:
    """Whoever wants to hear of the worlds hears of them."""
    wanting = [listener for listener in listeners if listener is not None]

    def heard(index: int, result: StudyResult) -> None:
        for listener in wanting:
            listener(index, result)

    return heard
