"""What bash and zsh need besides click's own scripts: words with dots, colons and equals signs in them."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Any

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

GOES_ON = "[=./:]"
"""A word that ends in one of these is not finished: no blank behind it."""
_BASH_ENDS = "    return 0\n"
_BASH_GOES_ON = (
    f"    [[ ${{#COMPREPLY[@]}} == 1 && ${{COMPREPLY[0]}} == *{GOES_ON} ]] && compopt -o nospace\n"
)
_ZSH_ADDS = "        compadd -U -V unsorted -a completions\n"
_ZSH_GOES_ON = (
    f"        compadd -U -V unsorted -S '' -- ${{(M)completions:#*{GOES_ON}}}\n"
    f"        compadd -U -V unsorted -- ${{completions:#*{GOES_ON}}}\n"
)


class Bash(BashComplete):
    """Bash cuts words at = and : and replaces only the last piece of them."""

    source_template = BashComplete.source_template.replace(_BASH_ENDS, _BASH_GOES_ON + _BASH_ENDS)
    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one it is on, as they were typed."""
        words = split_arg_string(os.environ["COMP_WORDS"])
        pieces = [*words, ""][: int(os.environ["COMP_CWORD"]) + 1]
        typed = joined(pieces)
        last = "" if is_break(pieces[-1]) else pieces[-1]
        self._before = typed[-1][: len(typed[-1]) - len(last)]
        return typed[1:-1], typed[-1]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """A line for the script; what stands before the piece that is replaced is left out."""
        return f"{item.type},{str(item.value).removeprefix(self._before)}"


class Zsh(ZshComplete):
    """No blank behind what is not finished."""

    source_template = ZshComplete.source_template.replace(_ZSH_ADDS, _ZSH_GOES_ON)


def is_break(piece: str) -> bool:
    """Whether bash cut a word here."""
    return bool(piece) and not piece.strip("=:")


def joined(pieces: list[str]) -> list[str]:
    """Words again, from the pieces that bash made of them."""
    words = pieces[:1]
    for before, piece in pairwise(pieces):
        if is_break(piece) or is_break(before):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def register() -> None:
    """Let click use them."""
    add_completion_class(Bash)
    add_completion_class(Zsh)
