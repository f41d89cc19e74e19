"""News as a text to be shown."""

from __future__ import annotations

from rich.text import Text

from outreach_sim.formatting import dated
from outreach_sim.storage.correspondence.news import Headline, Kind
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG
from outreach_sim.tui.play import Play


def newspaper(play: Play) -> Text:
    """All headlines, the latest day first."""
    text, day = Text(), -1
    for item in reversed(play.news.headlines):
        if item.day != day:
            day = item.day
            text.append(f"\n{dated(play.scenario.date_of(day), '%a %-d %B %Y')}\n", QUIET)
        text.append(f"  {item.text}\n", _style(item))
    if not text:
        text.append("Nothing is heard yet.", QUIET)
    return text


def _style(item: Headline) -> str:
    if item.good is not None:
        return GOOD if item.good else BAD
    return STRONG if item.kind is Kind.YOURS else ""
