"""``save show --forecast``, ``--luck`` and ``--regret``, as people read them and as programs do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.looking import to_look_at
from outreach_sim.cli.progress import Progress
from outreach_sim.formatting import counted, dated, percent, signed

if TYPE_CHECKING:
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.study.forecast import Forecast
    from outreach_sim.study.luck import Luck
    from outreach_sim.study.regret import Film, Hindsight

LARGEST = 3
"""So many regrets are shown to people; programs get all of them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was asked for of a game, as JSON says it; what was not is left out."""

    tables: dict[str, Any]
    scenario: Scenario
    name: str


def look_at(name: str, ahead: bool, lucky: bool, regrets: bool) -> Looked | None:
    """Play a saved game again and look; ``None``, said on stderr, of one that an older engine played."""
    game = to_look_at(name, "What may come of it, and what might have, is told by playing it again.")
    if game is None:
        return None
    with game:
        tables: dict[str, Any] = {}
        if ahead:
            tables["forecast"] = _forecast(game)
        if lucky:
            tables["luck"] = _luck(game)
        if regrets:
            tables["regret"] = _regret(game)
        return Looked(tables, game.scenario, name)


def _forecast(game: Game) -> dict[str, Any]:
    from outreach_sim.storage.saves.hindsight import forecast_of

    (found, settled), goal = forecast_of(game), game.scenario.goal
    decided = None if settled is None else {"medal": settled[0], "share": settled[1]}
    return {"goal": goal} | forecast_table(found, goal) | {"decided": decided}


def forecast_table(found: Forecast, goal: float | None) -> dict[str, Any]:
    """A forecast for programs, in points."""
    from outreach_sim.market.points import POINT

    low, high = found.band()
    return {
        "day": found.day,
        "worlds": len(found.points),
        "band_80": [low, high],
        "median": sum(found.band(0.0)) / 2.0,
        "mean": float(found.points.mean()) / POINT,
        "hires": float(found.hires.mean()),
        "reaches_goal": None if goal is None else found.reaches(goal),
        "medals": None if goal is None else found.medals(goal),
    }


def _luck(game: Game) -> dict[str, Any]:
    return luck_table(counted_luck(game))


def counted_luck(game: Game) -> Luck:
    """The place of a game among other worlds, with its progress shown."""
    from outreach_sim.storage.saves.hindsight import luck_of
    from outreach_sim.study.luck import WORLDS

    with Progress(f"Other worlds of {game.scenario.title}") as progress:
        return luck_of(game, on_worlds=lambda done: progress(done / WORLDS))


def luck_table(found: Luck) -> dict[str, Any]:
    """Luck for programs, in points."""
    from outreach_sim.market.points import POINT

    low, high = found.band()
    return {
        "place": found.place,
        "worlds": len(found.points),
        "points": int(found.points[0]) / POINT,
        "by_hand": found.by_hand / POINT,
        "mean": found.mean,
        "band_80": [low, high],
    }


def _regret(game: Game) -> list[dict[str, Any]]:
    from outreach_sim.storage.saves.hindsight import film_of
    from outreach_sim.study.regret import MOST_DECISIONS

    film = film_of(game)
    count, tables = max(min(MOST_DECISIONS, len(film.decisions)), 1), []
    with Progress(f"Decisions of {game.scenario.title}") as progress:
        for done, found in enumerate(film.hindsight(), 1):
            tables.append(regret_table(game.scenario, film, found))
            progress(done / count)
    return tables


def regret_table(scenario: Scenario, film: Film, found: Hindsight) -> dict[str, Any]:
    """A decision and what else would have come of it, for programs, in points."""
    from outreach_sim.market.points import POINT

    decision, people = found.decision, scenario.setup.people
    return {
        "date": scenario.date_of(decision.day).isoformat(),
        "day": decision.day,
        "do": decision.order.do.name.lower(),
        "made": decision.made,
        "about": decision.about,
        "candidate": decision.candidate + 1,
        "name": scenario.population.book.name(decision.candidate),
        "impact": int(people.impact[decision.candidate]) / 100,
        "expected": found.expected,
        "worth": found.worth / POINT,
        "regret": found.regret / POINT,
        "instead": {outcome.change: outcome.gain / POINT for outcome in found.outcomes},
    }


# -- for people ----------------------------------------------------------------------------------------


def show_looked(found: Looked) -> None:
    """Sentences and a small table of what was asked for."""
    for name, table in found.tables.items():
        click.echo()
        if name == "forecast":
            _show_forecast(table, found.scenario, found.name)
        elif name == "luck":
            _show_luck(table)
        else:
            _show_regret(table, found.name)


def _show_forecast(table: dict[str, Any], scenario: Scenario, name: str) -> None:
    low, high = table["band_80"]
    end = dated(scenario.date_of(scenario.setup.days), "%-d %B %Y")
    output.heading(f"Forecast to {end}: {signed(low)} to {signed(high)} points")
    output.sentence(
        f"So end eight in ten of {counted(table['worlds'], 'world')} that fit what you have seen, half of "
        f"them above {signed(table['median'])}, with {table['hires']:.1f} hires on average: if you write "
        "nothing more, letters that are out take their course and whoever is interested is answered."
    )
    if (goal := table["goal"]) is not None:
        share = percent(table["reaches_goal"], 0)
        output.sentence(f"The goal of {goal:g} points is reached in {share} of them.")
        if (decided := table["decided"]) is not None:
            output.sentence(
                f"{percent(decided['share'], 0)} of them agree on the medal, {decided['medal'] or 'none'}, "
                "and no letter can be expected to bring points: the game is as good as decided. To play it "
                f"out: outreach-sim save advance {name} --until-news"
            )


def _show_luck(table: dict[str, Any]) -> None:
    output.heading(f"Luck: this world is number {table['place']} of {table['worlds']}, the luckiest first")
    low, high = table["band_80"]
    output.sentence(
        f"Your letters come to {signed(table['points'])} points in it, to {signed(table['mean'])} on average "
        f"and to {signed(low)} to {signed(high)} in eight worlds of ten."
    )
    if table["by_hand"]:
        added = signed(table["by_hand"])
        output.sentence(f"Answering by hand has added {added} to answering everybody at once.")


def _show_regret(tables: Sequence[dict[str, Any]], name: str) -> None:
    output.heading("With hindsight, on the same luck")
    if not tables:
        output.sentence("Nothing was decided about anybody.")
        return
    regrets = sorted(tables, key=lambda table: -table["regret"])[:LARGEST]
    rows = [_row(table, *_best(table)) for table in regrets if table["regret"] > 0]
    if rows:
        header = ["", "who", "impact", "what", "instead", "points", "expected then"]
        output.table(header, rows, right=(2, 5, 6))
        day = regrets[0]["day"]
        click.echo(f"Play on from the first of them: outreach-sim save branch {name} NEW-NAME --day {day}")
    else:
        output.sentence(f"{counted(len(tables), 'decision')}: none would have been better otherwise.")
    best = max(tables, key=lambda table: table["worth"])
    if best["worth"] > 0:
        output.sentence(
            f"The best decision: {best['about']} {best['name']} ({best['candidate']}) on {best['date']}, "
            f"worth {signed(best['worth'])}; {signed(best['expected'])} could be expected of it then."
        )


def _best(table: dict[str, Any]) -> tuple[str, float]:
    """The change that would have gained most."""
    name = max(table["instead"], key=table["instead"].__getitem__)
    return name, table["instead"][name]


def _row(table: dict[str, Any], change: str, gain: float) -> list[str]:
    who = f"{table['name']} ({table['candidate']})"
    words = [table["date"], who, f"{table['impact']:.1f}", table["about"]]
    return [*words, change, signed(gain), signed(table["expected"])]
