"""What the first frame does without: the screens behind keys, made ready one by one when it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.css.stylesheet import Stylesheet

MEASURES = (
    "words.text", "words.lexicon.languages", "words.lexicon.claims", "words.lexicon.manner",
    "words.lexicon.shapes", "words.canonical", "words.amounts", "words.features", "words.measure",
    "mail.lint", "storage.correspondence.wording", "storage.saves.band",
)  # fmt: skip
"""Within the program, what the screens measure and fill in letters with: patterns that take time to make."""
MODULES = (
    "widgets.choice", "widgets.offers", "widgets.terms", "widgets.tick", "texts.card", "texts.words",
    "screens.form", "own_words", "screens.editor", "screens.write", "draft", "figures",
    "screens.letter", "screens.compose",
    "screens.answer", "screens.say", "rounds", "screens.volume", "staff", "screens.staff", "spending",
    "screens.spend", "texts.outcome", "screens.outcome", "screens.help", "screens.time", "screens.card",
    "screens.note", "screens.rule", "screens.columns", "screens.jump", "screens.tag", "screens.keep",
    "texts.career", "screens.career",
)  # fmt: skip
"""Within this package, what others need first, first."""
HINDSIGHT = (
    "scenario.candidates_csv", "storage.saves.toml_text", "storage.saves.script", "study.luck",
    "storage.fame", "study.decisions", "study.regret", "storage.saves.hindsight", "tui.debrief",
    "tui.texts.debrief", "tui.screens.debrief", "tui.screens.fame", "tui.screens.start",
)  # fmt: skip
"""Within the program, what looks back on games that are over, and chooses another."""
NAMES = tuple(
    f"outreach_sim.{name}" for name in (*MEASURES, *(f"tui.{each}" for each in MODULES), *HINDSIGHT)
)
"""All of them, in the order in which they are imported."""


def made_ready(looks: Stylesheet) -> Iterator[None]:
    """Import one of them, or read how one looks, with each step.

    A sheet that is read with its screen has everything matched anew that is on the screen before it.
    """
    for name in NAMES:
        import_module(name)
        yield
    for sheet in sorted(Path(__file__).parent.glob("screens/*.tcss")):
        if not looks.has_source(str(sheet), ""):
            looks.read(sheet)
            yield
