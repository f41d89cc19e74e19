"""What ``scenario check``, ``candidates check`` and ``template check`` have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from outreach_sim.cli import output
from outreach_sim.errors import BadInputError, ExitCode


def answer(as_json: bool, look: Callable[[], tuple[str, dict[str, Any]]]) -> int:
    """Print what is wrong, or that nothing is, and return the exit code.

    Args:
        as_json: print ``{"errors": [...]}``; otherwise problems are raised, to become sentences.
        look: raises ``BadInputError``, or returns a sentence and further facts for JSON.
    """
    try:
        sentence, facts = look()
    except BadInputError as error:
        if not as_json:
            raise
        output.print_json({"errors": [problem.as_dict() for problem in error.problems]})
        return ExitCode.BAD_INPUT
    if as_json:
        output.print_json({"errors": []} | facts)
    else:
        click.echo(sentence)
    return ExitCode.OK
