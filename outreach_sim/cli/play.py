"""``play``: the desk, with a scenario or a saved game on it."""

from __future__ import annotations

from pathlib import Path

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.main import Desk, desk_of
from outreach_sim.cli.options import Seed, Whole, json_option, letters_option
from outreach_sim.storage.saves.wanted import Wanted


@click.command("play")
@click.argument("scenario", required=False, shell_complete=complete.scenarios)
@click.option(
    "--seed", type=Seed(), help="Seed of the luck, or: today.  [default: the scenario's own, else any]"
)
@click.option(
    "--resume",
    metavar="NAME",
    shell_complete=complete.saves,
    help="Go on with a saved game (see: save list).",
)
@letters_option
@click.option(
    "--difficulty",
    type=click.Choice(["easy", "normal", "hard"]),
    default="normal",
    show_default=True,
    help="Goals times .7, 1 or 1.3, grants times 1.25, 1 or .8.",
)
@click.option("--browser", is_flag=True, help="In a browser of this machine instead (extra: serve).")
@click.option(
    "--port", type=Whole(1_024, 65_535), default=8_173, show_default=True, help="Where, for --browser."
)
@click.option(
    "--keys",
    is_flag=True,
    help="Show all commands of the desk with their keys, and check the file that sets them.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: str | None,
    seed: int | None,
    resume: str | None,
    letters: Path | None,
    difficulty: str,
    browser: bool,
    port: int,
    keys: bool,
    as_json: bool,
) -> int:
    """Play SCENARIO at the terminal; without one, the screen asks.

    Every order and every turn is kept at once as a saved game. Leave with Ctrl+Q, go on with --resume.
    F1 helps.
    """
    desk = desk_of(ctx)
    if keys:
        return _show_keys(desk, as_json)
    wanted = Wanted(scenario, seed, resume, letters, difficulty)
    return desk.serve(wanted, port) if browser else desk(wanted)


def _show_keys(desk: Desk, as_json: bool) -> int:
    path, rows = desk.keys()
    if as_json:
        output.print_json({"settings": path, "commands": rows})
        return 0
    output.table(["where", "command", "keys", "what it does"], [list(row.values()) for row in rows])
    click.echo(f"\nSettings are looked for in {path}.")
    return 0
