"""What is seen of a mail while it is written: what is wrong with it, what its reader notices, the chances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.formatting import counted
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import Letter
from outreach_sim.mail.one_reader import own_in
from outreach_sim.mail.proofread import needed_facts
from outreach_sim.mail.reading import read_by
from outreach_sim.mail.template import Template
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.prospect import Prospect
from outreach_sim.model.word_terms import Noticed
from outreach_sim.tui.draft import Draft, own_templates, preview, prospect, reader
from outreach_sim.tui.own_words import remarks
from outreach_sim.tui.play import Play


@dataclass(frozen=True, slots=True)
class Seen:
    """One mail of a draft in the player's own words.

    Attributes:
        wrong: what no letter may hold, in this mail or else in others; then nothing else is known.
        odd: what looks wrong in one that can be sent.
        letter: as its first reader has it.
        explanation: the chance of every link, of the whole sequence.
        opening, reply: what the reader notices, in log-odds; the subject of the first mail alone is opened.
        false: what is not so, as the text has it.
    """

    wrong: Sequence[Problem]
    odd: Sequence[Problem] = ()
    letter: Letter | None = None
    explanation: Explanation | None = None
    opening: Sequence[Noticed] = ()
    reply: Sequence[Noticed] = ()
    false: Sequence[tuple[str, str]] = ()


def look_at(play: Play, draft: Draft, mail: int) -> Seen:
    """Everything about one mail of a draft, counted from 0."""
    words, role = draft.mails[mail], SENDER_NAMES[draft.sender]
    wrong, odd = remarks(words, play.letters[words.letter], role)
    if wrong:
        return Seen(wrong)
    try:
        templates, who = own_templates(play, draft), prospect(play, draft)
    except BadInputError as error:
        return Seen(error.problems, odd)
    letter = preview(play, draft, mail)
    return Seen(
        (),
        [*odd, *_for_others(play, draft, templates[mail])],
        letter,
        explain(play.scenario.setup.parameters, who),
        who.noticed if mail == 0 else (),
        _noticed(who, mail + 1),
        read_by(letter, reader(play, draft)).false,
    )


def _noticed(who: Prospect, number: int) -> tuple[Noticed, ...]:
    return next((mail.noticed for mail in who.mails if mail.number == number), ())


def _for_others(play: Play, draft: Draft, template: Template) -> Iterator[Problem]:
    """What is well for the first of several people, and not for all of them."""
    people = list(draft.candidates)
    if len(people) == 1:
        return
    known = play.scenario.setup.people.known[people]
    for name in needed_facts(template):
        fact = FIELDS[name].fact
        without = 0 if fact is None else int(np.count_nonzero(known >> fact & 1 == 0))
        if without:
            who = f"{without:,} of {counted(len(people), 'reader')}"
            hint = f'write {{{{ {name} | default("…") }}}}, or {{% if {name} %}}…{{% endif %}}'
            yield Problem("", 0, 0, "", f"the {name} of {who} is not known, which leaves a hole", hint)
    for text, name in own_in(f"{template.subject}\n{template.body}", reader(play, draft).values):
        message = f"{text!r} is {play.name(draft.first)}'s alone, and all of them read it"
        yield Problem("", 0, 0, "", message, f"write {{{{ {name} }}}}")
