"""What a turn brought, for a passing notice."""

from __future__ import annotations

from dataclasses import dataclass

from outreach_sim.formatting import counted
from outreach_sim.storage.correspondence.news import Headline, Kind
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.tui.widgets.keys import with_keys

_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn brought: replies, and headlines about anything else.

    Attributes:
        stopped: what ended it before its last day, a sentence; empty where nothing did.
    """

    replies: tuple[Mail, ...]
    headlines: tuple[Headline, ...]
    stopped: str = ""

    @property
    def sentence(self) -> str:
        """One line for a passing notice."""
        return f"{self.stopped} {self._counts}" if self.stopped else self._counts

    @property
    def _counts(self) -> str:
        replies, news = len(self.replies), len(self.headlines)
        told = [counted(replies, "reply", "replies") if replies else "No replies"]
        if news:
            told.append(counted(news, "other piece of news", "other pieces of news"))
        return " and ".join(told) + "."

    @property
    def told(self) -> str:
        """What is news of one's own, for a passing notice that leaves room on the screen."""
        own = [item.text for item in self.headlines if item.kind is Kind.YOURS]
        if len(own) > _MOST_TOLD:
            own = [*own[: _MOST_TOLD - 1], f"And {len(own) - _MOST_TOLD + 1:,} more. {_read_the_news()}"]
        return "\n".join(own) or (_read_the_news() if self.headlines else "")


def _read_the_news() -> str:
    return with_keys("<desk.news>: read the news")
