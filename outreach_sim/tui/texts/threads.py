"""Threads as texts to be shown."""

from __future__ import annotations

from rich.text import Text

from outreach_sim.formatting import dated
from outreach_sim.market.state.approaches import State
from outreach_sim.storage.correspondence.values import ROLES
from outreach_sim.tui.colours import GOOD, WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.card import terms_line


def thread_order(play: Play, *, silent: bool) -> list[int]:
    """Candidates with a thread, the latest first; where ``silent``, also those who never wrote."""
    threads = play.inbox.threads
    chosen = [c for c, mails in threads.items() if silent or any(mail.from_candidate for mail in mails)]
    return sorted(chosen, key=lambda c: (threads[c][-1].when, c), reverse=True)


def headline(play: Play, candidate: int) -> Text:
    """One entry of the list of threads, on two lines."""
    mails = play.inbox.threads[candidate]
    own = play.approach(candidate)
    turn = own is not None and own.by_hand and own.state == State.INTERESTED
    text = Text(no_wrap=True, overflow="ellipsis")
    new = candidate in play.unread
    text.append("● " if new else "! " if turn else "  ", f"bold {WARN}")
    text.append(play.name(candidate), "bold" if new else "")
    text.append(f"\n  {dated(mails[-1].when, '%-d %b')}, {play.status(candidate)}", "dim")
    return text


def thread(play: Play, candidate: int) -> Text:
    """All mails of a thread, oldest first, and whose turn it is."""
    text = Text()
    for mail in play.inbox.threads.get(candidate, []):
        who = play.name(candidate) if mail.from_candidate else ROLES[mail.sender]
        text.append(
            f"{dated(mail.when, '%a %-d %b %Y')}  {who}\n", f"bold {GOOD}" if mail.from_candidate else "bold"
        )
        text.append(f"{mail.letter.subject}\n", "dim")
        text.append(f"\n{mail.letter.body}\n\n")
    text.append_text(_turn(play, candidate))
    return text


def _turn(play: Play, candidate: int) -> Text:
    own = play.approach(candidate)
    if own is None:
        return Text(f"Closed: {play.status(candidate)}.", "italic dim")
    date = "" if own.due is None else dated(play.scenario.date_of(own.due), "%-d %B")
    said = {
        State.INTERESTED: f"Your turn, until {date}." if own.by_hand else "The recruiters take it from here.",
        State.PROCESS: f"The result is there on {date}.",
        State.OFFERED: f"Decides on {date}: {terms_line(own)}.",
        State.SIGNED: f"Starts on {date}.",
    }
    return Text(said.get(own.state, "No answer yet."), f"italic {WARN}")
