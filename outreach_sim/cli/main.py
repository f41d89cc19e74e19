"""The command group: names and one-line helps only; a command's module is imported when it is called."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import click

from outreach_sim.about import __version__
from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.storage.saves.wanted import Wanted

COMMANDS = {
    "play": ("outreach_sim.cli.play", "Play a scenario at the terminal: the desk."),
    "run": ("outreach_sim.cli.run", "Play a scenario in one world or many, and sum up."),
    "calibrate": ("outreach_sim.cli.calibrate", "Hold the model against the published figures."),
    "balance": ("outreach_sim.cli.balance", "Let every policy play every scenario on the same luck."),
    "leaderboard": (
        "outreach_sim.cli.leaderboard",
        "Rank policies, agents and people in worlds that nobody has learned from.",
    ),
    "compare": (
        "outreach_sim.cli.compare",
        "Compare scenarios on the same luck: by how much, and who flips.",
    ),
    "sweep": ("outreach_sim.cli.sweep", "Vary values of a scenario, point by point, on the same luck."),
    "drivers": ("outreach_sim.cli.drivers", "Say what decides who comes: pay, compute, or what else."),
    "explain": ("outreach_sim.cli.explain", "Say why a candidate would come, and what it would take."),
    "staff": ("outreach_sim.cli.staff", "Say who of a lab's own people may leave, for whom, and why."),
    "scenario": ("outreach_sim.cli.scenario", "Begin, list, show and check scenarios."),
    "candidates": ("outreach_sim.cli.candidates", "Make, check and show candidates."),
    "save": ("outreach_sim.cli.save", "Play, record, list, show, verify, branch and remove saved games."),
    "agent": (
        "outreach_sim.cli.agent",
        "Let a program play: lines of JSON, or tools (MCP).",
    ),
    "export": ("outreach_sim.cli.export", "Write letters and replies as mail files."),
    "tables": ("outreach_sim.cli.export_tables", "Write saves and studies as tables: SQLite, CSV, Parquet."),
    "template": ("outreach_sim.cli.template", "List, show, check, render and try letters, and list replies."),
}


class Desk(Protocol):
    """The other door, handed over by whoever starts the program: the two doors do not know each other."""

    def __call__(self, wanted: Wanted) -> int:
        """Open it; returns the exit code."""

    def serve(self, wanted: Wanted, port: int) -> int:
        """The same in a browser of this machine."""

    def keys(self) -> tuple[str, list[dict[str, str]]]:
        """Where settings are looked for, and every command with its keys in force."""


def desk_of(ctx: click.Context) -> Desk:
    """The desk that the program was started with.

    Raises:
        UsageError: it was started without one.
    """
    if ctx.obj is None:
        raise UsageError("this program was started without the desk")
    desk: Desk = ctx.obj
    return desk


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or nothing."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or an error that knows the nearest name."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            if ctx.resilient_parsing:  # Tab is no place for a message
                return None, None, args
            close = get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"commands are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {args[0]!r}, {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "OUTREACH_SIM"},
)
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> int | None:
    """A recruiting-outreach email simulator: who comes, and why.

    A lab emails offers to researchers at rival labs; candidates read, ignore, reply, bargain and decide by an
    explained model of pay and compute. No mail is ever sent: people are made up or from a list of
    yours, and no address reaches anybody.

    \b
    Start here:
      outreach-sim play first-letter
      outreach-sim run personal-email -n 200
      outreach-sim explain personal-email --lab meta --candidate 5

    Without a command the desk opens, and asks what to play.

    Exit codes: 0 fine, 1 an expectation or the run failed, 2 usage, 65 bad input, 130 interrupted.
    """
    if ctx.invoked_subcommand is None:
        from outreach_sim.storage.saves.wanted import Wanted

        return desk_of(ctx)(Wanted())
    return None
