"""The kinds of value that scenario files hold, each with its bounds, and the base of all their tables."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from outreach_sim.intake.paths import is_slug
from outreach_sim.intake.text import clean
from outreach_sim.market.setup import (
    LEAST_PAY_USD,
    LEAST_RATIO,
    MAX_H100E,
    MAX_PAY_USD,
    MAX_RATIO,
    MAX_USD,
)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError("must be 1 to 64 lower-case letters, digits and inner hyphens")
    return text


def _letter_name(text: str) -> str:
    if is_slug(text):
        return text
    name = text.removesuffix(".md")
    if is_slug(name):
        raise ValueError(f"a letter is named without its ending, {name!r}")
    if "/" in text or "\\" in text:
        raise ValueError("a letter must lie beside the scenario, and is named without its folder")
    raise ValueError("must be the name of a letter: 1 to 64 lower-case letters, digits and inner hyphens")


def _shown(text: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("must hold something that can be shown")
    return cleaned


Slug = Annotated[str, AfterValidator(_slug)]
LetterName = Annotated[str, AfterValidator(_letter_name)]
Shown = Annotated[str, Field(max_length=2_000), AfterValidator(_shown)]
Usd = Annotated[int, Field(ge=0, le=MAX_USD)]
Pay = Annotated[int, Field(ge=LEAST_PAY_USD, le=MAX_PAY_USD)]
SignOn = Annotated[int, Field(ge=0, le=MAX_PAY_USD)]
H100e = Annotated[int, Field(ge=0, le=MAX_H100E)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
LogOdds = Annotated[float, Field(ge=-20.0, le=20.0)]
Quota = Annotated[int, Field(ge=0, le=1_000_000)]
Ratio = Annotated[float, Field(ge=LEAST_RATIO, le=MAX_RATIO)]
SenderName = Literal["recruiter", "hiring-manager", "ceo"]
PolicyName = Literal[
    "idle",
    "script",
    "spray",
    "pay-max",
    "compute-first",
    "patient",
    "sniper",
    "defender",
    "copycat",
    "random",
]


class Strict(BaseModel):
    """Base of all tables: no unknown keys, no silent conversions."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        populate_by_name=True,
        defer_build=True,
    )
