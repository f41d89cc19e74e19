"""Saved games that are only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game


def to_look_at(name: str, otherwise: str) -> Game | None:
    """A saved game, open for reading; ``None`` of one that an older engine played.

    Args:
        name: of the save.
        otherwise: what is said on stderr of such a one.

    Raises:
        OutreachError: there is no such save, or it is damaged.
    """
    from outreach_sim.errors import OlderEngineError
    from outreach_sim.storage.saves.game import Game

    try:
        return Game.open(name, write=False)
    except OlderEngineError:
        click.echo(otherwise, err=True)
        return None
