"""What a turn brought, for a passing notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outreach_sim.formatting import counted, signed
from outreach_sim.scenario.story import Beat
from outreach_sim.storage.correspondence.news import Headline, Kind
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.waiting import Lookout, Need, Waiting
from outreach_sim.storage.steps import Steps
from outreach_sim.tui.past import Past
from outreach_sim.tui.score import FINE
from outreach_sim.tui.story import Asking, told_since, wish
from outreach_sim.tui.widgets.keys import with_keys

if TYPE_CHECKING:
    from outreach_sim.tui.play import Play

_MOST_TOLD = 6
_WANTS = {
    Need.ANSWER: "is interested",
    Need.BETTER: "has a counter-offer",
    Need.COUNTER: "has an offer, and works for you",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn brought: replies, and headlines about anything else.

    Attributes:
        stopped: what ended it before its last day, a sentence; empty where nothing did.
        passed: offers to own people for which it did not end, a sentence; empty where there were none.
        story: what the scenario's story says of it.
    """

    replies: tuple[Mail, ...]
    headlines: tuple[Headline, ...]
    stopped: str = ""
    story: tuple[str, ...] = ()
    passed: str = ""

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
        lines = [*self.story, *([self.passed] if self.passed else []), *own]
        return "\n".join(lines) or (_read_the_news() if self.headlines else "")


@dataclass
class Heard:
    """What was heard while a turn was played.

    Attributes:
        began: the day on which it began.
        called: what needs an answer, and ends it. reminded: whether a note does.
        passed: offers to own people that no counter-offer is worth it to answer.
        asked: what the story asks for that it did not ask for before.
    """

    began: int
    mails: list[Mail] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    called: list[Waiting] = field(default_factory=list)
    reminded: bool = False
    passed: list[Waiting] = field(default_factory=list)
    asked: list[Beat] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        """Whether the turn ends with this day."""
        return bool(self.called or self.asked) or self.reminded

    def told(self, play: Play, heed: bool) -> Turn:
        """In words, now that it is played."""
        replies = tuple(mail for mail in self.mails if mail.from_candidate)
        stopped = (why_stopped(play, self.called) or self._story(play)) if heed else ""
        passed = _passed(play, self.passed)
        return Turn(replies, tuple(self.headlines), stopped, told_since(play, self.began), passed)

    def _story(self, play: Play) -> str:
        """What the story would have done now, where that has ended the turn; what has happened it tells."""
        return next((wish(play, beat) for beat in self.asked if not beat.stops), "")


def _read_the_news() -> str:
    return with_keys("<desk.news>: read the news")


def why_stopped(play: Play, called: Sequence[Waiting]) -> str:
    """Who wants to be answered, or to be remembered, in a sentence; empty where nobody does."""
    if not called:
        reminders = play.notes.reminds_on(play.session.day)
        return " ".join(f"{play.name(who)}: {play.notes.about(who)}." for who in reminders[:1])
    more = len(called) - 1
    others = f"; {counted(more, 'other waits', 'others wait')} too" if more else ""
    return f"{_wants(play, called[0])}{others}."


def _passed(play: Play, passed: Sequence[Waiting]) -> str:
    """Whose offers were let be, in a sentence; empty for nobody's."""
    if not passed:
        return ""
    more = len(passed) - 1
    who = play.name(passed[0].candidate)
    have = f"{who} and {counted(more, 'other')} of yours have" if more else f"Your {who} has"
    said = f"{have} told you of an offer; no counter-offer that you can make brings points, so time went on."
    return f"{said} {with_keys('<desk.staff>: your staff')}"


def _wants(play: Play, waiting: Waiting) -> str:
    if waiting.need is Need.ATTEND:
        return "A conference is on today"
    own = play.approach(waiting.candidate)
    back = waiting.need is Need.ANSWER and own is not None and own.came_back
    last = ", and today is the last day to answer" if waiting.last == play.session.day else ""
    wants = "comes back" if back else _WANTS[waiting.need]
    return f"{play.name(waiting.candidate)} {wants}{_stakes(play, waiting)}{last}"


def _stakes(play: Play, waiting: Waiting) -> str:
    """What a counter-offer to one of the lab's own is worth; all others have a screen that says it."""
    points = play.worths.counters(play).get(waiting.candidate) if waiting.need is Need.COUNTER else None
    return "" if points is None else f" (a counter-offer: {signed(points, FINE)} points)"


def playing(play: Play, days: int, heed: bool, leaving: Callable[[], bool]) -> Steps[tuple[Past, Heard]]:
    """Play a turn, a day or a mail with each step, and keep it.

    Until the last step all that the screens know of the past is what it was.

    Args:
        play: the game, all of whose letters are read.
        days: how many at most.
        heed: as ``Play.playing`` says.
        leaving: as it says.

    Raises:
        OutreachError: nothing was played, for what was played could not be kept.
    """
    past, turn = play.past.copied(), Heard(play.session.day)
    lookout = Lookout(play.session, play.lab, past.inbox.threads, play.game.pending, past.grants)
    story = Asking(play)
    play.score.follow(past.grants, past.at_boards)
    with closing(play.game.day_by_day(days, lambda: turn.stops or leaving())) as steps:
        for session, log in steps:
            yield
            mails, headlines = yield from past.taking(session, log)
            turn.mails += mails
            turn.headlines += headlines
            if heed:
                turn.called += lookout.calls(session)
                turn.passed = [*lookout.passed.values()]
                turn.asked = story.calls(session, log)
                turn.reminded = bool(play.notes.reminds_on(session.day))
    return past, turn
