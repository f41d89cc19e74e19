"""``play``: the desk, with a scenario or a saved game on it."""

from __future__ import annotations

from pathlib import Path

import click

from outreach_sim.cli import complete
from outreach_sim.cli.main import desk_of
from outreach_sim.cli.options import MAX_SEED, Whole, letters_option


@click.command("play")
@click.argument("scenario", required=False, shell_complete=complete.scenarios)
@click.option(
    "--seed", type=Whole(0, MAX_SEED), help="Seed of the luck.  [default: the scenario's own, else any]"
)
@click.option(
    "--resume",
    metavar="NAME",
    shell_complete=complete.saves,
    help="Go on with a saved game (see: save list).",
)
@letters_option
@click.pass_context
def command(
    ctx: click.Context, scenario: str | None, seed: int | None, resume: str | None, letters: Path | None
) -> int:
    """Play SCENARIO at the terminal; without one, the screen asks.

    Every order and every turn is kept at once as a saved game. Leave with Ctrl+Q, go on with --resume.
    F1 helps.
    """
    return desk_of(ctx)(scenario, seed, resume, letters)
