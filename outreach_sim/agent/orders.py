"""What an agent may order, a model a kind: the words of the library's functions of the same names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from annotated_types import MaxLen, MinLen, doc
from pydantic import Field

from outreach_sim.api import asks
from outreach_sim.api.asks import Ask
from outreach_sim.market.limits import MAX_DAYS, MAX_HOURS
from outreach_sim.scenario.field_types import H100e, Pay, Ratio, SenderName, SignOn, Slug, Strict

MOST_PEOPLE = 1_000
Number = Annotated[int, Field(ge=1, le=10_000_000)]
"""Of a candidate, from 1."""
People = Annotated[list[Number], MinLen(1), MaxLen(MOST_PEOPLE), doc("numbers of candidates, from 1")]
Deadline = Annotated[int, Field(ge=1, le=365), doc("days to decide")]
PayUsd = Annotated[Pay | None, doc("USD a year")]
PayRatio = Annotated[Ratio | None, doc("in its place: over what your lab believes the present pay to be")]
Bonus = Annotated[SignOn, doc("USD, once")]
Pledge = Annotated[H100e, doc("H100s promised to the person by name")]
Short = Annotated[bool, doc("interviews in their short form")]
Words = Annotated[Slug | None, doc("id of a letter of the stage answer: your own words")]


class Send(Strict):
    """Letters: to these people, or to so many who are free."""

    do: Literal["send"]
    letter: Annotated[Slug, doc("id of the letter")]
    to: Annotated[People | None, doc("numbers of candidates; or say top")] = None
    top: Annotated[int | None, Field(ge=1, le=1_000_000), doc("in place of to: so many who are free")] = None
    by: Annotated[Literal["impact", "pay"], doc("what comes first with top")] = "impact"
    labs: Annotated[list[Slug] | None, MaxLen(100), doc("with top: staff of these labs only")] = None
    sender: Annotated[SenderName, doc("who signs")] = "recruiter"
    pay: PayUsd = None
    pay_ratio: PayRatio = None
    sign_on: Bonus = 0
    pledge: Pledge = 0
    direct: Annotated[bool, doc("without interviews")] = False
    short: Short = False
    deadline_days: Deadline = 7
    by_hand: Annotated[bool, doc("each later step waits for an order of yours")] = False


class Invite(Strict):
    """Interviews for people who are interested."""

    do: Literal["invite"]
    to: People
    short: Short = False
    words: Words = None


class Offer(Strict):
    """An offer to people who are interested, or these terms for an offer that is out."""

    do: Literal["offer"]
    to: People
    pay: PayUsd = None
    pay_ratio: PayRatio = None
    sign_on: Bonus = 0
    pledge: Pledge = 0
    deadline_days: Deadline = 7
    words: Words = None


class Withdraw(Strict):
    """The end of approaches that are under way."""

    do: Literal["withdraw"]
    to: People
    words: Words = None


class Counter(Strict):
    """Counter-offers to your own people who hold offers of others."""

    do: Literal["counter"]
    to: People


class Stand(Strict):
    """A standing rule: so many counter-offers a week by itself; 0 ends the rule."""

    do: Literal["stand"]
    keep_hours: Annotated[int, Field(ge=0, le=MAX_HOURS), doc("counter-offers a week")]
    counter_from: Annotated[float, Field(ge=0, le=1_000), doc("to own people of at least this impact")] = 0.0


class Raise(Strict):
    """More pay for your own people."""

    do: Literal["raise"]
    to: People
    pay: PayUsd = None
    pay_ratio: Annotated[Ratio | None, doc("in its place: a ratio of what they have")] = None


class Attend(Strict):
    """People for today's conference: to meet these, or so many of the best of rivals."""

    do: Literal["attend"]
    to: Annotated[People | None, doc("numbers of candidates; or say top")] = None
    top: Annotated[int | None, Field(ge=1, le=1_000_000), doc("in place of to: so many of the best")] = None


class Buy(Strict):
    """Machines, which come later."""

    do: Literal["buy"]
    h100e: Annotated[H100e, doc("how many")]


class Rent(Strict):
    """Machines from tomorrow on."""

    do: Literal["rent"]
    h100e: Annotated[H100e, doc("how many")]
    days: Annotated[int, Field(ge=1, le=MAX_DAYS), doc("for so many days")] = 365


Order = Annotated[
    Send | Invite | Offer | Withdraw | Counter | Stand | Raise | Attend | Buy | Rent,
    Field(discriminator="do"),
]
ASKS: dict[type[Strict], Callable[..., Ask]] = {
    Send: asks.send, Invite: asks.invite, Offer: asks.offer, Withdraw: asks.withdraw,
    Counter: asks.counter, Stand: asks.stand, Raise: asks.raise_pay, Attend: asks.attend,
    Buy: asks.buy, Rent: asks.rent,
}  # fmt: skip
"""The function of the library that asks for the same; its parameters are called as the fields are."""


def ask_of(order: Strict) -> Ask:
    """What the library asks for."""
    given: dict[str, Any] = {name: getattr(order, name) for name in order.model_fields_set - {"do"}}
    return ASKS[type(order)](**given)


def letter_of(order: Strict) -> str | None:
    """Id of the letter that an order names, if it names one."""
    name: str | None = getattr(order, "letter", None) or getattr(order, "words", None)
    return name
