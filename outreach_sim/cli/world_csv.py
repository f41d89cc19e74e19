"""CSV files of studies: a line for each world and lab, with every metric as it was counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from outreach_sim.inputs.cells import safe_cell
from outreach_sim.market.metrics import NAMES

if TYPE_CHECKING:
    from outreach_sim.cli.arms import NamedArm
    from outreach_sim.study.run import StudyResult

HEADER = ("world", "lab", *NAMES)


class ArmLines:
    """The worlds of a comparison, scenario by scenario; called with each part as it is finished."""

    def __init__(self, arms: Sequence[NamedArm]) -> None:
        self._arms = arms
        self._before = [0] * len(arms)
        self._texts = [""] * len(arms)

    def __call__(self, index: int, result: StudyResult) -> None:
        """Take the next worlds of one scenario."""
        arm, first = self._arms[index], self._before[index] + 1
        who = [arm.letter, safe_cell(arm.name)]
        lines = ([*who, *line] for line in world_lines(result, arm.scenario.lab_ids, first))
        self._texts[index] += csv_text(None, lines)
        self._before[index] += len(result.funnel)

    def text(self) -> str:
        """The whole file: one scenario after the other."""
        return csv_text(("scenario", "name", *HEADER), ()) + "".join(self._texts)


def csv_text(header: Sequence[str] | None, lines: Iterable[Sequence[object]]) -> str:
    """The text of a CSV file, or of more lines of one; whoever hands over texts has made them safe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()


def world_lines(result: StudyResult, labs: Sequence[str], first: int = 1) -> Iterator[list[object]]:
    """Worlds counted from ``first``, labs in the order of the scenario."""
    from outreach_sim.study.report import lab_values

    of_lab = [lab_values(result, index) for index in range(len(labs))]
    columns = [[values[name].tolist() for name in NAMES] for values in of_lab]
    for world in range(len(result.funnel)):
        for lab, values in zip(labs, columns, strict=True):
            yield [first + world, safe_cell(lab), *(column[world] for column in values)]
