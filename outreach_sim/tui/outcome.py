"""How a game stands against doing nothing on the same luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.text import Text

from outreach_sim.market.events import FUNNEL, Event
from outreach_sim.market.persons import Status
from outreach_sim.market.score import WAYS_TO_LOSE, lost, places, standing
from outreach_sim.market.session import Session
from outreach_sim.market.world import World
from outreach_sim.model.shown import counted, percent, usd
from outreach_sim.tui.colours import BAD, GOOD, WARN
from outreach_sim.tui.news import Kind
from outreach_sim.tui.play import Play


@dataclass(frozen=True, slots=True)
class Outcome:
    """The player's lab on the same day of two worlds.

    Attributes:
        played, idle: in the game, and where it never wrote a letter.
        lost: the ways in which it has lost, of ``market.score.WAYS_TO_LOSE``.
    """

    played: LabFigures
    idle: LabFigures
    lost: tuple[str, ...]

    @property
    def gain_percent(self) -> float:
        """What the lab's output gains by playing."""
        return 100.0 * (self.played.output / self.idle.output - 1.0)


@dataclass(frozen=True, slots=True)
class LabFigures:
    """One lab in one world.

    Attributes:
        output: research output (see ``market.score``).
        heads: researchers, those who signed included.
        h100e_each: compute per researcher.
        cash_usd: ``None`` where no budget is set.
        name_weight: what mass mail leaves of the odds of a letter.
        best_won, best_lost: people of the best tenth who came from rivals, or went there.
    """

    output: float
    heads: int
    h100e_each: float
    cash_usd: int | None
    name_weight: float
    best_won: int
    best_lost: int


def figures(world: World, lab: int) -> LabFigures:
    """How a lab of world 0 stands."""
    now, place = standing(world), places(world)
    here = int(np.count_nonzero((world.home == lab) & (world.status != Status.GONE)))
    heads = int(world.heads[lab]) - here + int(np.count_nonzero(place == lab))
    return LabFigures(
        output=float(now.output[lab]),
        heads=heads,
        h100e_each=float(world.compute_per_researcher()[lab] * world.heads[lab] / max(heads, 1)),
        cash_usd=int(now.cash_usd[lab]) if world.has_budget[lab] else None,
        name_weight=float(now.name_weight[lab]),
        best_won=int(now.best_won[lab]),
        best_lost=int(now.best_lost[lab]),
    )


def outcome(play: Play) -> Outcome:
    """Play the same days again without the player's orders, and compare. Takes as long as the days did."""
    world, setup = play.session.world, play.scenario.setup
    idle = Session(setup, play.game.seed)
    start = standing(idle.world)
    idle.advance(play.session.day)
    ways = lost(standing(world), start)
    return Outcome(
        figures(world, play.lab),
        figures(idle.world, play.lab),
        tuple(way for way in WAYS_TO_LOSE if ways[way][play.lab]),
    )


_LOST = {
    "money": "Lost: the money is gone.",
    "output": "Lost: the lab's output has fallen too far.",
    "name": "Lost: mass mail has burnt the lab's name.",
    "people": "Lost: more of the best people left than came.",
}


def page(play: Play, found: Outcome) -> Text:
    """The outcome in words and figures."""
    text, day = Text(), play.session.day
    date = play.scenario.date_of(day)
    text.append(f"{play.scenario.title}\n", "bold")
    text.append(f"{play.lab_name}, {date:%-d %B %Y}, day {day} of {play.scenario.days}. ")
    text.append(f"Seed {play.game.seed}.\n\n", "dim")
    gain = found.gain_percent
    verb = "more" if gain >= 0 else "less"
    text.append(
        f"Your lab's output is {abs(gain):.2f} % {verb} ", f"bold {GOOD}" if gain >= 0 else f"bold {BAD}"
    )
    text.append("than if nobody had written a letter, on the same luck.\n\n")
    for way in found.lost:
        text.append(f"{_LOST[way]}\n", f"bold {BAD}")
    if found.lost:
        text.append("\n")
    text.append_text(_figures(found))
    text.append("\n").append_text(_way(play))
    text.append("\n").append_text(_moves(play))
    if play.game.undone:
        text.append(f"\nSomething was taken back {play.game.undone} times in this game.\n", WARN)
    text.append(f"\nKept as {play.game.name}, log hash {play.game.log_hash[:16]}.\n", "dim")
    return text


def _figures(found: Outcome) -> Text:
    rows = [
        ("output", f"{found.played.output:,.0f}", f"{found.idle.output:,.0f}"),
        ("researchers", f"{found.played.heads:,}", f"{found.idle.heads:,}"),
        ("H100s each", f"{found.played.h100e_each:,.1f}", f"{found.idle.h100e_each:,.1f}"),
    ]
    mine, theirs = (f"+{lab.best_won} -{lab.best_lost}" for lab in (found.played, found.idle))
    rows.append(("best people", mine, theirs))
    rows.append(("good name", percent(found.played.name_weight), percent(found.idle.name_weight)))
    if found.played.cash_usd is not None and found.idle.cash_usd is not None:
        rows.append(("cash", usd(found.played.cash_usd), usd(found.idle.cash_usd)))
    text = Text().append(f"{'':<14}{'you':>12}{'nobody':>12}\n", "dim")
    for name, mine, theirs in rows:
        text.append(f"{name:<14}", "dim").append(f"{mine:>12}", "bold").append(f"{theirs:>12}\n")
    return text


def _way(play: Play) -> Text:
    counts = play.session.world.recorder.funnel[play.lab].tolist()
    by_event = dict(zip(FUNNEL, counts, strict=True))
    said = (
        counted(by_event[Event.SENT], "letter"),
        counted(by_event[Event.REPLIED], "reply", "replies"),
        f"{by_event[Event.INTERESTED]:,} interested",
        counted(by_event[Event.OFFERED], "offer"),
        f"{by_event[Event.ACCEPTED]:,} signed",
        f"{by_event[Event.STARTED]:,} started",
    )
    return Text(", ".join(said) + ".\n")


def _moves(play: Play) -> Text:
    text = Text()
    for item in play.news.headlines:
        if item.kind is Kind.YOURS and item.good is not None and item.candidate is not None:
            date = play.scenario.date_of(item.day)
            text.append(f"{date:%-d %b}  ", "dim").append(f"{item.text}\n", GOOD if item.good else BAD)
    return text
