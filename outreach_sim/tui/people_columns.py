"""Columns of the candidates: what each says, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import MoneyUnit, money_unit, percent, signed
from outreach_sim.market.setup import Fact, number_of
from outreach_sim.market.state.pay_seen import PaySeen
from outreach_sim.tui.columns import ASKED, NAME, Look
from outreach_sim.tui.notes import shown_tags
from outreach_sim.tui.play import Play
from outreach_sim.tui.worths import opening_pay_usd

_WIDE_POINTS = 99.995
"""From here on points are told with one digit less, which takes as much room."""
_FACT_LETTERS = {Fact.TOPIC: "t", Fact.PAPER: "p", Fact.TEAM: "f", Fact.CITY: "c"}


_FIELDS = {Fact.TOPIC: "topic", Fact.TEAM: "former_team", Fact.CITY: "city"}
"""As letters call them."""
_Text = Callable[[Play, int], str]
_Key = Callable[[Play, NDArray[np.intp]], NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLook(Look[int]):
    """How a column of people looks and sorts.

    Attributes:
        key: what these candidates are sorted by; nan comes last, the best people first.
        rising: whether smallest come first until somebody says otherwise.
    """

    key: _Key
    rising: bool = False


def _words(heading: str, width: int, means: str, text: _Text, **more: Any) -> PersonLook:
    """A column that says a text, and is sorted by it."""

    def key(play: Play, chosen: NDArray[np.intp]) -> NDArray[np.generic]:
        return np.array([text(play, c).casefold() for c in chosen.tolist()], dtype=np.str_)

    more.setdefault("key", key)
    return PersonLook(heading=heading, width=width, means=means, text=text, rising=True, **more)


def _fact(heading: str, width: int, means: str, fact: Fact, **more: Any) -> PersonLook:
    """A column that says what a letter can use; empty for people of whom that is not known."""

    def is_known(play: Play, of: NDArray[np.intp]) -> NDArray[np.bool_]:
        return play.scenario.setup.people.known[of] >> fact & 1 > 0

    def text(play: Play, candidate: int) -> str:
        known = int(play.scenario.setup.people.known[candidate]) >> fact & 1
        return play.facts.of(_FIELDS[fact], candidate) if known else ""

    def key(play: Play, chosen: NDArray[np.intp]) -> NDArray[np.generic]:
        return np.where(is_known(play, chosen), play.facts.order(_FIELDS[fact], chosen), np.nan)

    return PersonLook(heading=heading, width=width, means=means, text=text, key=key, rising=True, **more)


def _number(
    heading: str, width: int, means: str, of: Callable[[Play], NDArray[Any]], told: Callable[[int], str],
    **more: Any,
) -> PersonLook:  # fmt: skip
    """A column that says a number, one for each candidate."""
    usual: dict[str, Any] = {"right": True, "key": lambda play, chosen: of(play)[chosen]}
    return PersonLook(
        heading=heading, width=width, means=means, text=lambda play, c: told(int(of(play)[c])), **usual | more
    )


def _amount(
    heading: str, means: str, of: Callable[[Play, NDArray[np.intp]], NDArray[np.int64]], **more: Any
) -> PersonLook:
    """A column that says an amount of money."""
    return PersonLook(
        heading=heading, width=len(heading) + 3, means=means, right=True,
        usd=lambda play, c: int(of(play, np.array([c]))[0]), key=of, **more,
    )  # fmt: skip


def _points(heading: str, width: int, means: str, part: str, decimals: int = 2, **more: Any) -> PersonLook:
    """A column of points; empty where nothing is to be decided, or not weighed yet."""

    def told(play: Play, candidate: int) -> str:
        points = float(play.worths.part(part)[candidate])
        return "" if np.isnan(points) else signed(points, decimals - (abs(points) >= _WIDE_POINTS))

    return PersonLook(
        heading=heading, width=width, means=means, right=True, text=told,
        **{"key": lambda play, chosen: play.worths.part(part)[chosen], **more},
    )  # fmt: skip


def _chance(play: Play, candidate: int) -> str:
    chance = float(play.worths.part("chance")[candidate])
    return "" if np.isnan(chance) else percent(chance)


def _named(play: Play, candidate: int) -> str:
    """A name, with a star where something is noted."""
    return f"* {play.name(candidate)}" if play.notes.of(candidate) else play.name(candidate)


def _tags(play: Play, candidate: int) -> str:
    return shown_tags(play.notes.tags(candidate))


def _tagged_first(play: Play, chosen: NDArray[np.intp]) -> NDArray[np.generic]:
    """Who has no tag comes after all who have."""
    return np.array([_tags(play, c) or "~" for c in chosen.tolist()], dtype=np.str_)


def _each(play: Play, candidates: NDArray[np.intp]) -> NDArray[np.float64]:
    """Machines of each researcher where these people work; nan for who works nowhere."""
    employer = play.view.employer[candidates]
    return np.where(employer < 0, np.nan, play.view.h100e_per_researcher[employer])


def _each_told(play: Play, candidate: int) -> str:
    each = float(_each(play, np.array([candidate]))[0])
    return "" if np.isnan(each) else f"{each:,.0f}"


class Column(Enum):
    """What a row shows, in this order."""

    NAME = _words(
        NAME,
        18,
        "who it is; a star where you have noted something",
        _named,
        most=26,
        key=lambda play, chosen: np.array([play.names[c].casefold() for c in chosen.tolist()], dtype=np.str_),
    )
    ID = PersonLook(
        heading="Id",
        width=7,
        means="the number that scripts have for them",
        right=True,
        text=lambda _, c: str(number_of(c)),
        key=lambda _, chosen: chosen,
        place=ASKED,
        rising=True,
    )
    LAB = _words(
        "Lab",
        8,
        "where they work",
        lambda play, c: play.lab_called(int(play.view.employer[c])),
        key=lambda play, chosen: play.view.employer[chosen],
    )
    LEVEL = _number(
        "L",
        1,
        "level, 1 researcher to 5 distinguished",
        lambda play: play.scenario.setup.people.level,
        str,
        place=1,
    )
    IMPACT = _number(
        "Impact",
        6,
        "work of so many average researchers",
        lambda play: play.scenario.setup.people.impact,
        lambda i: f"{i / 100:.1f}",
    )
    PAY = _amount(
        "Pay", "a year, by the employer's public band", lambda play, chosen: play.view.pay.of(chosen)
    )
    OFFER = _amount(
        "Offer",
        "a year, that the composer begins with",
        lambda play, chosen: opening_pay_usd(play.view.pay.of(chosen)),
        place=7,
    )
    CHANCE = PersonLook(
        heading="Chance",
        width=7,
        means="of a yes, from the first mail on",
        right=True,
        text=_chance,
        key=lambda play, chosen: play.worths.part("chance")[chosen],
        place=4,
    )
    WORTH = _points("Worth", 6, "points if they say yes to that letter, or to what stands", "if_yes")
    WORK = _points("Work", 6, "of which the work they get done", "work", place=ASKED)
    CROWDING = _points("Crowding", 8, "what others lose, with fewer machines each", "crowding", place=ASKED)
    OVERPAY = _points("Overpay", 7, "what pay above what they had costs", "overpay", place=6)
    EXPECTED = _points(
        "Expected",
        8,
        "points by the end, times the chance of it all",
        "expected",
        3,
        key=lambda play, chosen: play.worths.order(chosen),
    )
    EACH = PersonLook(
        heading="H100s",
        width=6,
        means="machines of each researcher where they work",
        right=True,
        text=_each_told,
        key=_each,
        place=8,
    )
    KNOWN = _number(
        "Know",
        4,
        "what a letter can use: topic, paper, former team, city",
        lambda play: play.scenario.setup.people.known,
        lambda mask: known(mask),
        right=False,
        place=2,
        key=lambda play, chosen: np.bitwise_count(play.scenario.setup.people.known[chosen]),
    )
    TOPIC = _fact("Topic", 20, "what they work on", Fact.TOPIC, place=5, most=30)
    TEAM = _fact("Team", 16, "where they were before", Fact.TEAM, place=ASKED, most=30)
    CITY = _fact("City", 12, "where they live", Fact.CITY, place=3, most=16)
    TAGS = _words("Tags", 12, "short words of your own", _tags, key=_tagged_first, place=3, most=24)
    NOTE = _words(
        "Note", 16, "what you have noted", lambda play, c: play.notes.about(c), place=ASKED, most=60
    )
    STATUS = _words("Status", 13, "where they stand with you", Play.status, most=14)

    @classmethod
    def called(cls, heading: str) -> Column:
        """The column with this heading."""
        return next(column for column in cls if column.value.heading == heading)


LOOKS: tuple[PersonLook, ...] = tuple(column.value for column in Column)
"""All columns of people."""


def units(play: Play) -> dict[str, MoneyUnit]:
    """The unit of all amounts: one for every column, whoever is listed."""
    unit = _unit_of_the_largest(play.view.pay)
    return {look.heading: unit for look in LOOKS if look.usd is not None}


def _unit_of_the_largest(pay: PaySeen) -> MoneyUnit:
    """Everybody's pay is looked up only where it is not clear without."""
    least, most = map(_unit_of, pay.most_usd)
    return least if least == most else _unit_of(pay.of_all.max())


def _unit_of(pay_usd: int | np.int64) -> MoneyUnit:
    return money_unit(int(opening_pay_usd(np.array([pay_usd]))[0]))


def known(mask: int) -> str:
    """Which facts a letter can use: topic, paper, former team, city."""
    return "".join(letter if mask >> fact & 1 else "·" for fact, letter in _FACT_LETTERS.items())
