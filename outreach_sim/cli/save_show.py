"""``save show``: a game as it stands, for whoever plays it without the desk, and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.formatting import counted, money_unit, signed, usd

if TYPE_CHECKING:
    from outreach_sim.api.prospects import Free

_SHOWN = 10
"""People and threads that are shown to people; programs get as many as they ask for."""
_NEEDS = {
    "answer": "{name} ({candidate}) is interested: invite, offer or withdraw, on {last} at the latest.",
    "better": "{name} ({candidate}) has a counter-offer: better yours, on {last} at the latest.",
    "counter": "{name} ({candidate}) of your own has an offer of {rival} ({recruiter}): counter, "
    "on {last} at the latest.",
    "attend": "A conference is on today: attend.",
}
"""What needs an answer, and the verbs of ``save act`` that are one."""


def show_waiting(waiting: Iterable[Mapping[str, Any]]) -> None:
    """Whose turn it is, a sentence each."""
    for one in waiting:
        output.sentence(_NEEDS[one["needs"]].format_map(one))


def show_mails(mails: Iterable[Mapping[str, Any]]) -> None:
    """Mails with their texts."""
    for mail in mails:
        output.heading(f"{mail['date']}  {mail['name']} ({mail['candidate']}): {mail['subject']}")
        for line in mail["body"].strip().splitlines():
            output.sentence(line, 2)


def show_situation(told: Mapping[str, Any]) -> None:
    """What can be done today, in lines that are read one after the other."""
    click.echo()
    _show_means(told["means"])
    show_waiting(told["waiting"])
    under_way = [one for one in told["approaches"] if one["state"] != "silent"]
    for one in under_way:
        until = f", {one['due']}" if one["due"] else ""
        output.sentence(f"{one['name']} ({one['candidate']}): {one['state']}{until}.")
    silent = len(told["approaches"]) - len(under_way)
    if silent:
        output.sentence(f"{counted(silent, 'person', 'people')} not answered yet.")
    _show_people(told["people"][:_SHOWN], told["people_free"])
    _show_staff(told["staff"])


def _show_means(means: Mapping[str, Any]) -> None:
    letters = ", ".join(f"{who} {'any' if n is None else n}" for who, n in means["letters_left"].items())
    parts = [f"letters left this week: {letters}"]
    if means["free_usd"] is not None:
        parts.insert(0, f"{usd(means['free_usd'])} free")
    if means["interviews_left"] is not None:
        parts.append(f"interviews {means['interviews_left']}")
    if means["ceo_hours_left"] is not None:
        parts.append(f"hours of the CEO {means['ceo_hours_left']}")
    parts.append(f"{counted(means['pledgeable_h100e'], 'H100')} to pledge")
    output.sentence(f"{'; '.join(parts)}.")


def _show_people(people: Sequence[Free], free: int) -> None:
    if not people:
        return
    click.echo()
    output.heading(f"{counted(free, 'person', 'people')} to write to, those worth most first")
    unit = money_unit(max(max(one.pay_known_usd, one.pay_usd) for one in people))
    pay, pays = f"pay {unit.sign}", f"pays {unit.sign}"
    header = ["id", "name", "at", "impact", pay, "best letter", pays, "chance", "points"]
    rows = [
        [
            str(one.candidate), one.name, one.employer, f"{one.impact:.1f}", unit.text(one.pay_known_usd),
            f"{one.letter} by {one.sender}", unit.text(one.pay_usd), output.percent(one.chance),
            signed(one.points, 3),
        ]
        for one in people
    ]  # fmt: skip
    output.table(header, rows, right=(0, 3, 4, 6, 7, 8), keep=2)


def _show_staff(staff: Sequence[Mapping[str, Any]]) -> None:
    for one in staff:
        if one["offer"]:
            told = f"taken with {output.percent(one['offer']['taken'])}"
            rival, until = one["offer"]["rival"], one["offer"]["until"]
            output.sentence(f"{one['name']} ({one['candidate']}) of your own: {rival} until {until}, {told}.")
