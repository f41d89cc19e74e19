"""``save show --truth``: what the lab that played a game could not know of people, once it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.looking import to_look_at
from outreach_sim.errors import UsageError
from outreach_sim.formatting import signed, usd

_SHOWN = 25
"""So many are shown to people; programs get all of them."""


def truth_of(name: str) -> list[dict[str, Any]] | None:
    """The truth about people of a saved game; ``None``, said on stderr, of one that an older engine played.

    Raises:
        UsageError: it is not over.
    """
    from outreach_sim.api.truth import truth_about
    from outreach_sim.storage.saves.points import points_of

    game = to_look_at(name, "What nobody could know of people is told by playing it again.")
    if game is None:
        return None
    with game:
        if not game.session.over:
            raise UsageError(f"the game {name!r} is not over; what your lab cannot know is told when it is")
        people = truth_about(game.session.world, game.seed, points_of(game))
        book = game.scenario.population.book
        return [
            {"candidate": one.candidate + 1, "name": book.name(one.candidate)}
            | {key: value for key, value in output.fields_of(one).items() if key != "candidate"}
            for one in people
        ]


def show_truth(people: Sequence[dict[str, Any]]) -> None:
    """A table of those who were met, who moved most points first."""
    met = [one for one in people if one["written_to"] or one["points"]]
    click.echo()
    output.heading("What your lab could not know of whom it met")
    if not met:
        output.sentence("Nobody was written to.")
        return
    header = ["who", "impact", "earned", "believed", "money", "H100s", "fit", "points", "where"]
    output.table(header, [_row(one) for one in met[:_SHOWN]], right=(1, 2, 3, 4, 5, 6, 7))
    if len(met) > _SHOWN:
        output.sentence(f"And {len(met) - _SHOWN:,} more: --json tells all of them.")


def _row(one: dict[str, Any]) -> list[str]:
    gate = one["gate_h100e"]
    return [
        f"{one['name']} ({one['candidate']})",
        f"{one['impact']:.1f}",
        usd(one["pay_usd"]),
        "known" if one["believed_usd"] == one["pay_usd"] else usd(one["believed_usd"]),
        f"{one['money']:.1f}",
        f"{gate:,}" if gate else "many" if one["heavy"] else "",
        signed(one["fit"], 1),
        signed(one["points"]) if one["points"] else "",
        one["became"],
    ]
