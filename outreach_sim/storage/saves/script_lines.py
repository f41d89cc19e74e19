"""A player's order as a line of a scenario's script, and back: a game is a script, a script is a game."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from outreach_sim.errors import UsageError
from outreach_sim.mail.template import Template
from outreach_sim.market.setup import PLAIN, SENDER_NAMES, Do, Order, number_of
from outreach_sim.scenario.build import build_order
from outreach_sim.scenario.line_checks import objections
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.schema import ScriptLine

_USUAL = Order(lab=0, days=())


def line_of(scenario: Scenario, order: Order, on: date) -> ScriptLine:
    """The script line that asks for the same on this date.

    Raises:
        UsageError: no script could ask for that; says what is wrong with it.
    """
    try:
        line = ScriptLine.model_validate(_table(scenario, order) | {"on": on})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("one", "list"))
        wrong = first["msg"].removeprefix("Value error, ").replace("Input should", "should")
        raise UsageError("this order cannot be given: " + " ".join(filter(None, [where, wrong]))) from None
    except IndexError:
        raise UsageError("this order cannot be given: it names a lab or template that is not there") from None
    if line.lab in line.to.employers:
        raise UsageError(f"{line.lab} does not write to its own staff, name a rival")
    check_candidates(scenario, line)
    return line


def order_of(scenario: Scenario, line: ScriptLine) -> Order:
    """What the market carries out.

    Raises:
        ValueError: the line names a lab, template or candidate that the scenario does not have.
    """
    check_candidates(scenario, line)
    return build_order(line, scenario.spec, scenario.setup.letters)


def check_candidates(scenario: Scenario, line: ScriptLine) -> None:
    """Refuse a line about people who are not there.

    Raises:
        UsageError: with the ids that are.
    """
    there = len(scenario.population)
    for candidate in line.to.candidates:
        if candidate > there:
            raise UsageError(f"there is no candidate {candidate}, ids run from 1 to {there:,}")


def check_line(scenario: Scenario, templates: Mapping[str, Template], line: ScriptLine) -> None:
    """Refuse a line that has no place in the game.

    Raises:
        UsageError: what is wrong with it first.
    """
    for wrong in objections(line, scenario.setup, templates.get(line.template or "")):
        raise UsageError(wrong.sentence)


def line_table(line: ScriptLine) -> dict[str, Any]:
    """What the line says, as a scenario file would; defaults are left out."""
    return {"do": line.do} | line.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)


def _table(scenario: Scenario, order: Order) -> dict[str, Any]:
    labs = scenario.lab_ids
    table: dict[str, Any] = {
        "do": order.do.name.lower(),
        "lab": labs[order.lab],
    }
    if order.do in (Do.BUY, Do.RENT):
        table["h100e"] = order.h100e
        return table | ({"rent_days": order.rent_days} if order.do is Do.RENT else {})
    if order.do is Do.STAND:
        return table | {"counter_from": float(order.counter_from), "keep_hours": order.keep_hours}
    table |= {"to": _to(order, labs), "offer": _offer(order), "by_hand": order.by_hand}
    if order.words != PLAIN and order.do in (Do.INVITE, Do.OFFER, Do.WITHDRAW):
        table["template"] = scenario.setup.letters.ids[order.words]
    if order.do is Do.SEND:
        table["template"] = scenario.setup.letters.ids[order.template]
        table["sender"] = SENDER_NAMES[order.sender]
    if order.short:
        table["interviews"] = "short"
    return table


def _to(order: Order, labs: tuple[str, ...]) -> dict[str, Any]:
    to: dict[str, Any] = {"by": order.by, "from": [labs[lab] for lab in order.employers]}
    if order.top:
        to["top"] = order.top
    if order.candidates:
        to["candidates"] = list(map(number_of, order.candidates))
    return to


def _offer(order: Order) -> dict[str, Any]:
    offer: dict[str, Any] = {
        "sign_on_usd": order.sign_on_usd,
        "pledge_h100e": order.pledge_h100e,
        "direct": order.direct,
        "deadline_days": order.deadline_days,
    }
    if order.pay_usd:
        offer["pay_usd"] = order.pay_usd
    elif order.pay_ratio != _USUAL.pay_ratio:
        offer["pay_ratio"] = float(order.pay_ratio)
    return offer
