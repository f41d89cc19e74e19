"""What a lab can ask for, as functions: the words of scenario files, candidates by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from pydantic import ValidationError

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.toml import Document
from outreach_sim.mail.template import Template
from outreach_sim.market.policies.blame import UnfitError
from outreach_sim.market.setup import Order, Setup, number_of
from outreach_sim.scenario.build import order_said
from outreach_sim.scenario.given_orders import lines_for
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.storage.saves.script_lines import order_of

Ids = int | Iterable[int]


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a lab asks for today; ``says`` is a line of a script. Made by the functions below.

    ``is_nothing`` says that it is about people of whom there are none, such as a filter found: nothing is
    asked for.
    """

    says: Mapping[str, Any]
    is_nothing: bool = False

    def order_in(self, setup: Setup) -> Order | None:
        """The order of this game, as a policy gives it: candidates by their numbers; ``None`` for nothing.

        Raises:
            UnfitError: it names a letter or a lab that is not there, or no script line could ask for that.
        """
        if self.is_nothing:
            return None
        try:
            line = ScriptLine.model_validate({"on": date.min} | _plain(self.says))
            order = order_said(line, [lab.id for lab in setup.labs], setup.letters)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            message = first["msg"].removeprefix("Value error, ").replace("Input should", "should")
            raise UnfitError(f"{self.says['do']}: {where} {message}".replace(":  ", ": ")) from None
        except ValueError as error:
            raise UnfitError(
                f"{self.says['do']}: names a letter or a lab that is not there ({error})"
            ) from None
        return replace(order, candidates=tuple(map(number_of, order.candidates)))

    def __repr__(self) -> str:
        told = ", ".join(f"{key}={value!r}" for key, value in self.says.items() if key != "do")
        return f"<{self.says['do']} {told}>"


def send(
    to: Ids | None = None,
    *,
    letter: str,
    sender: str = "recruiter",
    top: int | None = None,
    by: str = "impact",
    labs: Iterable[str] = (),
    pay: int | None = None,
    pay_ratio: float | None = None,
    sign_on: int = 0,
    pledge: int = 0,
    direct: bool = False,
    short: bool = False,
    deadline_days: int = 7,
    by_hand: bool = False,
) -> Ask:
    """Letters to these people, or to the first ``top`` who are free.

    Args:
        to: numbers of candidates, from 1.
        letter: id of the letter.
        sender: ``recruiter``, ``hiring-manager`` or ``ceo``.
        top: how many, in place of ``to``.
        by: ``impact`` or ``pay``, highest first.
        labs: staff of these only.
        pay: USD a year.
        pay_ratio: in its place, over what the lab believes the present one to be.
        sign_on: USD, once.
        pledge: H100s promised by name.
        direct: without interviews.
        short: with short ones.
        deadline_days: days to decide.
        by_hand: each later step waits for an order of its own.
    """
    whom = {"by": by, "from": list(labs)} | ({} if top is None else {"top": top})
    offer = _offer(pay, pay_ratio, sign_on, pledge, deadline_days) | ({"direct": True} if direct else {})
    form = {"interviews": "short"} if short else {}
    line = {"do": "send", "template": letter, "sender": sender, "offer": offer, "by_hand": by_hand} | form
    return _about(line, to, whom)


def invite(to: Ids, *, short: bool = False, words: str | None = None) -> Ask:
    """Interviews for people who are interested; ``words`` is a letter of the stage answer."""
    form = {"interviews": "short"} if short else {}
    return _about({"do": "invite"} | form | _words(words), to)


def offer(
    to: Ids,
    *,
    pay: int | None = None,
    pay_ratio: float | None = None,
    sign_on: int = 0,
    pledge: int = 0,
    deadline_days: int = 7,
    words: str | None = None,
) -> Ask:
    """An offer at once to people who are interested, or these terms for an offer that is out."""
    terms = _offer(pay, pay_ratio, sign_on, pledge, deadline_days)
    return _about({"do": "offer", "offer": terms} | _words(words), to)


def withdraw(to: Ids, *, words: str | None = None) -> Ask:
    """The end of approaches that are under way."""
    return _about({"do": "withdraw"} | _words(words), to)


def counter(to: Ids) -> Ask:
    """Counter-offers to one's own people who hold offers of others."""
    return _about({"do": "counter"}, to)


def stand(keep_hours: int, counter_from: float = 0.0) -> Ask:
    """A standing rule: so many counter-offers a week, to own people of at least this impact."""
    return Ask({"do": "stand", "keep_hours": keep_hours, "counter_from": counter_from})


def raise_pay(to: Ids, *, pay: int | None = None, pay_ratio: float | None = None) -> Ask:
    """More pay for one's own people: USD a year, or a ratio of what they have."""
    return _about({"do": "raise", "offer": _pay(pay, pay_ratio)}, to)


def attend(to: Ids | None = None, *, top: int | None = None) -> Ask:
    """People for today's conference: to meet these, or the ``top`` best of rivals."""
    return _about({"do": "attend"}, to, {} if top is None else {"top": top})


def buy(h100e: int) -> Ask:
    """Machines, which come later."""
    return Ask({"do": "buy", "h100e": h100e})


def rent(h100e: int, days: int = 365) -> Ask:
    """Machines for so many days, from tomorrow."""
    return Ask({"do": "rent", "h100e": h100e, "rent_days": days})


def _about(line: dict[str, Any], to: Ids | None, whom: Mapping[str, Any] | None = None) -> Ask:
    if to is None:
        return Ask(line | {"to": dict(whom or {})})
    ids = [to] if isinstance(to, int | np.integer) else list(to)
    named = [int(one) if isinstance(one, int | np.integer) else one for one in ids]
    rest = {key: value for key, value in (whom or {}).items() if key == "top"}
    return Ask(line | {"to": {"candidates": named} | rest}, is_nothing=not named)


def _pay(pay: int | None, pay_ratio: float | None) -> dict[str, Any]:
    said = {"pay_usd": pay, "pay_ratio": None if pay_ratio is None else float(pay_ratio)}
    return {key: value for key, value in said.items() if value is not None}


def _offer(
    pay: int | None, pay_ratio: float | None, sign_on: int, pledge: int, deadline_days: int
) -> dict[str, Any]:
    terms = {"sign_on_usd": sign_on, "pledge_h100e": pledge, "deadline_days": deadline_days}
    return _pay(pay, pay_ratio) | terms


def _words(letter: str | None) -> dict[str, Any]:
    return {} if letter is None else {"template": letter}


def orders_of(
    asks: Iterable[Ask], scenario: Scenario, templates: Mapping[str, Template], day: int
) -> list[Order]:
    """What the market carries out; ``day`` is today.

    Raises:
        UsageError: one of them is none, or says something that cannot be.
    """
    given = list(asks)
    for one in given:
        if not isinstance(one, Ask):
            raise UsageError(f"orders are made by send, offer and their like, not {type(one).__name__}")
    lines = [_plain(one.says) for one in given if not one.is_nothing]
    if not lines:
        return []
    document = Document("orders", {"script": lines}, {})
    try:
        checked = lines_for(document, scenario, templates, scenario.date_of(day))
    except BadInputError as error:
        told = (
            f"{problem.where.removeprefix('script.')}: {problem.message}"
            f"{f', {problem.hint}' if problem.hint else ''}"
            for problem in error.problems
        )
        raise UsageError(f"order {'; '.join(told)}") from None
    return [order_of(scenario, line) for line in checked]


def _plain(value: Any) -> Any:
    """The same without NumPy's numbers."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.item() if isinstance(value, np.generic) else value
