"""What the lab says to somebody who has answered, in the player's own words or plainly. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.reading import read_by
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import Template
from outreach_sim.market.setup import PLAIN, Do
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.prospect import Prospect
from outreach_sim.storage.correspondence.wording import Happened, Wording
from outreach_sim.tui.draft import Draft, prospect, reader, stands
from outreach_sim.tui.own_words import Words, letter_text, remarks
from outreach_sim.tui.play import Play
from outreach_sim.tui.seen import Seen
from outreach_sim.words.facts import Facts
from outreach_sim.words.measure import Measured

STAGE = "answer"
PLAIN_WORDS = ""
"""Stands for the words that come with the program, in place of a letter's id."""
_CALLED = {
    Do.INVITE: "an invitation to interviews",
    Do.OFFER: "an offer at once",
    Do.WITHDRAW: "the end of it",
}


def steps(own: OwnApproach) -> Sequence[Do]:
    """What can be said to somebody now."""
    if own.state == State.INTERESTED:
        return (Do.INVITE, Do.OFFER, Do.WITHDRAW)
    return (Do.OFFER, Do.WITHDRAW) if own.state == State.OFFERED else (Do.WITHDRAW,)


def called(own: OwnApproach, do: Do) -> str:
    """A step as the player is asked about it."""
    return "a better offer" if do is Do.OFFER and own.state == State.OFFERED else _CALLED[do]


def plain(play: Play, draft: Draft, do: Do) -> Words:
    """How a step may be worded by the program, as a text to be changed."""
    assert draft.own is not None, "whoever is answered has a live approach"
    live = draft.own.state == State.OFFERED
    step = {Do.INVITE: Step.INVITED, Do.WITHDRAW: Step.WITHDRAWN}.get(
        do, Step.IMPROVED if live else Step.OFFERED
    )
    reason = Reason.DIRECT if step is Step.OFFERED else None
    what = Happened(play.session, play.lab, draft.own, step, reason, 0)
    body = Wording(play.scenario, play.game.templates).plain(what)
    return stands(play, draft, _letter(play, PLAIN_WORDS, body))


def template_of(play: Play, words: Words) -> Template | None:
    """What is said, as a letter; ``None`` for the plain words.

    Raises:
        BadInputError: it is no letter.
    """
    if words.own:
        return letter_text(words, _letter(play, words.letter), "").read()
    return None if words.letter == PLAIN_WORDS else play.letters[words.letter]


def _letter(play: Play, name: str, body: str = "") -> Template:
    """The letter that own words began as; the plain words are in no file."""
    return play.letters.get(name) or Template(name, "", STAGE, (), "", body, (), "")


def written(play: Play, words: Words) -> int:
    """The letter that an order names, once it is a letter of the game; ``PLAIN`` for the plain words.

    Raises:
        OutreachError: it is no letter, or cannot be kept.
    """
    if not words.own and words.letter in (PLAIN_WORDS, *play.ids):
        return PLAIN if words.letter == PLAIN_WORDS else play.ids.index(words.letter)
    name = play.write(letter_text(words, _letter(play, words.letter), ""))
    return play.ids.index(name)


def look_at(play: Play, draft: Draft, do: Do, words: Words) -> Seen:
    """Everything about an answer in own words."""
    wrong, odd = remarks(words, _letter(play, words.letter), "") if words.own else ([], [])
    if wrong:
        return Seen(wrong)
    template = template_of(play, words)
    if template is None:
        plainly = render(_letter(play, PLAIN_WORDS, words.body), reader(play, draft).values)
        return Seen((), odd, in_thread(play, draft, plainly), weighed(play, draft, do, words))
    letter = render(template, reader(play, draft).values)
    heard = read_by(letter, listener(play, draft, do))
    who = having_heard(play, prospect(play, draft), heard)
    p = play.scenario.setup.parameters
    said = in_thread(play, draft, letter)
    return Seen((), odd, said, explain(p, who), (), heard.answer_parts(p), heard.false)


def in_thread(play: Play, draft: Draft, letter: Letter) -> Letter:
    """The answer under the subject of its thread."""
    subject = play.inbox.threads[draft.first][-1].letter.subject
    return Letter(subject if subject.startswith("Re: ") else f"Re: {subject}", letter.body)


def weighed(play: Play, draft: Draft, do: Do, words: Words) -> Explanation:
    """The chance of each link once that is said.

    Raises:
        BadInputError: it is no letter.
    """
    template, who = template_of(play, words), prospect(play, draft)
    if template is not None and do is not Do.WITHDRAW:
        letter = render(template, reader(play, draft).values)
        who = having_heard(play, who, read_by(letter, listener(play, draft, do)))
    return explain(play.scenario.setup.parameters, who)


def listener(play: Play, draft: Draft, do: Do) -> Facts:
    """The person who is answered, as words of today are held against what is so."""
    own, about = draft.own, reader(play, draft)
    assert own is not None, "whoever is answered has a live approach"
    live = own.state == State.OFFERED
    days = (own.due or 0) - play.session.day if live else draft.deadline_days
    if do is Do.INVITE:
        days = own.deadline_days
    met = play.view.met is not None and bool(play.view.met[own.candidate])
    return replace(about, deadline_days=days, met=met or (live and not own.direct), answered=True)


def having_heard(play: Play, who: Prospect, heard: Measured) -> Prospect:
    """The same person with these words in mind in place of those before; pay once named stays named."""
    p = play.scenario.setup.parameters
    before = 0.0 if who.features.answer_usd is None else who.features.answer_usd
    worth, named_usd = np.asarray(heard.answer(p)), np.maximum(before, float(heard.claims.pay_usd))
    features = replace(who.features, answer=worth, answer_usd=named_usd)
    return replace(who, features=features, answered=tuple(heard.answer_parts(p)))
