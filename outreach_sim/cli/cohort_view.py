"""The funnel by cohort for people: of the sequences begun, how many came how far, and how long a yes took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outreach_sim.cli import output
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.cohorts import Cohort

_SHOWN = ("opened", "replied", "interested", "offered", "accepted")


def show(scenario: Scenario, cohort: Cohort, replications: int) -> None:
    """A few sentences; nothing where the lab wrote to nobody."""
    begun, settled = cohort.reached["sequences"], cohort.settled["sequences"]
    if not begun or replications == 1:
        return
    if settled:
        shares = ", ".join(f"{output.percent(cohort.settled[s] / settled)} {s}" for s in _SHOWN)
        until = ""
        if cohort.settled_until < scenario.days:
            until = f" begun before {scenario.date_of(cohort.settled_until)}, when nearly all have an outcome"
        output.sentence(f"Of {counted(settled, 'sequence')} a world{until}: {shares}.")
    if cohort.undecided:
        output.sentence(
            f"At the end {output.number(cohort.undecided)} of {counted(begun, 'sequence')} a world "
            "have no outcome yet."
        )
    if cohort.time_to_hire:
        between = " to ".join(output.nine_in_ten(cohort.time_to_hire.quantiles))
        output.sentence(
            f"From the first mail to a yes {counted(cohort.time_to_hire.mean, 'day')} on average"
            + (f"; nine in ten take {between}." if between else ".")
        )
