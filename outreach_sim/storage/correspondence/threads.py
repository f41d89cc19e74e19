"""The letters and replies of a game as threads: who wrote what to whom, on which day, answering what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import OwnApproach, own_approaches
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.values import letter_values

if TYPE_CHECKING:
    from outreach_sim.storage.correspondence.wording import Happened

_HOURS = {
    Step.INTERESTED: 9, Step.FOLLOWS: 9, Step.NOT_INTERESTED: 9, Step.COME_BACK: 9, Step.CAME_BACK: 9,
    Step.NO_OFFER: 10, Step.OFFERED: 10,
    Step.ACCEPTED: 12, Step.DECLINED: 12, Step.INVITED: 14, Step.IMPROVED: 14, Step.WITHDRAWN: 14,
    Step.TURNED_BACK: 9, Step.QUIT: 9, Step.COUNTERED: 13,
}  # fmt: skip
"""A step's place in the day, as the market plays it: what arrives, decisions, what labs do."""
_LETTERS_HOUR = 15
_Approach = tuple[int, int, int]
"""Lab, candidate, and the number of the approach."""
_STEPS = {
    Event.INTERESTED: Step.INTERESTED,
    Event.NOT_INTERESTED: Step.NOT_INTERESTED,
    Event.CAME_BACK: Step.CAME_BACK,
    Event.INVITED: Step.INVITED,
    Event.NO_OFFER: Step.NO_OFFER,
    Event.OFFERED: Step.OFFERED,
    Event.IMPROVED: Step.IMPROVED,
    Event.WITHDRAWN: Step.WITHDRAWN,
    Event.ACCEPTED: Step.ACCEPTED,
    Event.DECLINED: Step.DECLINED,
    Event.TURNED_BACK: Step.TURNED_BACK,
    Event.COUNTERED: Step.COUNTERED,
    Event.QUIT: Step.QUIT,
}

_WRITTEN = np.array([*_STEPS, Event.SENT])
"""What letters and replies are about."""
_SAID = (Event.INVITED, Event.OFFERED, Event.IMPROVED, Event.WITHDRAWN)
"""What a lab may say in its own words; the log has their letter."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter or reply.

    Attributes:
        lab, candidate, number: the approach it belongs to; ``number`` counts a lab's approaches to a person.
        place: 0, 1, 2 … in its thread.
        from_candidate: who wrote it: the candidate, else the lab.
        sender: the lab's role that writes, or is written to.
        when: simulated, UTC.
        letter: subject and body.
        step: what happened, ``None`` for the letters before any answer.
        reason: why, ``None`` where nothing stands out.
        wording: of a step, the pieces that its text was made of, slots unfilled.
    """

    lab: int
    candidate: int
    number: int
    place: int
    from_candidate: bool
    sender: Sender
    when: datetime
    letter: Letter
    step: Step | None = None
    reason: Reason | None = None
    wording: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dealt:
    """How a step is written about: all of it that has to be weighed or dealt.

    Attributes:
        reason: why, ``None`` where nothing stands out.
        pieces: that were dealt for its text, slots unfilled; none for a lab's own words.
    """

    reason: Reason | None
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Thread:
    terms: OwnApproach
    subject: str = ""
    mails: int = 0
    countered: bool = False


def correspondence(
    scenario: Scenario,
    templates: Mapping[str, Template],
    days: Iterable[tuple[Session, Log]],
    lab: int | None = None,
) -> Iterator[Mail]:
    """Every letter and reply, in the order of their dates.

    Args:
        scenario: what is played.
        templates: every letter by id; those the scenario's labs write must be there.
        days: a session just after each of its days, from the first, with that day's events.
        lab: whose letters, and the replies to them; ``None`` for all labs.
    """
    post = Post(scenario, templates, lab)
    for session, log in days:
        yield from sorted(post.mails(session, log), key=lambda mail: mail.when)


class Post:
    """Knows the threads so far, and turns a day's events into mails.

    Args:
        scenario: what is played.
        templates: every letter by id, and replies of the user's own.
        lab: whose threads are asked for, ``None`` for all. Replies to the others are dealt all the same, so
            that a reply reads the same whoever asks.
        known: how the first steps of the game are known to be written about, none of which is weighed again.

    Attributes:
        dealt: how all steps so far were written about.
    """

    def __init__(
        self,
        scenario: Scenario,
        templates: Mapping[str, Template],
        lab: int | None = None,
        known: Sequence[Dealt] = (),
    ) -> None:
        from outreach_sim.storage.correspondence.wording import Wording

        self.scenario, self.templates, self.lab = scenario, templates, lab
        self.dealt: list[Dealt] = []
        self._known = known
        self.threads: dict[_Approach, _Thread] = {}
        self._wording = Wording(scenario, templates)

    def copied(self) -> Post:
        """One that knows the same threads, and from now on goes its own way."""
        other = copy(self)
        other.threads = dict(self.threads)
        other.dealt = list(self.dealt)
        other._wording = self._wording.copied()
        return other

    def mails(self, session: Session, log: Log) -> Iterator[Mail]:
        """What was written on the day just played, of which ``log`` has the events of every lab.

        Steps come before letters, as in the day.
        """
        yield from (mail for mail in self.in_steps(session, log) if mail is not None)

    def in_steps(self, session: Session, log: Log) -> Iterator[Mail | None]:
        """The same, one mail with each step; ``None`` for one that is none of the lab's."""
        for mail in self._written(session, log):
            yield mail if mail is not None and self._is_asked_for(mail.lab) else None

    def _is_asked_for(self, lab: int) -> bool:
        return self.lab in (None, lab)

    def _written(self, session: Session, log: Log) -> Iterator[Mail | None]:
        live = {
            (lab, own.candidate, own.number): own
            for lab, people in _written_about(log).items()
            for own in own_approaches(session.world, lab, to=people)
        }
        columns = (log.kind, log.lab, log.candidate, log.number, log.mail, log.value)
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        for kind, *key, mail, value in rows:
            step, approach = _STEPS.get(kind), (key[0], key[1], key[2])
            if kind == Event.STARTED:
                self._wording.history.went(key[0], key[1])
            if kind == Event.CAME_BACK:
                self._reopen(approach, live)
            if kind == Event.INTERESTED and approach not in self.threads and approach in live:
                self.threads[approach] = _Thread(live[approach], self._open_offer(session, approach[1]))
                step = Step.FOLLOWS
            if kind == Event.COUNTERED:
                approach = self._latest(approach[0], approach[1]) or approach
            if step is not None and approach in self.threads:
                self._change(approach, terms=live.get(approach, self.threads[approach].terms))
                words = mail if kind in _SAID else 0
                yield self._step(session, approach, _precisely(step, value), value, words)
        for kind, *key, mail, _ in rows:
            if kind == Event.SENT:
                approach = (key[0], key[1], key[2])
                self.threads.setdefault(approach, _Thread(live[approach]))
                self._change(approach, terms=live[approach])
                self._wording.history.wrote(*approach, session.day - 1)
                if self._is_asked_for(key[0]):
                    yield self._letter(session, approach, mail)

    def _change(self, approach: _Approach, **fields: Any) -> None:
        """Threads are replaced, not changed: those of an earlier day are shared with whoever knows it."""
        self.threads[approach] = replace(self.threads[approach], **fields)

    def _reopen(self, approach: _Approach, live: Mapping[_Approach, OwnApproach]) -> None:
        """A thread that the candidate takes up again goes on under its old subject."""
        lab, candidate, number = approach
        before = self._latest(lab, candidate)
        if before is not None:
            old = self.threads[before]
            self.threads[lab, candidate, number] = _Thread(live.get(approach, old.terms), old.subject)

    def _open_offer(self, session: Session, candidate: int) -> str:
        """What somebody answers who follows a leader, and to whom nobody has written."""
        home = int(session.world.home[candidate])
        return f"Your offer to everybody at {self.scenario.setup.labs[home].name}"

    def _latest(self, lab: int, candidate: int) -> _Approach | None:
        """The lab's latest thread with a person; a counter-offer is made to a person, not to an approach."""
        return max((key for key in self.threads if key[:2] == (lab, candidate)), default=None)

    def _letter(self, session: Session, approach: _Approach, mail: int) -> Mail:
        thread = self.threads[approach]
        letters = session.setup.letters
        template = self.templates[letters.ids[letters.sequence[thread.terms.template, mail - 1]]]
        from outreach_sim.mail.languages import language_of

        language, day = language_of(template.body), session.day - 1
        values = letter_values(self.scenario, session, approach[0], thread.terms, day, language)
        letter = render(template, values)
        self._change(approach, subject=thread.subject or letter.subject)
        return self._mail(session, approach, letter, _LETTERS_HOUR)

    def _step(self, session: Session, approach: _Approach, step: Step, value: int, words: int) -> Mail | None:
        """What was written about a step; ``words`` is the letter (index + 1) of a lab's own words, or 0.

        ``None`` where it is none of the lab's, and how it is written about is known.
        """
        from outreach_sim.storage.correspondence.reasons import reason_for
        from outreach_sim.storage.correspondence.wording import Happened

        if step is Step.COUNTERED:
            self._change(approach, countered=True)
        thread, known = self.threads[approach], self._known_of_next()
        if known is None:
            reason = reason_for(session, step, approach[0], thread.terms, thread.countered)
        else:
            reason = known.reason
        what = Happened(session, approach[0], thread.terms, step, reason, value)
        if known is not None and not self._is_asked_for(approach[0]):
            self._change(approach, mails=thread.mails + 1)
            self._pass_over(what, known, words)
            return None
        body, wording = self._said(what, words - 1) if words else self._wording.word(what)
        self.dealt.append(Dealt(reason, () if words else wording))
        letter = Letter(f"Re: {thread.subject}", body)
        mail = self._mail(session, approach, letter, _HOURS[step], step)
        return replace(mail, reason=reason, wording=wording)

    def _known_of_next(self) -> Dealt | None:
        place = len(self.dealt)
        return self._known[place] if place < len(self._known) else None

    def _pass_over(self, what: Happened, known: Dealt, words: int) -> None:
        """A step that nobody reads is followed for what comes after it."""
        self.dealt.append(known)
        if not words:
            self._wording.passed_over(what, known.pieces)

    def _said(self, what: Happened, words: int) -> tuple[str, tuple[str, ...]]:
        """A lab's own words, filled in as of that day."""
        from outreach_sim.mail.languages import language_of

        template = self.templates[what.session.setup.letters.ids[words]]
        day, language = what.session.day - 1, language_of(template.body)
        values = letter_values(self.scenario, what.session, what.lab, what.own, day, language)
        letter = render(template, values)
        return letter.body, (template.body,)

    def _mail(
        self, session: Session, approach: _Approach, letter: Letter, hour: int, step: Step | None = None
    ) -> Mail:
        thread = self.threads[approach]
        self._change(approach, mails=thread.mails + 1)
        lab, candidate, number = approach
        # Seconds spread a day's mails over an hour; the next mail of a thread is at least an hour later.
        when = datetime.combine(self.scenario.date_of(session.day - 1), time(hour), UTC)
        when += timedelta(seconds=(candidate * 7 + lab * 601) % 3_600)
        from_candidate, sender = step in FROM_CANDIDATE, thread.terms.sender
        return Mail(lab, candidate, number, thread.mails, from_candidate, sender, when, letter, step)


def _written_about(log: Log) -> dict[int, list[int]]:
    """Whom letters and replies of a day are about, by lab."""
    written = np.isin(log.kind, _WRITTEN)
    lab, candidate = log.lab[written], log.candidate[written]
    return {number: candidate[lab == number].tolist() for number in sorted(set(lab.tolist()))}


def _precisely(step: Step, value: int) -> Step:
    """A no for want of machines alone says so."""
    return Step.COME_BACK if step is Step.NOT_INTERESTED and value > 0 else step
