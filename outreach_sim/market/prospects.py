"""Prospects from a world: the truth about people, or what the lab that writes can believe.

The approaches that somebody thinks of are drawn up as rows of a table, and the engine's own features are read
off it, so that an explanation weighs what the engine will weigh: for one person, or for thousands at once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mails import in_words, letters_read
from outreach_sim.market.mechanisms.gate import asked_of_lab_h100e
from outreach_sim.market.mechanisms.leave import SENIOR_LEVEL
from outreach_sim.market.mechanisms.tactics import crowd, high_pay_usd, uses, visible_uses
from outreach_sim.market.phases.employers import counter_chances
from outreach_sim.market.phases.features import envelope_of, letter_features, offer_features, subjects_of
from outreach_sim.market.plan import (
    Approaches,
    Plan,
    Plans,
    approaches,
    column,
    first_day_on_table,
    mails_of,
    part_of,
    sketch_letters,
    sketch_offers,
    with_letters_of,
)
from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, SENDER_NAMES, Sender
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.payroll import (
    believed_pay_usd,
    guess_of_pay,
    is_pay_guessed,
    public_pay_usd,
)
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.beliefs import as_lab, believed_gate
from outreach_sim.model.chain import chances_at
from outreach_sim.model.features import F64, Features
from outreach_sim.model.logits import total
from outreach_sim.model.prospect import Crowd, Gate, Number, Prospect, Signature
from outreach_sim.model.terms import accept_terms

AT_ONCE = 20_000
"""People weighed at a time: each may be of some sixty minds, so a million would need gigabytes."""
_SIGNATURES = np.array([SENDER_NAMES[sender] for sender in Sender])


def weigh(
    world: World,
    lab: int,
    candidate: int,
    plan: Plan,
    name: str,
    as_truth: bool,
    in_world: int = 0,
    known_to: int | None = None,
) -> Prospect:
    """How a letter of this lab to this candidate stands today.

    Args:
        world: between two days.
        lab: index of the lab.
        candidate: index of the candidate.
        plan: the letter, or the terms of the approach under way.
        name: how sentences call the candidate.
        as_truth: tastes, fit, pay and gate as they are; else what a lab can believe of them.
        in_world: which world of the stack.
        known_to: index of the lab that believes it, where that is not the one that writes.
    """
    world, row = with_letters_of(world, plan), in_world * world.labs + lab
    knower = None if known_to is None else in_world * world.labs + known_to
    about = approaches(world, row, np.array([candidate]), plan, knower)
    who = in_words(world, about, prospects(world, about, as_truth).person(0))
    employer = world.setup.labs[int(world.lab_of[world.home[about.person[0]]])].name
    return replace(who, candidate=name, employer=employer)


def weigh_many(
    world: World,
    lab: int,
    candidates: Index,
    plan: Plan | Plans,
    as_truth: bool = False,
    in_world: int | Index = 0,
) -> dict[str, F64]:
    """Chance of each link, and of the whole ``chain``, for letters of this lab to many people at once.

    The same as ``chances`` of each ``weigh``, in one go: what a planner asks for thousands of people.

    Args:
        world: between two days.
        lab: index of the lab.
        candidates: indices of candidates, shape (people,).
        plan: one for all of them, or one for each.
        as_truth: as in ``weigh``.
        in_world: which world of the stack, for all of them, or for each.
    """
    world, row = with_letters_of(world, plan), in_world * world.labs + lab
    parts = range(0, max(len(candidates), 1), AT_ONCE)
    found = [
        chances_of(world, approaches(world, some(row, part), candidates[part], part_of(plan, part)), as_truth)
        for part in (slice(start, start + AT_ONCE) for start in parts)
    ]
    return {stage: np.concatenate([chances[stage] for chances in found]) for stage in found[0]}


def some(row: int | Index, part: slice) -> int | Index:
    """The rows of a part of the people; one row is that of all of them."""
    return row[part] if isinstance(row, np.ndarray) else row


def chances_of(world: World, about: Approaches, as_truth: bool) -> dict[str, F64]:
    """Chance of each link and of the chain, one element for each of these approaches."""
    who = prospects(world, about, as_truth)
    offered_usd, pledge_h100e = column(about.pay_usd), column(about.pledge_h100e)
    found = chances_at(world.setup.parameters, who, offered_usd, pledge_h100e)
    return {stage: chance[:, 0] for stage, chance in found.items()}


def prospects(world: World, about: Approaches, as_truth: bool) -> Prospect:
    """All of these people as one prospect whose fields are columns."""
    truth = truth_about(world, about)
    return truth if as_truth else belief_about(world, about, truth)


def belief_about(world: World, about: Approaches, truth: Prospect) -> Prospect:
    """The same as the lab can know it that thinks of it."""
    person = about.person
    present_usd = believed_pay_usd(world, about.knower, person)
    if about.present_usd is not None:
        present_usd = about.present_usd
    stake_usd = usual_stake_usd(world, person, present_usd) if world.any_stake else None
    belief = as_lab(world.setup.parameters, truth, column(present_usd), gate_as_told(world, about), stake_usd)
    countered = np.where(about.live, world.countered[person], usual_counter(world, person))
    guessed = column(is_pay_guessed(world, about.knower, person))
    shift, spread = map(column, guess_of_pay(world, about.knower, person))
    belief = replace(belief, counter_chance=column(countered), pay_guessed=guessed)
    belief = replace(belief, pay_shift=shift, pay_spread=spread)
    belief = known_as_heavy(world, about, belief)
    if about.by_another:  # an employer knows what it has promised, and the contract
        promised = replace(belief.features, stake_usd=truth.features.stake_usd)
        return replace(belief, features=replace(promised, wait_years=truth.features.wait_years))
    if not world.any_non_compete:
        return belief
    wait_years = column(expected_wait_years(world, person))
    return replace(belief, features=replace(belief.features, wait_years=wait_years))


def usual_stake_usd(world: World, person: Index, present_usd: NDArray[np.int64]) -> F64:
    """What leaving forfeits a year on average at these people's labs; who has moved has nothing left."""
    lab = world.setup.people.employer[person % world.candidates]
    share = np.array([one.stake for one in world.setup.labs])[lab]
    return column(share * present_usd * (world.lab_of[world.home[person]] == lab))


def truth_about(world: World, about: Approaches) -> Prospect:
    """The prospects with everything as it is."""
    person, people = about.person, about.person.size
    home = world.home[person]
    numbers, _ = mails_of(world, about)
    letters = sketch_letters(world, about, numbers)
    letter = letter_features(world, letters, np.arange(people * numbers.size))
    offer = offer_features(world, sketch_offers(world, about), np.arange(people))
    named, rivals = about.named(world), rival_offers(world, about)
    settled = about.settled(world)
    expected_usd = letters.expected_usd[:: numbers.size]
    envelope = envelope_of(world, np.atleast_1d(about.row)[:1], np.array([Sender.CEO]), np.zeros(1))
    named_usd = np.where(settled & named, expected_usd, 0)
    return Prospect(
        candidate="",
        lab=world.setup.labs[about.lab(world)].name,
        employer="",
        features=replace(columns(offer, people), named_usd=column(named_usd)),
        offered_usd=column(about.pay_usd),
        expected_usd=column(np.where(settled | ~named, expected_usd, 0)),
        read_h100e=column(np.where(about.begun, about.own.pledge_h100e, np.nan)),
        lab_h100e=about.of_lab(world.compute_today),
        employer_h100e=column(world.compute_today[home] + world.pledge_h100e[person]),
        researchers=about.of_lab(np.maximum(world.heads, 1)),
        reserved_h100e=column(np.where(about.live, about.own.pledge_h100e, 0)),
        pledge_h100e=column(about.pledge_h100e),
        sender=_SIGNATURES[about.sender][:, None],
        mails=letters_read(world, about, letter),
        gate=true_gate(world, about),
        counter_chance=column(true_counter(world, about, beside_others(rivals, people))),
        other_offers=rivals,
        copied=crowd_about(world, about),
        promised=column(about.without_letter),
        short=column(about.short),
        subject=column(subjects_of(world, about.template, person, about.rows) * ~about.without_letter),
        spam_chance=0.0 if envelope.spam_chance is None else float(envelope.spam_chance[0]),
    )


def columns(features: Features, people: int) -> Features:
    """The same with one row for each person."""
    given: dict[str, Any] = {field.name: getattr(features, field.name) for field in fields(features)}
    rows = {k: column(np.broadcast_to(v, (people,))) for k, v in given.items() if v is not None}
    return Features(**(given | rows))


# -- what else is on the table -------------------------------------------------------------------------


def rival_offers(world: World, about: Approaches) -> tuple[F64, ...]:
    """Other offers that will be there beside these, each against staying; log-odds.

    Columns: the first other offer to each person, the second, and so on; ``-inf`` where there is none.
    """
    table, person = world.approaches, about.person
    rows = table.in_state(State.OFFERED)
    others = world.lab_of[table.row[rows]] != about.lab(world)
    rows = rows[others & np.isin(table.person[rows], person)]
    if not rows.size:
        return ()
    values = total(accept_terms(world.setup.parameters, offer_features(world, table, rows)))
    first_day = first_day_on_table(world, about)
    there = (table.person[rows] == person[:, None]) & (table.due[rows] >= first_day[:, None])
    place, others = there.cumsum(axis=1), []
    for which in range(1, int(place.max()) + 1):
        this = there & (place == which)
        others.append(np.where(this.any(axis=1), values[this.argmax(axis=1)], -np.inf)[:, None])
    return tuple(others)


def beside_others(rivals: tuple[F64, ...], people: int) -> NDArray[np.bool_]:
    """Whose offer has others beside it."""
    return rivals[0][:, 0] > -np.inf if rivals else np.zeros(people, dtype=np.bool_)


def true_counter(world: World, about: Approaches, beside: NDArray[np.bool_]) -> F64:
    """How likely the employer answers; it answers once, when the first offer of several is made."""
    settled = (about.live | beside) & (world.opener[about.person] > 0)
    return np.where(settled, world.countered[about.person], usual_counter(world, about.person))


def usual_counter(world: World, person: Index) -> F64:
    """How likely each employer answers an offer that is still to be made."""
    if not world.setup.mechanisms.counter_offers:
        return np.zeros(person.size)
    return counter_chances(world, person)


@dataclass(frozen=True, slots=True)
class AsOthersDo:
    """What other labs have left of the charm of such letters: a ``Crowding``. Who writes how is talked about.

    Attributes:
        row: of the lab that writes, for all or for each.
        named, direct: whether letters name the offer, whether offers come without interviews; by person.
        public_usd: what is public of present pay: whether an offer is one of high pay depends on it.
    """

    world: World
    row: int | Index
    named: NDArray[np.bool_]
    direct: NDArray[np.bool_]
    public_usd: NDArray[np.int64]

    def __call__(self, offered_usd: F64, pledge_h100e: F64, sender: Signature) -> F64:
        """``Features.alike``, of the shape of the pay: (people, offers), or (offers,) of one person."""

        def flat(values: NDArray[Any] | float, own: bool = False) -> NDArray[Any]:
            own_column = np.asarray(values)[:, None] if own else np.asarray(values)
            return np.broadcast_to(own_column, (len(self.named), *offered_usd.shape)[-2:]).ravel()

        ceo = np.where(np.asarray(sender) == SENDER_NAMES[Sender.CEO], int(Sender.CEO), 0)
        used = uses(
            flat(self.direct, own=True),
            flat(ceo),
            flat(offered_usd),
            flat(self.public_usd, own=True),
            flat(pledge_h100e),
        )
        seen = visible_uses(used, flat(self.named, own=True))
        row = np.broadcast_to(self.row, self.named.shape)
        return crowd(self.world, flat(row, own=True), seen).reshape(offered_usd.shape)


def crowd_about(world: World, about: Approaches) -> Crowd | None:
    """What other labs do alike; ``None`` where that does not count."""
    if not world.setup.mechanisms.copying:
        return None
    direct = np.where(about.begun, about.own_flag(Flag.DIRECT), about.direct)
    public_usd = public_pay_usd(world, about.person)
    named = about.named(world) & ~about.without_letter
    alike = AsOthersDo(world, about.row, named, direct, public_usd)
    return Crowd(alike, column(high_pay_usd(public_usd)))


def expected_wait_years(world: World, person: Index) -> F64:
    """What a stranger can expect of these people's contracts, which only they know."""
    labs, employer = world.setup.labs, world.lab_of[world.home[person]]
    senior = world.setup.people.level[person % world.candidates] >= SENIOR_LEVEL
    usual = np.array([lab.non_compete_days for lab in labs])[employer]
    longer = np.array([lab.non_compete_senior_days for lab in labs])[employer]
    share = np.array([lab.non_compete_share for lab in labs])[employer]
    return share * np.where(senior, longer, usual) / DAYS_PER_YEAR


def leader_h100e(world: World, about: Approaches) -> Number:
    """The largest fleet in the world of these people, today."""
    return about.of_lab(world.leader_today[world.world_of])


def gate_as_told(world: World, about: Approaches) -> Gate | None:
    """What the lab believes of people's thresholds: what they said, where they said something."""
    if not world.setup.mechanisms.gate:
        return None
    fleet = about.of_lab(world.fleet_today)
    strange = believed_gate(world.setup.parameters, fleet, leader_h100e(world, about))
    said = column(said_h100e(world, about))
    share = np.where(said > 0, 1.0, strange.share)
    return Gate(
        fleet,
        threshold_h100e=np.where(said > 0, said, strange.threshold_h100e),
        spread=np.where(said > 0, 0.0, strange.spread),
        share=np.where(column(about.own_flag(Flag.CAME_BACK)) > 0, 0.0, share),
    )


def said_h100e(world: World, about: Approaches) -> F64:
    """The threshold that each of these people has told the lab; 0 where they told none."""
    if about.by_another:
        return np.zeros(about.person.size)
    return asked_of_lab_h100e(world, about.lab(world), about.person).astype(np.float64)


def known_as_heavy(world: World, about: Approaches, belief: Prospect) -> Prospect:
    """The same where those who have told a threshold are known to be heavy users of compute."""
    told = column((said_h100e(world, about) > 0.0) | about.own_flag(Flag.CAME_BACK))
    p = world.setup.parameters
    taste = np.where(told, p.heavy_taste, belief.features.taste)
    heavy_share = np.where(told, 1.0, belief.heavy_share)
    return replace(belief, features=replace(belief.features, taste=taste), heavy_share=heavy_share)


def true_gate(world: World, about: Approaches) -> Gate | None:
    """People's thresholds today; a share of 0 where there is none."""
    if not world.setup.mechanisms.gate:
        return None
    ppm = world.tastes.gate_ppm[about.person]
    has_one = (ppm > 0) & ~about.own_flag(Flag.CAME_BACK)
    threshold = column(ppm) * leader_h100e(world, about) / PPM
    return Gate(about.of_lab(world.fleet_today), threshold, share=column(has_one))
