"""Writes docs/cli.md from the program's own help: ``python docs/generate_cli.py``. A test keeps it true."""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

from outreach_sim.cli.main import cli

HEAD = """# Command line

Made from the program's own help by `python docs/generate_cli.py`.

Environment: `OUTREACH_SIM_HOME` is the folder that saves lie in (below `saves`; else the user's data folder),
`OUTREACH_SIM_DEBUG=1` shows where a fault arose, `NO_COLOR` leaves colours away. What the help of an option
calls its `env var` stands in for it.
"""


def sections(command: click.Command, name: str, parent: click.Context | None = None) -> list[str]:
    """The help of a command and of everything below it, as it is printed 100 columns wide."""
    settings = {"terminal_width": 100, **(cli.context_settings if parent is None else {})}
    context = click.Context(command, parent, name, **settings)
    path = context.command_path
    if not command.help:
        raise SystemExit(f"{path} has no help")
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    found = [f"\n## {path}\n\n```text\n{text}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                found += sections(child, name, context)
    return found


def reference() -> str:
    """The whole page."""
    return HEAD + "".join(sections(cli, "outreach-sim"))


if __name__ == "__main__":
    (Path(__file__).parent / "cli.md").write_text(reference(), encoding="utf-8")
