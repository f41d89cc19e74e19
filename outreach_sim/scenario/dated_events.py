"""What a scenario's calendar and contracts hold besides letters: conferences, walkouts, non-competes."""

from datetime import date
from typing import Annotated, Self

from annotated_types import Ge, Gt, Le, doc
from pydantic import model_validator

from outreach_sim.scenario.field_types import DisplayText, Ratio, Share, Slug, Strict


class NonCompete(Strict):
    """labs.non_compete: part of the staff may not start elsewhere at once."""

    share: Annotated[Share, doc("part of its staff that may not start elsewhere at once")]
    days: Annotated[int, Ge(1), Le(1_000), doc("for how long")]
    senior_days: Annotated[
        Annotated[int, Ge(1), Le(1_000)] | None,
        doc("for how long from level 4 up; `days` where it is left out"),
    ] = None


class StaffRaises(Strict):
    """labs.raises: a raise at once for a share of the staff that the lab sees looking elsewhere."""

    share: Annotated[
        Share, doc("part of the staff seen talking to rivals who get a raise at once (switch `raises`)")
    ]
    ratio: Annotated[float, Gt(1.0), Le(100.0), doc("pay after that raise over pay before")]


class ConferenceTable(Strict):
    """[[conference]]: a week in which labs meet researchers."""

    name: Annotated[DisplayText, doc("as shown")]
    start: Annotated[date, doc("its first day")]
    days: Annotated[int, Ge(1), Le(60), doc("how long")]
    share: Annotated[Share, doc("part of all candidates who attend")]


class WalkoutTable(Strict):
    """[[walkout]]: the leader of a lab goes to another, and may come back."""

    lab: Annotated[Slug, doc("whose head goes")]
    to: Annotated[Slug, doc("the lab they go to")]
    on: Annotated[date, doc("when it is known")]
    back: Annotated[date | None, doc("when they come back, if they do")] = None
    pay_ratio: Annotated[
        Ratio | None,
        doc("offered in public to all who follow, over what each earns: all of the staff is asked each day"),
    ] = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.lab == self.to:
            raise ValueError("lab and to must be two labs")
        if self.back is not None and self.back <= self.on:
            raise ValueError("back must be later than on")
        return self
