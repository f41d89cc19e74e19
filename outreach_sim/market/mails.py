"""The mails of a sequence that somebody thinks of, each as its reader will see it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import one_of
from outreach_sim.market.mechanisms.pitch import PITCH_NAMES
from outreach_sim.market.phases.features import (
    NOTHING,
    answer_place,
    campaigns_per_year,
    faded,
    is_slow_day,
    judged_answers,
    judged_today,
    letter_features,
    letters_of,
    mail_place,
    readers_of,
)
from outreach_sim.market.plan import Approaches, column, mails_of, sketch_letters, sketch_offers
from outreach_sim.market.state.loads import LOAD_UNIT, mails_per_person
from outreach_sim.market.state.world import World
from outreach_sim.market.variants import at
from outreach_sim.model.answer_words import answer_parts
from outreach_sim.model.features import F64, Features
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Mail, Prospect
from outreach_sim.model.word_terms import Noticed, parts
from outreach_sim.model.wording import CLAIM_KINDS, FALSE_KINDS, MET, Claims, Judged, Wording, claims_not_so


def letters_read(world: World, about: Approaches, features: Features) -> tuple[Mail, ...]:
    """What differs from mail to mail: the words, the weekday, and what went out before it.

    Where nobody wrote there are no words, no weekday and no inbox, and nothing is left unsaid.
    What others send is taken as it is today; the lab's own letter is one more in the inbox from its second
    mail on, and one more of the lab's each time.
    """
    numbers, answerable = mails_of(world, about)
    assert features.words is not None, "every letter has words"
    words = np.broadcast_to(features.words, (answerable.size,)).reshape(answerable.shape)
    between, written = world.follow_ups.days_between, ~about.without_letter
    letter, next_mail = about.template, about.own.mails.astype(np.int64) + 1
    return tuple(
        Mail(
            number,
            words=words[:, [index]] * column(written),
            weekday=column(weekdays(world, about.next_on + between(letter, next_mail, number)) * written),
            load_campaigns=column(campaigns_by(world, about, between(letter, 1, number)) * written),
            mails_per_person=column(
                mails_by(world, about, [between(letter, k, number) for k in range(1, number)]) * written
            ),
            mission=column(speaks_of(world, about, number, "mission")),
            product=column(speaks_of(world, about, number, "product")),
            answerable=answerable[:, [index]],
        )
        for index, number in enumerate(numbers.tolist())
    )


def in_words(world: World, about: Approaches, who: Prospect) -> Prospect:
    """A prospect of one person with what is noticed of the words, sub-term by sub-term."""
    who = replace(who, answered=answered(world, about))
    if bool(about.without_letter[0]):
        return who
    p = world.setup.parameters
    first = read(world, about, 1).noticed(p)["open"]
    noticed = (tuple(read(world, about, mail.number).noticed(p)["reply"]) for mail in who.mails)
    mails = (replace(mail, noticed=some) for mail, some in zip(who.mails, noticed, strict=True))
    return replace(who, mails=tuple(mails), noticed=tuple(first))


def answered(world: World, about: Approaches) -> tuple[Noticed, ...]:
    """What is noticed of the lab's own words in its answers to one person."""
    offer, row = sketch_offers(world, about), np.zeros(1, dtype=np.intp)
    if not offer.answer[0]:
        return ()
    place = answer_place(world, offer, row)
    judged = judged_answers(world, offer, row, place)
    wording, claims = at(world.reading.first_wording, place), at(world.reading.first_claims, place)
    return tuple(answer_parts(world.setup.parameters, one_of(wording), one_of(claims), one_of(judged)))


@dataclass(frozen=True, slots=True)
class Read:
    """A mail as the one person sees it to whom it goes.

    Attributes:
        features: all that is weighed of it.
        wording, claims: what there is in its words. judged: what the day tells of them.
        not_so: which of its claims are not so, in the order of ``wording.CLAIM_KINDS``.
    """

    features: Features
    wording: Wording
    claims: Claims
    judged: Judged
    not_so: tuple[bool, ...]

    def noticed(self, p: Parameters) -> dict[str, list[Noticed]]:
        """What is noticed, sub-term by sub-term: before it is opened, and of its words."""
        return parts(p, self.wording, self.claims, self.judged)

    @property
    def false(self) -> tuple[str, ...]:
        """What in it is not so: of ``wording.FALSE_KINDS``, then of ``CLAIM_KINDS``."""
        kinds = [kind for bit, kind in enumerate(FALSE_KINDS) if self.wording.false >> bit & 1]
        return (*kinds, *(kind for kind, wrong in zip(CLAIM_KINDS, self.not_so, strict=True) if wrong))


def read(world: World, about: Approaches, number: int) -> Read:
    """One mail of the sequence to one person."""
    mails = np.array([number], dtype=np.uint8)
    letters, row = sketch_letters(world, about, mails), np.zeros(1, dtype=np.intp)
    features, person, lab = letter_features(world, letters, row), letters.person, letters.row
    place = mail_place(world, letters_of(letters, row), person, lab, readers_of(world, person))
    judged = judged_today(world, letters, row, place, features, row)
    wording, claims = at(world.reading.wording, place), at(world.reading.claims, place)
    met = NOTHING if features.met is None else features.met
    not_so = claims_not_so(claims, MET * met, letters.deadline_days, world.fleet_today[lab])
    wrong = tuple(bool(claim[0]) for claim in not_so)
    return Read(features, one_of(wording), one_of(claims), one_of(judged), wrong)


def weekdays(world: World, days: NDArray[np.int64]) -> F64:
    """What the day of the week costs mails of these days, log-odds."""
    slow = np.array([is_slow_day(world, day) for day in range(7)])
    return world.setup.parameters.weekday_slow * slow[days % 7]


def left_of_one(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is left of one mail in a fading count after so many days; nothing where there was none before."""
    known, place = np.unique(days, return_inverse=True)
    return np.array([faded(LOAD_UNIT, day) if day else 0 for day in known.tolist()], dtype=np.int64)[place]


def campaigns_by(world: World, about: Approaches, days: NDArray[np.int64]) -> F64:
    """The recruiting load of each person so many days after a first mail of today; 0 is before it."""
    if not world.setup.mechanisms.fatigue:
        return np.zeros(about.person.size)
    return campaigns_per_year(world, about.person, np.where(about.begun, 0, left_of_one(days)))


def mails_by(world: World, about: Approaches, ages: list[NDArray[np.int64]]) -> F64:
    """The lab's mails per person with own mails of these ages, in days, on top of today's."""
    if not world.setup.mechanisms.name_wear:
        return np.zeros(about.person.size)
    own = sum(map(left_of_one, ages), np.zeros(about.person.size, dtype=np.int64))
    return mails_per_person(world, np.where(about.begun, 0, own), about.row)


def speaks_of(world: World, about: Approaches, number: int, what: str) -> NDArray[np.bool_]:
    """Whether this mail of each sequence speaks of mission or product."""
    if not world.setup.mechanisms.pitch:
        return np.zeros(about.person.size, dtype=np.bool_)
    bit = next(bit for bit, name in PITCH_NAMES.items() if name == what)
    letter = world.setup.letters.sequence[about.template, number - 1]
    return ((world.pitches[letter] & int(bit)) > 0) | about.without_letter
