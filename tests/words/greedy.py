"""Greedy search for the text that the measure likes best: what is there to win by writing for it?

Run: python -m tests.words.greedy

From nothing, the sentence that gains most is added, taken out or exchanged, until none gains: once over
sentences that say something, once over what says nothing (stock, praise, lists, keywords, questions, what
counts as an honest weakness or an easy no), once over both. It says what it found, with its worth.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from tests.words.readers import P
from tests.words.readers import letter as letter_of

Letter = tuple[str, ...]

GOOD = (
    'I read "Patient Critics without Labels" with my group.',
    "We work on reward modelling here.",
    "You could stay in Paris if you like it there.",
    "Three people from the speech team sit here now.",
    "We would pay $1,300,000 a year.",
    "Our evaluation code is slow and messy.",
    "On 40B tokens the critic loses 8% with BF16.",
    "With a batch of 512 prompts the gap is 3% after 9,000 steps.",
    "A no in one word is fine.",
    "What would you try first?",
    "Your excellent idea is used every day.",
)
EMPTY = (
    "We are looking for talented people in many fields.",
    "I hope this finds you well.",
    "We are a fast-growing leader with a competitive package.",
    "To be honest, we are small.",
    "No pressure.",
    "A no is fine.",
    "Would you be open to a chat?",
    "Is it something for you?",
    "Tell me what you think.",
    "Great. Amazing. Brilliant.",
    "You are great.",
    "We have a mission and products.",
    "Good. Yes. Now.",
    "RLHF BF16 GPU MFU 5% 8% 9%.",
    "It is what it is and that is that for all of us.",
    "the of and to in is are you your we our for on with",
    "$1,300,000 $1,300,000 $1,300,000",
    "Reward modelling. Reward modelling.",
    "Paris, speech, critics, labels, reward, modelling",
    "!!!",
    "",
)
MOST_SENTENCES = 10


def worth(sentences: Sequence[str]) -> float:
    """Reply, in log-odds, of a letter of these sentences."""
    return letter_of(" ".join(sentences)).reply(P)


def neighbours(letter: Letter, alphabet: Sequence[str], exchanging: bool) -> Iterator[Letter]:
    """All letters that one sentence more, less or exchanged makes."""
    for place in range(len(letter)):
        yield letter[:place] + letter[place + 1 :]
        for other in alphabet if exchanging else ():
            yield (*letter[:place], other, *letter[place + 1 :])
    if len(letter) < MOST_SENTENCES:
        for other in alphabet:
            yield (*letter, other)


def best(alphabet: Sequence[str], exchanging: bool = False) -> Letter:
    """The letter that no single change makes better."""
    found: Letter = ()
    while True:
        better = max(neighbours(found, alphabet, exchanging), key=worth)
        if worth(better) <= worth(found) + 1e-9:
            return found
        found = better


def main() -> None:
    """Say what the search finds over each alphabet."""
    for name, alphabet in (
        ("what says something", GOOD),
        ("what says nothing", EMPTY),
        ("both", GOOD + EMPTY),
    ):
        found = best(alphabet, exchanging=True)
        sys.stdout.write("\n  ".join([f"{name}: {worth(found):+.2f}", *found]) + "\n")


if __name__ == "__main__":
    main()
