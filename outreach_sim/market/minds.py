"""Who the people may be to whom a lab has written: world keys under which they do what was seen of them.

Everything that luck gives a person hangs on a world key: tastes, value of money, pay that is only guessed,
the gate, how they take to the lab, whether and what they answer. So a key drawn at random is a person drawn
from what is believed beforehand, and one under which they answer, or are silent, as the real person has is
drawn from what is believed afterwards: by rejection, so nothing has to be weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.limits import LEAST_PAY_USD
from outreach_sim.market.observers.said import NO_ANSWER, SILENT, Approached, Mails
from outreach_sim.market.setup import PPM, Setup
from outreach_sim.market.state.bands import bands_of, pay_within
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.tastes import Tastes, own_streams, reply_delay_table, tastes_of
from outreach_sim.model.draws import (
    NUMBER_SHIFT,
    U64,
    Purpose,
    Stream,
    bits,
    logistic,
    normal,
    occasions,
    pack,
    quantile_index,
    uniform,
    world_keys,
)
from outreach_sim.model.features import F64, some_of
from outreach_sim.model.logits import total
from outreach_sim.model.terms import interest_chance, reply_terms

FIRST_TRIES = 4
"""Times as many keys as worlds that are tried on everybody at first."""
MOST_TRIES = 200
"""Times as many are tried on one person; of whom none of them fits, nothing is held to be known."""
AT_ONCE = 200_000
"""People under keys that are tried at a time."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of people who were written to.

    Attributes:
        setup: the scenario, tastes not frozen.
        lab: who wrote. day: today.
        mails, approached: of the lab.
        loads: what inboxes hold beyond the usual, campaigns a year, by day of a mail and candidate.
    """

    setup: Setup
    lab: int
    day: int
    mails: Mails
    approached: Approached
    loads: Mapping[int, F64]

    @property
    def people(self) -> Index:
        """Who was written to."""
        return np.unique(self.approached.candidate)


def imagined_money(setup: Setup, home: Index, candidate: Index, own: U64) -> tuple[F64, F64]:
    """What strangers may earn, and what leaving may forfeit, USD a year.

    Pay is lognormal, as their employer's band and their standing say, within the bounds of how people are
    made; a stake lies between nothing and twice the mean of the first lab, and is lost with a move.

    Args:
        setup: the scenario.
        home: indices of the labs where they work.
        candidate: who they are.
        own: their own streams.
    """
    bands = bands_of(setup)
    mean, sd = pay_within(bands, home, setup.people.standing[candidate])
    least = np.maximum(bands.median_usd[home] / 4.0, LEAST_PAY_USD)
    drawn = np.floor(np.exp(mean + sd * normal(bits(own, Purpose.PAY))))
    drawn = np.clip(drawn, least, np.maximum(3.0 * bands.top_usd[home], least))
    pay = np.where(setup.people.pay_known[candidate], setup.people.pay_usd[candidate], drawn)
    share = np.array([lab.stake for lab in setup.labs])[home] * (setup.people.employer[candidate] == home)
    return pay, np.floor(2.0 * uniform(bits(own, Purpose.VESTED)) * share * pay)


def minds_like(seen: Seen, seed: int, worlds: int) -> U64:
    """World keys of ``seen.people``, shape (worlds, people): those of the worlds themselves where they fit.

    Args:
        seen: what they must fit.
        seed: of the forecast.
        worlds: how many.
    """
    keys = world_keys(seed, np.arange(worlds), Stream.FORECAST)
    fitting: dict[int, list[U64]] = {int(who): [] for who in seen.people}
    missing, tried, batch = seen.people, 0, FIRST_TRIES * worlds
    while missing.size and batch:
        tries = world_keys(seed, np.arange(tried, tried + batch), Stream.FORECAST)
        for part in np.array_split(missing, -(-missing.size * batch // AT_ONCE)):
            fits = fit(seen, np.repeat(part, batch), np.tile(tries, part.size)).reshape(part.size, batch)
            for who, which in zip(part.tolist(), fits, strict=True):
                fitting[who].append(tries[which])
        tried += batch
        missing = np.array([w for w in missing.tolist() if sum(map(len, fitting[w])) < worlds], dtype=np.intp)
        batch = min(max(AT_ONCE // max(missing.size, 1), worlds), MOST_TRIES * worlds - tried)
    return np.column_stack([placed(keys, np.concatenate(parts)) for parts in fitting.values()])


def placed(keys: U64, fitting: U64) -> U64:
    """The keys of worlds where they fit, in the others those that fit one after the other."""
    if not fitting.size:
        return keys
    own = np.isin(keys, fitting)
    others = fitting[~np.isin(fitting, keys)]
    others = others if others.size else fitting
    found = keys.copy()
    found[~own] = np.resize(others, int((~own).sum()))
    return found


def fit(seen: Seen, candidate: Index, keys: U64) -> Bools:
    """Under which of these keys these people have said what was seen of them."""
    fits = np.ones(candidate.size, dtype=np.bool_)
    for which, mind in minds(seen, candidate, keys):
        fits[which] &= mind.as_seen
    return fits


@dataclass(frozen=True, slots=True)
class Mind:
    """What people do with one of the lab's approaches, one element each.

    Attributes:
        at: which approach, a place in ``Approached``.
        as_seen: whether they do what was seen.
        shock: of reply; infinite where nothing is opened.
        value: V of the latest mail. due: when an answer to it arrives; ``SILENT`` where there is none.
    """

    at: Index
    as_seen: Bools
    shock: F64
    value: F64
    due: NDArray[np.int64]


def minds(seen: Seen, candidate: Index, keys: U64) -> Iterator[tuple[Index, Mind]]:
    """What these people under these keys do with each of the lab's approaches, from the first to the last.

    Yields:
        The places of those who have been approached so often, and what they do.
    """
    approached, own = seen.approached, own_streams(keys, candidate)
    tastes = tastes_of(seen.setup, own, own)
    begin = np.searchsorted(approached.candidate, candidate)
    attempts = np.searchsorted(approached.candidate, candidate, side="right") - begin
    for turn in range(int(attempts.max(initial=0))):
        which = np.flatnonzero(attempts > turn)
        reader = Reader(candidate[which], keys[which], own[which], some_tastes(tastes, which))
        yield which, read(seen, reader, begin[which] + turn)


@dataclass(frozen=True, slots=True)
class Reader:
    """People under keys: who, their keys, own streams and tastes; one element each."""

    candidate: Index
    keys: U64
    own: U64
    tastes: Tastes


def some_tastes(tastes: Tastes, which: Index) -> Tastes:
    """Those of some of the people."""
    every: dict[str, Any] = {field.name: getattr(tastes, field.name) for field in fields(tastes)}
    some = {name: None if array is None else array[which] for name, array in every.items()}
    return Tastes(**cast(dict[str, Any], some))


def read(seen: Seen, reader: Reader, at: Index) -> Mind:
    """What readers do with these approaches of the lab."""
    p, approached = seen.setup.parameters, seen.approached
    pair = pack(reader.candidate, seen.lab, 0)
    first = occasions(reader.keys, pair)
    own = occasions(reader.keys, pair | approached.number[at].astype(np.uint64) << NUMBER_SHIFT)
    same = (approached.number[at] == 1) | (uniform(bits(own, Purpose.SAME_MIND)) < p.memory)
    mind = np.where(same, first, own)
    opens = uniform(bits(own, Purpose.OPEN)) < seen.mails.chance[approached.first[at]]
    shock = np.where(opens, logistic(bits(mind, Purpose.REPLY)), np.inf)
    like = p.fit_sd * normal(bits(first, Purpose.FIT))
    delay = reply_delay_table(p)[quantile_index(bits(own, Purpose.REPLY_DELAY))]
    fits, value, due = answers(seen, reader, at, shock, like, delay)
    heard = np.flatnonzero(approached.answered[at] != SILENT)
    draw = uniform(bits(mind[heard], Purpose.INTEREST))
    fits[heard] &= verdict(seen, some_tastes(reader.tastes, heard), at[heard], value[heard], draw)
    return Mind(at, fits, shock, value, due)


def answers(
    seen: Seen, reader: Reader, at: Index, shock: F64, like: F64, delay: NDArray[np.int16]
) -> tuple[Bools, F64, NDArray[np.int64]]:
    """Whether answers come, and stay out, as seen; V of the latest mail, and when an answer to it arrives."""
    p, approached = seen.setup.parameters, seen.approached
    cuts, count, answered = np.array((0.0, *p.reply_cuts)), approached.count[at], approached.answered[at]
    fits, value = np.ones(at.size, dtype=np.bool_), np.zeros(at.size)
    due = np.full(at.size, SILENT, dtype=np.int64)
    for mail in range(1, int(count.max(initial=0)) + 1):
        got = np.flatnonzero(count >= mail)
        place = approached.first[at[got]] + mail - 1
        value[got] = worth(seen, reader, got, place, like)
        replies = cuts[mail] + value[got] >= shock[got]
        last = (count[got] == mail) & (answered[got] == SILENT)
        arrives, until = seen.mails.day[place] + delay[got], approached.until[at[got]]
        stays_out = (until == NO_ANSWER) | (seen.mails.next_on[place] >= until)
        waits = np.where(replies, arrives >= until + ~approached.live[at[got]], stays_out)
        fits[got] &= np.where(last, waits, replies == (answered[got] == mail))
        due[got] = np.where(last & replies, arrives, SILENT)
    return fits, value, due


def worth(seen: Seen, reader: Reader, which: Index, place: Index, like: F64) -> F64:
    """V of these mails to these readers: the model's own terms of what they see."""
    mails, tastes, candidate = seen.mails, reader.tastes, reader.candidate[which]
    features = some_of(mails.features, place)
    pay, stake = imagined_money(seen.setup, mails.home[place], candidate, reader.own[which])
    features = replace(
        features,
        present_usd=pay,
        stake_usd=None if features.stake_usd is None else stake,
        money=tastes.money[which],
        taste=tastes.compute[which],
        fit=like[which],
    )
    if tastes.mission is not None and tastes.product is not None:
        features.mission = tastes.mission[which] * mails.mission_gap[place]
        features.product = tastes.product[which] * mails.product_gap[place]
    if features.load_campaigns is not None:
        features.load_campaigns = loads_of(seen, place)
    return total(reply_terms(seen.setup.parameters, features))


def loads_of(seen: Seen, place: Index) -> F64:
    """What the inboxes of the readers of these mails hold, as rivals usually write."""
    found = np.zeros(place.size)
    days = seen.mails.day[place]
    for day in np.unique(days).tolist():
        of_day = np.flatnonzero(days == day)
        found[of_day] = seen.loads[day][seen.mails.candidate[place[of_day]]]
    return found


def verdict(seen: Seen, tastes: Tastes, at: Index, value: F64, draw: F64) -> Bools:
    """Whether those who answered say yes or no as seen.

    Who named a fleet has a gate, so is a heavy user, and would have said yes without it. How high it is they
    have said, so it is not drawn: any heavy user may be the one.
    """
    p, approached = seen.setup.parameters, seen.approached
    named, interested = approached.named_h100e[at] > 0, approached.interested[at]
    closed = approached.have_h100e[at] * PPM < tastes.gate_ppm * approached.leader_h100e[at]
    shut = (named | closed).astype(np.float64)
    yes = draw < interest_chance(p, value, shut)
    would = draw < interest_chance(p, value, None)
    by_gate = ~yes & would & (shut > 0.0)
    told = np.where(named, by_gate & (tastes.compute > 0.0), ~yes & ~by_gate)
    return np.where(interested, yes, told)
