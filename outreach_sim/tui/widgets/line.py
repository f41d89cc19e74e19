"""A field with its name before it, and what is wrong with the fields of a form."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Label

from outreach_sim.tui.widgets.amount import Amount


def line(called: str, field: Widget) -> ComposeResult:
    """A field on a line of its own, after its name."""
    if isinstance(field, Amount):
        field.called = called
    with Horizontal(classes="line"):
        yield Label(called, classes="label")
        yield field


def troubles(form: Widget) -> list[str]:
    """Why what is typed in a form cannot be used, a sentence for each field; empty where it can."""
    fields = [field for field in form.query(Amount) if not field.is_disabled]
    return [field.trouble for field in fields if field.trouble]
