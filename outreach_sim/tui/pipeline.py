"""Approaches under way by how far they have come: who waits for the lab, then who is nearest to a yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from outreach_sim.formatting import dated
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.view import OwnApproach
from outreach_sim.tui.columns import ASKED, Look
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play
from outreach_sim.tui.status import role

MOST_ROWS = 500
"""Rows shown at once."""
STAGES = ("your turn", "offer out", "interviews", "signed", "interested", "letter out")
"""In the order in which they are listed; who is interested without waiting for the player goes on alone."""
_STAGE_OF = {
    State.OFFERED: "offer out",
    State.PROCESS: "interviews",
    State.SIGNED: "signed",
    State.INTERESTED: "interested",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One approach.

    Attributes:
        stage: one of ``STAGES``.
        own: the approach, as the lab knows it.
    """

    stage: str
    own: OwnApproach


def entries(play: Play) -> list[Entry]:
    """All of them; within a stage the one with the next day first."""
    turn = {own.candidate for own in play.your_turn()}
    found = [
        Entry("your turn" if own.candidate in turn else _STAGE_OF.get(own.state, "letter out"), own)
        for own in play.view.approaches
    ]
    return sorted(found, key=lambda entry: (STAGES.index(entry.stage), entry.own.due or NEVER, _who(entry)))


def _who(entry: Entry) -> int:
    return entry.own.candidate


def counts(found: list[Entry]) -> list[tuple[str, int]]:
    """How many there are at each stage where somebody is."""
    many = Counter(entry.stage for entry in found)
    return [(stage, many[stage]) for stage in STAGES if many[stage]]


def _of_person(column: Column, place: int = 0) -> Look[Entry]:
    """A column that says of somebody what it says among the people."""
    look = column.value
    return Look(
        heading=look.heading, width=look.width, means=look.means, right=look.right, most=look.most,
        text=lambda play, entry: look.text(play, entry.own.candidate), place=place,
    )  # fmt: skip


def _amount(heading: str, means: str, of: Callable[[OwnApproach], int], place: int = 0) -> Look[Entry]:
    return Look(
        heading=heading, width=8, means=means, right=True, usd=lambda _, entry: of(entry.own), place=place
    )


def _next(play: Play, entry: Entry) -> str:
    """The day on which something comes of it."""
    own = entry.own
    day = own.due if own.due is not None else play.next_mail_on(own)
    return "" if day is None else dated(play.scenario.date_of(day), "%-d %b")


LOOKS: tuple[Look[Entry], ...] = (
    Look(heading="Stage", width=11, means="how far it has come", text=lambda _, entry: entry.stage),
    _of_person(Column.NAME),
    _of_person(Column.LAB),
    _of_person(Column.LEVEL, ASKED),
    _of_person(Column.IMPACT, 3),
    Look(heading="Next", width=6, means="the day on which something comes of it", text=_next),
    Look(heading="Mails", width=5, means="sent so far", right=True, place=5,
         text=lambda _, entry: str(entry.own.mails)),
    Look(heading="Letter", width=16, means="which one", place=6, most=24,
         text=lambda play, entry: play.ids[entry.own.template]),
    Look(heading="Signed by", width=10, means="who writes", place=4, most=14,
         text=lambda _, entry: role(entry.own.sender).removeprefix("The ")),
    _amount("Offer", "pay a year", lambda own: own.pay_usd),
    _amount("Sign-on", "paid once", lambda own: own.sign_on_usd, 1),
    Look(heading="H100s", width=6, means="machines by name", right=True, place=2,
         text=lambda _, entry: f"{entry.own.pledge_h100e:,}"),
    Look(heading="Steps", width=6, means="who takes each: you, or your people by themselves", place=7,
         text=lambda _, entry: "you" if entry.own.by_hand else "alone"),
    _of_person(Column.WORTH),
    _of_person(Column.EXPECTED),
    _of_person(Column.TOPIC, 8),
    _of_person(Column.CITY, ASKED),
    _of_person(Column.NOTE, ASKED),
    _of_person(Column.STATUS, 9),
)  # fmt: skip
"""All columns of approaches."""
