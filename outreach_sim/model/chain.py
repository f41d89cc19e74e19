"""The whole way from a mail to a yes, as one probability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach_sim.model.beliefs import Minds, as_rows, at_each_pay, minds
from outreach_sim.model.features import F64
from outreach_sim.model.interviews import offer_chance_by_form
from outreach_sim.model.logits import probability, total
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import (
    Answer,
    Number,
    Prospect,
    Trial,
    YesOrNo,
    envelope,
    letter_features,
    offer_features,
    one,
)
from outreach_sim.model.terms import PROMISED, accept_terms, interest_chance, open_terms, reply_terms

STAGES = ("open", "reply", "interested", "offer", "accept")


def offer_chance(p: Parameters, who: Prospect) -> F64:
    """P(offer | interested)."""
    direct: YesOrNo = who.features.direct
    return np.where(who.promised, PROMISED, offer_chance_by_form(p, direct, who.short))


@dataclass(frozen=True, slots=True)
class Answers:
    """Whether somebody who has opened the first mail answers a sequence, and is interested; one element each.

    Attributes:
        reply: chance of an answer to any of its mails.
        interested: chance of interest once there is an answer.
    """

    reply: F64
    interested: F64


def answers(p: Parameters, who: Prospect, trial: Trial, gate_closed: bool) -> Answers:
    """One reply shock lasts for the whole sequence: the first mail whose logit reaches it is answered."""
    ones = np.ones_like(trial.fit)
    so_far, interested, reached = np.zeros_like(ones), np.zeros_like(ones), np.full_like(ones, -np.inf)
    for mail in who.mails:
        value = total(reply_terms(p, letter_features(p, who, trial, mail)))
        now = np.where(mail.answerable, p.reply_cuts[mail.number - 1] + value, -np.inf)
        reached = np.maximum(reached, now)
        by_now = np.where(mail.answerable, probability(reached), so_far)
        interested += (by_now - so_far) * interest_chance(p, value, gate_closed * ones)
        so_far = by_now
    # Far below market pay the chances vanish; nobody is left to be interested.
    return Answers(so_far, np.divide(interested, so_far, out=np.zeros_like(ones), where=so_far > 0.0))


def stage_chances(p: Parameters, who: Prospect, trial: Trial, gate_closed: bool) -> dict[str, F64]:
    """Chance of each link, conditional on the one before, for each element of the trial.

    The reply is to any mail of the sequence; yes is averaged over whether the employer counters.
    """
    ones = np.ones_like(trial.fit)
    answered = answers(p, who, trial, gate_closed)
    return {
        "open": probability(total(open_terms(p, envelope(who)))) * ones,
        "reply": answered.reply,
        "interested": answered.interested,
        "offer": offer_chance(p, who) * ones,
        "accept": _yes(p, who, trial, gate_closed),
    }


def _yes(p: Parameters, who: Prospect, trial: Trial, gate_closed: bool) -> F64:
    chance = np.zeros_like(trial.fit)
    for countered, share in ((False, 1.0 - who.counter_chance), (True, who.counter_chance)):
        if np.any(np.greater(share, 0.0)):
            offer = offer_features(p, who, trial, gate_closed, countered)
            chance += share * probability(total(accept_terms(p, offer)))
    return chance


def chances_at(p: Parameters, who: Prospect, offered_usd: F64, pledge_h100e: F64) -> dict[str, F64]:
    """Chance of each link and of the whole ``chain``, for each of these offers.

    Each link is conditional on the one before, over what is believed of fit, value of money, taste, gate and
    pay now: people who reply fit better than people at large, and earn less than they are believed to; people
    who are interested are rarely gated.

    Args:
        p: parameters.
        who: the prospect; its own pay and pledge are not used.
        offered_usd: yearly pay, shape (offers,); of many people (people, offers).
        pledge_h100e: compute by name, of the same shape.
    """
    before, result = np.ones(offered_usd.shape), {}
    by_pay = reached_at_each_pay(p, who, offered_usd, pledge_h100e)
    for stage in STAGES:
        now = np.zeros(offered_usd.shape)
        for weight, _, reached in by_pay:
            now += weight * reached[stage]
        # Far below market pay the chances vanish; nobody is left to go on.
        result[stage] = np.divide(now, before, out=np.zeros(offered_usd.shape), where=before > 0.0)
        before = now
    return result | {"chain": before}


def reached_at_each_pay(
    p: Parameters, who: Prospect, offered_usd: F64, pledge_h100e: F64
) -> list[tuple[Number, Number, dict[str, F64]]]:
    """What people may earn now: how likely that is, the pay, and how likely they then get past each link.

    One person on several pays is weighed like several people, at one go.

    Args:
        p: parameters.
        who: the prospect, as in ``chances_at``.
        offered_usd: yearly pay, shape (offers,) or (people, offers).
        pledge_h100e: compute by name, of the same shape.
    """
    points = at_each_pay(who)
    if len(points) == 1 or np.ndim(who.pay_spread):
        return [
            (weight, paid.features.present_usd, _reached(p, paid, offered_usd, pledge_h100e))
            for weight, paid in points
        ]
    shape = (len(points), *offered_usd.shape)
    rows = as_rows([paid for _, paid in points])
    found = _reached(p, rows, np.broadcast_to(offered_usd, shape), np.broadcast_to(pledge_h100e, shape))
    return [
        (weight, paid.features.present_usd, {stage: reached[row] for stage, reached in found.items()})
        for row, (weight, paid) in enumerate(points)
    ]


def _reached(p: Parameters, who: Prospect, offered_usd: F64, pledge_h100e: F64) -> dict[str, F64]:
    """How likely people on a pay that is known get past each link, for each of these offers."""
    everybody = minds(who)
    paths = [
        (share, np.ones(share.shape), chance)
        for share, chance in (
            _path(p, who, everybody, offered_usd, pledge_h100e, False),
            _path(p, who, everybody.heavy_users(), offered_usd, pledge_h100e, True),
        )
        if chance
    ]
    result = {}
    for stage in STAGES:
        now = np.zeros(offered_usd.shape)
        for share, product, chance in paths:
            product *= chance[stage].reshape(share.shape)
            likely = product * share
            # Class by class, so that one person has the same bits alone as among people of other classes.
            now += likely[..., : everybody.heavy].sum(axis=-1)
            now += likely[..., everybody.heavy :].sum(axis=-1)
        result[stage] = now
    return result


def _path(
    p: Parameters, who: Prospect, kinds: Minds, offered_usd: F64, pledge_h100e: F64, gate_closed: bool
) -> tuple[F64, dict[str, F64]]:
    """How likely people of each mind find the gate so, shape (offers, points), and their chances of each
    link; no chances where nobody does.
    """
    closed = _closed(who, kinds, pledge_h100e)
    share = kinds.weight[..., None, :] * (closed if gate_closed else 1.0 - closed)
    if not share.any():
        return share, {}
    return share, stage_chances(p, who, _trial(kinds, offered_usd, pledge_h100e), gate_closed)


def _closed(who: Prospect, kinds: Minds, pledge_h100e: F64) -> F64:
    """How likely people of each mind find the gate closed, shape (offers, points)."""
    closed = np.zeros((*pledge_h100e.shape, kinds.weight.shape[-1]))
    closed[..., : kinds.heavy] = who.closed_chance(pledge_h100e)[..., None]
    return closed


def _trial(kinds: Minds, offered_usd: F64, pledge_h100e: F64) -> Trial:
    """Each of these offers tried on each of these minds, one after the other."""
    shape = (*offered_usd.shape, kinds.weight.shape[-1])
    flat = (*shape[:-2], shape[-2] * shape[-1])

    def at(values: F64) -> F64:
        return np.broadcast_to(values[..., None, :], shape).reshape(flat)

    points = shape[-1]
    return Trial(
        offered_usd.repeat(points, axis=-1),
        pledge_h100e.repeat(points, axis=-1),
        at(kinds.fit),
        at(kinds.money),
        at(kinds.taste),
    )


def chances(p: Parameters, who: Prospect) -> dict[str, float]:
    """The same for the prospect's own offer, for one person."""
    at = chances_at(p, who, one(who.offered_usd), one(who.pledge_h100e))
    return {stage: float(chance[0]) for stage, chance in at.items()}


def gate_chance(p: Parameters, who: Prospect) -> float:
    """How likely the gate of one person is closed to the offer as it stands, given what they have answered.

    Bayes' rule over what is believed of them. What they answered is taken for an answer to this letter. Who
    has asked for machines was kept by the gate alone; of who has said yes, or no to all of it, the chance of
    that answer is the model's own, with the gate and without it.
    """
    if who.gate is None or who.heard is Answer.NOTHING:
        return who.gate_now
    pledge = one(who.pledge_h100e)
    if who.heard is Answer.MACHINES:
        then, now = float(who.closed_chance(one(0.0))[0]), float(who.closed_chance(pledge)[0])
        return min(now / then, 1.0) if then > 0.0 else now
    read = np.where(np.isnan(one(who.read_h100e)), pledge, one(who.read_h100e))
    closed = everybody = 0.0
    for weight, paid in at_each_pay(who):
        kinds = minds(paid)
        then, now = _closed(paid, kinds, read)[0], _closed(paid, kinds, pledge)[0]
        shut, open_ = (_said(p, paid, kinds, gate) for gate in (True, False))
        both = np.minimum(then, now)
        closed += weight * float((kinds.weight * (both * shut + (now - both) * open_)).sum())
        everybody += weight * float((kinds.weight * (then * shut + (1.0 - then) * open_)).sum())
    return closed / everybody if everybody > 0.0 else who.gate_now


def _said(p: Parameters, who: Prospect, kinds: Minds, gate_closed: bool) -> F64:
    """How likely people of each mind give the answer that was heard, one element each."""
    trial = _trial(kinds, one(who.offered_usd), one(who.pledge_h100e))
    if who.heard is Answer.NO:  # they would have said no without the gate, too
        answered = answers(p, who, trial, gate_closed=False)
        return answered.reply * (1.0 - answered.interested)
    answered = answers(p, who, trial, gate_closed)
    return answered.reply * answered.interested
