"""How often replies repeat: ``python -m tests.storage.repetition [SCENARIO [SEEDS]]``.

Of the first 150 steps that anybody writes about in a game of half a year, all labs together, in the order of
their dates: how many texts stood before, slots unfilled, and of their sentences how many stood in one of the
30 before.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.threads import Mail, correspondence
from outreach_sim.storage.saves.played import played_scenario

REPLIES, WINDOW, DAYS = 150, 30, 180
MOST_TEXTS, MOST_SENTENCES = 0.02, 0.005
"""The bounds that hold."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])(?=.)")


class Repetition(NamedTuple):
    """Counts; ``texts`` and ``sentences`` are those that stood before."""

    replies: int
    texts: int
    all_sentences: int
    sentences: int


def replies_of(scenario: str, seed: int, most: int = REPLIES) -> list[Mail]:
    """The first replies and other steps of a scripted game."""
    played = played_scenario(load_scenario(scenario, [f"scenario.days={DAYS}"]), seed)
    mails = correspondence(played.scenario, played.templates, played.days)
    return list(islice((mail for mail in mails if mail.step is not None), most))


def repetition(wordings: Sequence[Sequence[str]]) -> Repetition:
    """What repeats in texts, each given by the pieces it is made of."""
    sentences = [[s for piece in pieces for s in _SENTENCE.split(piece)] for pieces in wordings]
    seen_before = list(_seen_before(sentences))
    texts = sum(pieces in wordings[:place] for place, pieces in enumerate(wordings))
    return Repetition(len(wordings), texts, len(seen_before), sum(seen_before))


def _seen_before(texts: Sequence[Sequence[str]]) -> Iterator[bool]:
    for place, sentences in enumerate(texts):
        before = {sentence for text in texts[max(0, place - WINDOW) : place] for sentence in text}
        yield from (sentence in before for sentence in sentences)


def main(scenario: str = "personal-email", seeds: str = "6") -> int:
    """Print a line a seed; 1 where a bound does not hold."""
    wrong = 0
    for seed in range(1, int(seeds) + 1):
        found = repetition([mail.wording for mail in replies_of(scenario, seed)])
        texts, sentences = found.texts / found.replies, found.sentences / found.all_sentences
        told = f"{texts:.1%} of texts stood before, {sentences:.1%} of sentences within {WINDOW}"
        print(f"seed {seed}: {found.replies} replies, {told}")  # noqa: T201
        wrong += texts >= MOST_TEXTS or sentences >= MOST_SENTENCES
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
