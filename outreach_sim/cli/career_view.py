"""``save show --career``: boards, rivals with who recruits for them, and people who remember the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.looking import to_look_at
from outreach_sim.formatting import counted, signed, usd

if TYPE_CHECKING:
    from outreach_sim.api.situation import Desk
    from outreach_sim.scenario.load import Scenario

MOST_PEOPLE = 25
"""Who remembers the lab, as far as people are told; programs get all of them."""


def career_of(name: str) -> dict[str, Any] | None:
    """The career of a saved game for programs; ``None``, said on stderr, where an older engine played it."""
    from outreach_sim.api.situation import Desk
    from outreach_sim.storage.correspondence.boards import points_at_boards

    game = to_look_at(name, "Its boards and rivals are told by playing it again.")
    if game is None:
        return None
    with game:
        desk = Desk(game)
        return {
            "boards": _boards(game.scenario, game.session.day, points_at_boards(game)),
            "rivals": _rivals(desk),
            "remember": _people(desk),
        }


def _boards(scenario: Scenario, day: int, points: dict[int, float]) -> list[dict[str, Any]]:
    from outreach_sim.storage.correspondence.boards import boards, next_board

    every = boards(scenario, day, points)
    coming = next_board(every)
    return [
        {
            "on": scenario.date_of(board.day).isoformat(), "goal": board.goal, "points": board.points,
            "medal": board.medal or None, "grant_usd": board.grant_usd, "met": board.met,
            "now": board is coming,
        }
        for board in every
    ]  # fmt: skip


def _rivals(desk: Desk) -> list[dict[str, Any]]:
    from outreach_sim.api.told import news_row
    from outreach_sim.storage.correspondence.rivals import rivals

    scenario = desk.game.scenario
    return [
        {
            "lab": scenario.lab_ids[rival.lab], "name": scenario.setup.labs[rival.lab].name,
            "recruiter": rival.recruiter or None, "style": rival.style, "offers": rival.offers,
            "hires": rival.hires, "lately": [news_row(scenario, item) for item in rival.lately],
        }
        for rival in rivals(scenario, desk.game.session, desk.news)
    ]  # fmt: skip


def _people(desk: Desk) -> list[dict[str, Any]]:
    from outreach_sim.storage.correspondence.remembered import who_remembers

    game = desk.game
    view, book = game.session.observe(desk.lab), game.scenario.population.book
    return [
        {
            "candidate": one.candidate + 1,
            "name": book.name(one.candidate),
            "lab": game.scenario.lab_ids[int(view.employer[one.candidate])],
            "memories": [
                {"why": memory.why.name.lower(), "said": memory.said, "change": memory.change}
                for memory in one.memories
            ],
        }
        for one in who_remembers(game.scenario, game.session, view, desk.inbox.threads)
    ]


def show_career(found: dict[str, Any]) -> None:
    """The same, in lines that are read one after the other."""
    click.echo()
    _show_boards(found["boards"])
    for rival in found["rivals"]:
        click.echo()
        output.heading(f"{rival['recruiter']} of {rival['name']}" if rival["recruiter"] else rival["name"])
        output.sentence(rival["style"] or "Nobody writes for this lab.", 2)
        offers, hires = counted(rival["offers"], "offer"), counted(rival["hires"], "hire")
        output.sentence(f"{offers} to people of yours that you have heard of, {hires} from you so far.", 2)
        for item in rival["lately"]:
            output.sentence(f"{item['date']}  {item['text']}", 2)
    people = found["remember"]
    click.echo()
    output.heading(f"{counted(len(people), 'person', 'people')} elsewhere remember you")
    for one in people[:MOST_PEOPLE]:
        told = " ".join(f"{memory['said']} {memory['change']}" for memory in one["memories"])
        output.sentence(f"{one['name']} ({one['candidate']}), {one['lab']}: {told}")
    if len(people) > MOST_PEOPLE:
        output.sentence(f"And {counted(len(people) - MOST_PEOPLE, 'other')}: --json has all.")


def _show_boards(boards: list[dict[str, Any]]) -> None:
    if not boards:
        output.sentence("No board meets here, and none pays in.")
        return
    rows = [
        [
            board["on"], "" if board["goal"] is None else f"{board['goal']:g}",
            "" if board["points"] is None else signed(board["points"], 2),
            board["medal"] or "", usd(board["grant_usd"]) if board["grant_usd"] else "",
            "now" if board["now"] else "met" if board["met"] else "",
        ]
        for board in boards
    ]  # fmt: skip
    output.table(["board of", "goal", "points", "medal", "pays in", ""], rows, right=(1, 2, 4))
