"""Why a path was never weighed under the other scenario, in words."""

from __future__ import annotations

CAUSE_WORDS = {
    "rivals": "a rival's offer",
    "dilution": "compute spread over more heads",
    "quota: letters": "no letter left for them",
    "walkout": "did not follow the leader",
    "quota: slots": "no interview left for them",
    "quota: money": "no money left for them",
    "quota: compute": "no compute left for them",
    "timing": "another day, or the end of the game",
    "wear": "fuller inboxes or a worn name",
    "counter-offer": "a counter-offer",
}


def in_words(cause: str) -> str:
    """The cause as a reader is told it."""
    return CAUSE_WORDS.get(cause, cause)
