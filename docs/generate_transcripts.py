"""Writes anew the numbers in what pages show of commands: ``$ outreach-sim ...`` and what it prints below.

Run: python docs/generate_transcripts.py. Words, layout and what is left out are by hand: a block whose words
are printed no more stays as it is, and is named. A test holds the pages to what is printed now.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent
LEFT_OUT = "…"
NOT_ALONE = ("candidates.md",)
"""What a command of these prints is of a file that the page has not."""
_BLOCK = re.compile(r"(?<=```text\n\$ outreach-sim )([^\n]*)\n((?:(?!\$ |```)[^\n]*\n)*)(?=```)")
_NUMBER = r"[+−-]?\d[\d,]*(?:\.\d+)?"


def transcripts() -> dict[str, list[tuple[str, str]]]:
    """Commands with what is shown of what they print, by page: blocks of one command."""
    names = sorted(path.name for path in DOCS.glob("*.md") if path.name not in NOT_ALONE)
    found = {name: _BLOCK.findall((DOCS / name).read_text(encoding="utf-8")) for name in names}
    return {name: blocks for name, blocks in found.items() if blocks}


def pattern(part: str, labelled: bool) -> re.Pattern[str]:
    """A piece of what is shown, with any number in place of its numbers and any room between its words.

    Args:
        part: some lines.
        labelled: whether the first word of each line must be what it is, as in a table of fleets.
    """
    lines = [line.split() for line in part.splitlines() if line.strip()]
    words = (
        re.escape(word) if labelled and place == 0 else _any_numbers(word)
        for line in lines
        for place, word in enumerate(line)
    )
    return re.compile(r"\s+".join(words))


def _any_numbers(word: str) -> str:
    return _NUMBER.join(map(re.escape, re.split(_NUMBER, word)))


def refreshed(shown: str, printed: str) -> str | None:
    """What is shown, with the numbers that are printed now; ``None`` where its words are not."""
    at, parts = 0, []
    for part in re.split(f"({LEFT_OUT})", shown):
        if part != LEFT_OUT and part.strip():
            found = pattern(part, True).search(printed, at) or pattern(part, False).search(printed, at)
            if found is None:
                return None
            at, part = found.end(), _filled(part, found[0])
        parts.append(part)
    return "".join(parts)


def _filled(part: str, printed: str) -> str:
    numbers: Iterator[str] = iter(re.findall(_NUMBER, printed))
    return re.sub(_NUMBER, lambda _: next(numbers), part)


def printed_by(command: str) -> str:
    """What a command says, run from the clone as the page's reader does."""
    words = [sys.executable, "-m", "outreach_sim", *shlex.split(command)]
    return subprocess.run(words, cwd=DOCS.parent, capture_output=True, text=True, check=True).stdout


def page(name: str) -> str:
    """A page as it stands, the numbers of its blocks written anew."""

    def block(found: re.Match[str]) -> str:
        now = refreshed(found[2], printed_by(found[1]))
        if now is None:
            sys.stderr.write(f"docs/{name}: by hand, other words are printed: {found[1]}\n")
        return f"{found[1]}\n{found[2] if now is None else now}"

    return _BLOCK.sub(block, (DOCS / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    for name in transcripts():
        (DOCS / name).write_text(page(name), encoding="utf-8")
