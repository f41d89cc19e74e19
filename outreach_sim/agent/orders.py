"""What an agent may order, a model a kind: the words of the library's functions of the same names."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Annotated, Any, Literal, TypeVar

from annotated_types import MaxLen, MinLen, doc
from pydantic import Field, model_validator

from outreach_sim.api import asks
from outreach_sim.api.asks import Ask
from outreach_sim.market.limits import MAX_DAYS, MAX_H100E, MAX_HOURS
from outreach_sim.scenario.field_types import H100e, Pay, Ratio, SenderName, SignOn, Slug, Strict

MOST_PEOPLE = 1_000
Model = TypeVar("Model", bound=Strict)
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


def needs_one(model: Model, one: str, other: str) -> Model:
    """The same, which says one of the two.

    Raises:
        ValueError: it does not.
    """
    if getattr(model, one) is None and getattr(model, other) is None:
        raise ValueError(f"say {one!r} or {other!r}")
    return model


class Checked(Strict):
    """What an order or a question may not say at once, or must."""

    @model_validator(mode="after")
    def _agrees(self) -> Checked:
        """Refuse what cannot both be said, and what says nothing beside something else."""
        for one, other in (("pay", "pay_ratio"), ("direct", "short"), ("to", "top")):
            if getattr(self, one, None) and getattr(self, other, None):
                raise ValueError(f"{one!r} and {other!r} cannot both be said, leave out one")
        for one, beside in (("by", "top"), ("labs", "top")):
            given = one in self.model_fields_set and getattr(self, one) is not None
            if given and getattr(self, beside, None) is None:
                raise ValueError(f"{one!r} says nothing without {beside!r}, leave it out")
        return self


class Send(Checked):
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

    @model_validator(mode="after")
    def _names_somebody(self) -> Send:
        """Refuse letters to nobody."""
        return needs_one(self, "to", "top")


class Invite(Strict):
    """Interviews for people who are interested."""

    do: Literal["invite"]
    to: People
    short: Short = False
    words: Words = None


class Offer(Checked):
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


class Raise(Checked):
    """More pay for your own people."""

    do: Literal["raise"]
    to: People
    pay: PayUsd = None
    pay_ratio: Annotated[Ratio | None, doc("in its place: a ratio of what they have")] = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Raise:
        """Refuse a raise to nothing."""
        return needs_one(self, "pay", "pay_ratio")


class Attend(Checked):
    """People for today's conference: to meet these, or so many of the best of rivals."""

    do: Literal["attend"]
    to: Annotated[People | None, doc("numbers of candidates; or say top")] = None
    top: Annotated[int | None, Field(ge=1, le=1_000_000), doc("in place of to: so many of the best")] = None

    @model_validator(mode="after")
    def _names_somebody(self) -> Attend:
        """Refuse to meet nobody."""
        return needs_one(self, "to", "top")


class Buy(Strict):
    """Machines, which come later."""

    do: Literal["buy"]
    h100e: Annotated[int, Field(ge=1, le=MAX_H100E), doc("how many")]


class Rent(Strict):
    """Machines from tomorrow on."""

    do: Literal["rent"]
    h100e: Annotated[int, Field(ge=1, le=MAX_H100E), doc("how many")]
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
    return ASKS[type(order)](**said(order, type(order).model_fields, without=("do",)))


def said(model: Strict, names: Iterable[str], without: Container[str] = ()) -> dict[str, Any]:
    """What was said under these names; null says nothing."""
    given = ((name, getattr(model, name)) for name in names if name not in without)
    return {name: value for name, value in given if name in model.model_fields_set and value is not None}


def letter_of(order: Strict) -> str | None:
    """Id of the letter that an order names, if it names one."""
    name: str | None = getattr(order, "letter", None) or getattr(order, "words", None)
    return name
