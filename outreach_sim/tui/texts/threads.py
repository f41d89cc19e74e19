"""Threads as texts to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from outreach_sim.formatting import counted, dated, percent
from outreach_sim.mail.steps import Step
from outreach_sim.market.forms import forms
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import StaffOffer
from outreach_sim.storage.correspondence.search import Found, Hit, Marked
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.values import ROLES
from outreach_sim.tui.colours import GOOD, WARN
from outreach_sim.tui.fuzzy import Sought, with_marks
from outreach_sim.tui.mailbox import Sight
from outreach_sim.tui.play import Play
from outreach_sim.tui.status import how_it_ended

_FIRST = 120
"""Characters of a letter that a list can show."""
_MARK = "bold underline"


def headline(play: Play, candidate: int) -> Text:
    """One entry of the list of threads: who, how it stands; date and subject; first words of the latest."""
    latest = play.inbox.threads[candidate][-1]
    own = play.approach(candidate)
    turn = own is not None and own.by_hand and own.state == State.INTERESTED
    text = Text(no_wrap=True, overflow="ellipsis")
    new = candidate in play.unread
    text.append("● " if new else "! " if turn else "  ", f"bold {WARN}")
    text.append(play.name(candidate), "bold" if new else "")
    text.append(" *" if play.notes.of(candidate) else "", WARN)
    text.append(f", {play.status(candidate)}", "dim")
    text.append(f"\n  {dated(latest.when, '%-d %b')}  {latest.letter.subject}")
    return text.append(f"\n  {first_words(latest)}", "dim")


def first_words(mail: Mail) -> str:
    """How a letter begins after its greeting, on one line."""
    greeting, _, rest = mail.letter.body.partition("\n")
    body = rest if greeting.rstrip().endswith(",") and rest.strip() else mail.letter.body
    return " ".join(body.split())[:_FIRST]


def offer_headline(play: Play, offer: StaffOffer) -> Text:
    """One entry of the list about an offer to one of the lab's own people."""
    text, open_ = Text(no_wrap=True, overflow="ellipsis"), offer.candidate not in play.left.countered
    date = dated(play.scenario.date_of(offer.until), "%-d %b")
    text.append("! " if open_ else "  ", f"bold {WARN}").append(play.name(offer.candidate), "bold")
    text.append(f", your staff, decides {date}", "dim")
    since = dated(play.scenario.date_of(offer.since), "%-d %b")
    text.append(f"\n  {since}  An offer from {play.news.writer(offer.lab)}")
    said = "Wants to be answered." if open_ else "Has your counter-offer."
    return text.append(f"\n  {said}", "dim")


def offer(play: Play, told: StaffOffer) -> Text:
    """What one of the lab's own people says of an offer, and whose turn it is."""
    rival, scenario = play.news.writer(told.lab), play.scenario
    since, until = (dated(scenario.date_of(day), "%a %-d %b %Y") for day in (told.since, told.until))
    text = Text().append(f"{since}  {play.name(told.candidate)}\n", f"bold {GOOD}")
    text.append(f"An offer from {rival}\n\n", "dim")
    text.append(f"{rival} has made me an offer, and I decide on {until}.\n\n")
    if told.candidate in play.left.countered:
        return text.append("Your counter-offer is made.", f"italic {WARN}")
    return text.append(
        "Your turn. Enter: your staff, where you see what a counter-offer is worth.", f"italic {WARN}"
    )


def found_headline(play: Play, hit: Hit, sought: Sought | None = None) -> Text:
    """One entry of the list of what was found; what is only near to what was typed has the letters marked."""
    text = Text(no_wrap=True, overflow="ellipsis")
    who = play.name(hit.mail.candidate)
    text.append(f"{dated(hit.mail.when, '%-d %b')}  ", "dim")
    text.append("" if hit.mail.from_candidate else "to ")
    text.append_text(with_marks(Text(who), () if sought is None else sought.marked(who)))
    text.append("\n  ").append_text(_marked(hit.subject))
    return text.append("\n  ").append_text(_marked(hit.snippet))


def _marked(text: Marked) -> Text:
    """What was found stands out; underlined, for colours are not all that tells."""
    shown = Text(text.text)
    for begin, end in text.marks:
        shown.stylize(_MARK, begin, end)
    return shown


def sight_line(play: Play, sight: Sight, threads: int) -> str:
    """What the list shows, in a line."""
    lab = "" if sight.lab is None else f", {play.lab_called(sight.lab)}"
    order = f"by {sight.by.value.called}, {'up' if sight.rising else 'down'}"
    return f"{sight.which.value}{lab} · {threads:,} · {order}"


def found_line(found: Found) -> str:
    """What a search found, in a line."""
    shown = len(found.hits)
    first = f"the first {shown:,} of " if shown < found.total else ""
    what = f"{counted(found.total, 'thread')} near to that" if found.near else ""
    return (
        f"{first}{what or counted(found.total, 'letter') + ' found'}"
        + (" · Enter: thread" if shown else "")
        + " · Esc: back"
    )


def thread(play: Play, candidate: int) -> Text:
    """All mails of a thread, oldest first, and whose turn it is."""
    return _mails(play, play.inbox.threads.get(candidate, [])).append_text(_turn(play, candidate))


def thread_at(play: Play, hit: Hit) -> tuple[Text, Text]:
    """A thread in two parts: what was written before the letter that was found, and what from it on."""
    mails = play.inbox.threads[hit.mail.candidate]
    at = mails.index(hit.mail)
    letter = _head(play, hit.mail).append("\n").append_text(_marked(hit.body)).append("\n\n")
    later = _mails(play, mails[at + 1 :]).append_text(_turn(play, hit.mail.candidate))
    return _mails(play, mails[:at]), letter.append_text(later)


def _mails(play: Play, mails: Sequence[Mail]) -> Text:
    text = Text()
    for mail in mails:
        text.append_text(_head(play, mail)).append(f"\n{mail.letter.body}\n\n")
    return text


def _head(play: Play, mail: Mail) -> Text:
    who = play.name(mail.candidate) if mail.from_candidate else ROLES[mail.sender]
    text = Text(
        f"{dated(mail.when, '%a %-d %b %Y')}  {who}\n", f"bold {GOOD}" if mail.from_candidate else "bold"
    )
    return Text().append_text(text).append(f"{mail.letter.subject}\n", "dim")


def _refused_by_us(play: Play, candidate: int) -> bool:
    mails = play.inbox.threads.get(candidate, [])
    return bool(mails) and mails[-1].step is Step.NO_OFFER


def _by_own_people(play: Play) -> str:
    """Why one's own interviewers refuse people, with the chance of each form."""
    chances = [f"{percent(form.offer_chance)} {_FORMS[form.name]}" for form in forms(play.scenario.setup)]
    passed = f"{', '.join(chances[:-1])} and {chances[-1]}"
    return (
        f" Your own people turned them down. Of those who want to talk, {passed} get an offer: the form of"
        " interviews alone decides how many, neither pay nor letter does."
    )


_FORMS = {"full": "after interviews", "short": "after short ones", "none": "without any"}
"""Forms of interview, as a sentence has them."""


def _turn(play: Play, candidate: int) -> Text:
    from outreach_sim.tui.texts.card import terms_line

    own = play.approach(candidate)
    if own is None:
        why = _by_own_people(play) if _refused_by_us(play, candidate) else ""
        again = "; can be written to again" if play.left.free[candidate] else ""
        return Text(f"Closed: {how_it_ended(play, candidate)}{again}.{why}", "italic dim")
    date = "" if own.due is None else dated(play.scenario.date_of(own.due), "%-d %B")
    said = {
        State.INTERESTED: f"Your turn, until {date}." if own.by_hand else "The recruiters take it from here.",
        State.PROCESS: f"The result is there on {date}.",
        State.OFFERED: f"Decides on {date}: {terms_line(own)}.",
        State.SIGNED: f"Starts on {date}.",
    }
    return Text(said.get(own.state, "No answer yet."), f"italic {WARN}")
