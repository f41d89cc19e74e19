"""Questions before something goes for good."""

from __future__ import annotations

import sys

import click

from outreach_sim.errors import UsageError


def may_ask() -> bool:
    """Whether somebody is there."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_confirmed(question: str) -> bool:
    """Ask whether something is to go.

    Raises:
        UsageError: nobody is there.
    """
    if not may_ask():
        raise UsageError("nobody is there to be asked: --yes removes without a question")
    return click.confirm(f"{question} It cannot be brought back.", err=True)
