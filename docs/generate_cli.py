"""Writes docs/cli.md from the program's own help: ``python docs/generate_cli.py``. A test keeps it true."""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

from outreach_sim.cli.main import cli

HEAD = "# Command line\n\nMade from the program's own help by `python docs/generate_cli.py`.\n"


def sections(command: click.Command, path: str) -> list[str]:
    """The help of a command and of everything below it."""
    context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
    context.help_option_names = ["-h", "--help"]
    if not command.help:
        raise SystemExit(f"{path} has no help")
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    found = [f"\n## {path}\n\n```text\n{text}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                found += sections(child, f"{path} {name}")
    return found


def reference() -> str:
    """The whole page."""
    return HEAD + "".join(sections(cli, "outreach-sim"))


if __name__ == "__main__":
    (Path(__file__).parent / "cli.md").write_text(reference(), encoding="utf-8")
