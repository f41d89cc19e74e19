"""What ``scenario check``, ``candidates check`` and ``template check`` have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from outreach_sim.cli import output
from outreach_sim.errors import BadInputError, ExitCode, Problem
from outreach_sim.formatting import counted


def answer(
    as_json: bool,
    look: Callable[[], tuple[str, dict[str, Any]]],
    warn: Callable[[], Sequence[Problem]] | None = None,
) -> int:
    """Print what is wrong, or that nothing is, and return the exit code.

    Args:
        as_json: print ``{"errors": [...]}``; otherwise problems are raised, to become sentences.
        look: raises ``BadInputError``, or returns a sentence and further facts for JSON.
        warn: what merely looks wrong in what has no errors; JSON has it as ``warnings``.
    """
    try:
        sentence, facts = look()
    except BadInputError as error:
        if not as_json:
            raise
        output.print_json({"errors": error.problems})
        return ExitCode.BAD_INPUT
    warnings = warn() if warn else ()
    if as_json:
        told = {"warnings": warnings} if warn else {}
        output.print_json({"errors": []} | told | facts)
        return ExitCode.OK
    for problem in warnings:
        output.sentence(warning(problem))
    click.echo(f"{sentence} {counted(len(warnings), 'warning')}." if warnings else sentence)
    return ExitCode.OK


def warning(problem: Problem) -> str:
    """What merely looks wrong, in a sentence."""
    return str(replace(problem, message=f"warning: {problem.message}"))


def warn(problems: Sequence[Problem]) -> None:
    """Tell on stderr, beside the results, what merely looks wrong."""
    for problem in problems:
        click.echo(warning(problem), err=True)
