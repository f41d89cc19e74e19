"""How the steps of a saved game are written about: kept beside the save, so that no reply is weighed twice.

Replies of all labs are dealt from one pack, so whoever reads one lab's mail has to know why everybody has
answered everybody. It is no part of the save; where the file is missing, damaged, of other rules or of a game
that went another way, all of it is weighed again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import read_text
from outreach_sim.inputs.writing import kind_of, write_text
from outreach_sim.mail.decks import shipped_decks
from outreach_sim.mail.steps import Reason
from outreach_sim.scenario.engine import engine, fingerprint
from outreach_sim.storage.correspondence.threads import Dealt
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import NOT_OURS, Entry, fold
from outreach_sim.storage.saves.places import replies_path, save_path

MAX_BYTES = 64 * 1024 * 1024
_WORDERS = ("mail", "storage/correspondence")
"""The code that chooses words, besides the rules of the game."""


def known_replies(game: Game) -> Sequence[Dealt]:
    """How the first steps of a game are written about; of none, where nobody knows."""
    path = replies_path(save_path(game.name))
    try:
        told = {} if kind_of(path) else json.loads(read_text(path, MAX_BYTES))
        played = told["entries"]
        fits = type(played) is int and told["of"] == _seal(game.path()[:played])
        return _dealt(told) if fits else ()
    except (BadInputError, OSError, *NOT_OURS):
        return ()


def keep_replies(game: Game, dealt: Sequence[Dealt]) -> None:
    """Remember how all steps so far of a game are written about; a disk that refuses costs time alone."""
    if game.read_only:
        return
    pieces = {piece: number for number, piece in enumerate(sorted({p for one in dealt for p in one.pieces}))}
    steps = [[one.reason, *(pieces[piece] for piece in one.pieces)] for one in dealt]
    path = game.path()
    told = {"entries": len(path), "of": _seal(path), "pieces": list(pieces), "steps": steps}
    with suppress(BadInputError):
        write_text(replies_path(save_path(game.name)), json.dumps(told) + "\n", force=True)


def _dealt(told: Mapping[str, Any]) -> list[Dealt]:
    pieces = [str(piece) for piece in told["pieces"]]
    return [
        Dealt(None if reason is None else Reason(reason), tuple(pieces[number] for number in numbers))
        for reason, *numbers in told["steps"]
    ]


def _seal(path: Iterable[Entry]) -> str:
    """What the steps on this way through a game follow from, and what words they are given."""
    return fold([_rules(), *(entry.canonical() for entry in path)]).hex()


@cache
def _rules() -> bytes:
    decks = {
        language: [[[*cell], [piece.text for piece in pieces]] for cell, pieces in sorted(deck.cells.items())]
        for language, deck in shipped_decks().items()
    }
    return fold([engine().encode(), fingerprint(_WORDERS).encode(), json.dumps(decks).encode()])
