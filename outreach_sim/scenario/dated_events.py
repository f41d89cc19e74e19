"""What a scenario's calendar and contracts hold besides letters: conferences, walkouts, non-competes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from outreach_sim.scenario.field_types import DisplayText, Share, Slug, Strict


class NonCompete(Strict):
    """labs.non_compete: part of the staff may not start elsewhere at once."""

    share: Share
    days: Annotated[int, Field(ge=1, le=1_000)]
    senior_days: Annotated[int, Field(ge=1, le=1_000)] | None = None


class StaffRaises(Strict):
    """labs.raises: a raise at once for a share of the staff that the lab sees looking elsewhere."""

    share: Share
    ratio: Annotated[float, Field(gt=1.0, le=100.0)]


class ConferenceTable(Strict):
    """[[conference]]: a week in which labs meet researchers."""

    name: DisplayText
    start: date
    days: Annotated[int, Field(ge=1, le=60)]
    share: Share


class WalkoutTable(Strict):
    """[[walkout]]: the leader of a lab goes to another, and may come back."""

    lab: Slug
    to: Slug
    on: date
    back: date | None = None

    @model_validator(mode="after")
    def _forward(self) -> WalkoutTable:
        if self.lab == self.to:
            raise ValueError("lab and to must be two labs")
        if self.back is not None and self.back <= self.on:
            raise ValueError("back must be later than on")
        return self
