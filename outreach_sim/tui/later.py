"""What the first frame does without: the screens behind keys, imported one by one when it has been drawn."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

MODULES = (
    "widgets.choice", "widgets.offers", "widgets.terms", "widgets.tick", "texts.card", "texts.words",
    "screens.form", "own_words", "screens.editor", "screens.write", "draft", "screens.compose",
    "screens.answer", "screens.say", "rounds", "screens.volume", "staff", "screens.staff", "spending",
    "screens.spend", "texts.outcome", "screens.outcome", "screens.help", "screens.time", "screens.card",
    "screens.note",
)  # fmt: skip
"""Within this package, what others need first, first."""


def imported() -> Iterator[None]:
    """Import one of them with each step."""
    for name in MODULES:
        import_module(f"outreach_sim.tui.{name}")
        yield
