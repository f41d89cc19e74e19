"""Approaches as one lab may imagine them today: its own as it knows them, those of rivals as usual."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.flight import terms_told
from outreach_sim.market.habits import habits
from outreach_sim.market.minds import Seen, minds
from outreach_sim.market.observers.grants import NOT_STARTED, Grants
from outreach_sim.market.observers.said import SILENT
from outreach_sim.market.phases.arrivals import QUIT_DAYS
from outreach_sim.market.plan import approaches, sketch_offers
from outreach_sim.market.state.approaches import NEVER, ApproachTable, Flag, State
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.saved import SAVED_AS, Arrays
from outreach_sim.market.state.world import World
from outreach_sim.market.view import offers_to_staff
from outreach_sim.model.draws import Purpose, bits, integer, normal, uniform

Columns = dict[str, NDArray[Any]]
"""Columns of an approach table, one element for each approach."""
Bools = NDArray[np.bool_]


def own_number(world: World, people: int) -> Index:
    """The row of the player's lab in the world of each person of a stack."""
    return np.arange(people) // world.candidates * world.labs + world.setup.player


def all_rows(
    world: World, fresh: Arrays, known: Arrays, same: Bools, real: World, grants: Grants, seen: Seen | None
) -> Columns:
    """Every approach that is under way in the imagined worlds.

    Args:
        world: the stack that they are for, its people assumed.
        fresh: what was drawn, with what is seen written over it.
        known: copies of the real world.
        same: who works in the fresh world where they really do.
        real: the world as it is, of which the lab's own approaches are read.
        grants: noted of it.
        seen: what people have said.
    """
    told = told_offers(world, fresh, real)
    parts = [of_rivals(world, fresh, same, told), told]
    parts += [signed_away(world, fresh, known), leaving(world, fresh, known), misfits(world, fresh, grants)]
    if seen is not None or len(real.approaches):
        parts.append(of_the_lab(world, real, seen))
    return {name: np.concatenate([part[name] for part in parts]) for name in ApproachTable.names()}


def columns_of(arrays: Arrays, prefix: str = "approach.") -> Columns:
    """The columns of a snapshot."""
    names = ApproachTable.names()
    return {name: arrays[SAVED_AS.get(prefix + name, prefix + name)] for name in names}


def some(columns: Columns, which: NDArray[Any]) -> Columns:
    """The same of some approaches."""
    return {name: column[which] for name, column in columns.items()}


def of_rivals(world: World, fresh: Arrays, same: Bools, told: Columns) -> Columns:
    """Letters, talks and offers of rivals to people who are where the fresh world has them too.

    The lab's own people tell it of their offers, so there are none but those told of.
    """
    rows = columns_of(fresh)
    person, row, state = rows["person"], rows["row"], rows["state"]
    keep = (world.lab_of[row] != world.setup.player) & (state >= State.WAITING) & (state <= State.OFFERED)
    keep &= same[person] & (fresh["status"][person] == Status.HERE) & (fresh["home"][person] != row)
    own = world.lab_of[fresh["home"][person]] == world.setup.player
    known = np.isin(person + world.pair_offset[row], told["person"] + world.pair_offset[told["row"]])
    return some(rows, keep & ~known & ~(own & (state == State.OFFERED)))


def told_offers(world: World, fresh: Arrays, real: World) -> Columns:
    """Offers to the lab's own people, who have told of them, in every world: the terms are the usual ones."""
    lab = world.setup.player
    usual = {habit.lab: habit for habit in habits(real, lab)}
    told = sorted(offers_to_staff(real, lab), key=lambda offer: -offer.since)  # the first counts, so is last
    tables = []
    for offer in told:
        who = np.array([offer.candidate])
        terms = terms_told(real, usual.get(offer.lab), who)
        tables.append(sketch_offers(real, approaches(real, offer.lab, who, terms, knower=lab)))
    each = [(o.candidate, o.lab, o.since, o.until) for o in told]
    candidate, rival, since, until = np.array(each, dtype=np.int64).reshape(-1, 4).T
    rows = {
        name: np.tile(
            np.concatenate([getattr(ApproachTable(0), name), *(getattr(t, name) for t in tables)]),
            world.worlds,
        )
        for name in ApproachTable.names()
    }
    at = np.arange(world.worlds).repeat(len(told))
    rows["person"] = np.tile(candidate, world.worlds) + at * world.candidates
    rows["row"] = np.tile(rival, world.worlds) + at * world.labs
    rows["state"][:], rows["due"][:] = State.OFFERED, np.tile(until, world.worlds)
    rows["deadline_days"][:] = np.tile(until - since, world.worlds)
    attempts = fresh["attempts"][rows["person"] + world.pair_offset[rows["row"]]]
    rows["number"], rows["before"] = np.maximum(attempts, 1), np.zeros_like(rows["before"])
    as_the_person(world, rows)
    return rows


def blank(world: World, person: Index, row: Index, state: int, due: NDArray[Any]) -> Columns:
    """Approaches of which nothing matters but where they stand."""
    table = ApproachTable(person.size)
    table.append(person.size)
    rows = {name: np.zeros_like(getattr(table, name)) for name in ApproachTable.names()}
    number = np.ones(person.size, dtype=np.uint8)
    rows |= {"person": person, "row": row, "number": number, "mails": number.copy()}
    rows["occasion"] = rows["mind"] = world.occasion(person, row, number)
    rows["state"][:], rows["due"][:] = state, due
    return rows


def signed_away(world: World, fresh: Arrays, known: Arrays) -> Columns:
    """Strangers who have signed with others, as is seen; where and from when is not, so it is drawn."""
    where_is_known = np.zeros(fresh["status"].size, dtype=np.bool_)
    where_is_known[known["approach.person"][_is_known(world, known)]] = True
    who = np.flatnonzero((fresh["status"] == Status.SIGNED) & ~where_is_known)
    home = fresh["home"][who] % world.labs
    others = [lab for lab in range(world.labs) if lab not in (world.setup.player, world.outside)]
    if len(others) < 2:
        fresh["status"][who] = Status.HERE
        who, home = who[:0], home[:0]
    stream = world.own_stream(who)
    place = integer(bits(stream, Purpose.ALTERNATIVE), 0, max(len(others) - 1, 0))
    lab = np.array(others)[place]
    lab = np.where(lab == home, np.array(others)[(place + 1) % len(others)], lab)
    wait = integer(bits(stream, Purpose.QUIT_DAYS), 0, world.setup.rules.notice_days - 1)
    row = who // world.candidates * world.labs + lab
    rows = blank(world, who, row, State.SIGNED, int(fresh["day"][0]) + wait)
    rows["pay_usd"] = fresh["pay_usd"][who].copy()
    return rows


def leaving(world: World, fresh: Arrays, known: Arrays) -> Columns:
    """The lab's own people who have signed with others: it knows with whom, and when they go."""
    rivals = known["approach.row"] % world.labs != world.setup.player
    who, row, due = (
        known[f"approach.{name}"][rivals & _is_known(world, known)] for name in ("person", "row", "due")
    )
    rows = blank(world, who, row, State.SIGNED, due)
    rows["pay_usd"] = fresh["pay_usd"][who].copy()
    return rows


def _is_known(world: World, known: Arrays) -> Bools:
    """Which approaches are signatures of which the lab knows all: of its own people, and with it."""
    with_us = known["approach.row"] % world.labs == world.setup.player
    of_us = known["home"][known["approach.person"]] % world.labs == world.setup.player
    result: Bools = (known["approach.state"] == State.SIGNED) & (with_us | of_us)
    return result


def misfits(world: World, fresh: Arrays, grants: Grants) -> Columns:
    """Own hires of the last half year who do not fit and have not quit yet, as likely as they are there."""
    day, (first, last) = int(fresh["day"][0]), QUIT_DAYS
    started = np.tile(grants.started_on.astype(np.int64), world.worlds)
    chance = 1.0 - np.tile(grants.stay_chance(day), world.worlds)
    own = (fresh["home"] == own_number(world, started.size)) & (fresh["status"] == Status.HERE)
    young = own & (started != NOT_STARTED) & (started + last >= day)
    who = np.flatnonzero(young & world.setup.mechanisms.misfit)
    who = who[uniform(bits(world.own_stream(who), Purpose.MISFIT)) < chance[who]]
    earliest = np.maximum(first, day - started[who])
    days = earliest + np.floor(
        uniform(bits(world.own_stream(who), Purpose.QUIT_DAYS)) * (last - earliest + 1)
    ).astype(np.int64)
    return blank(world, who, fresh["home"][who], State.MISFIT, np.minimum(started[who] + days, NEVER - 1))


def of_the_lab(world: World, real: World, seen: Seen | None) -> Columns:
    """The lab's own approaches as it knows them, in every world; what is hidden of them is the person's.

    They go on by themselves: whoever is interested is answered.
    """
    table = real.approaches
    live = table.under_way & (table.row == world.setup.player)
    mine = np.flatnonzero(live)
    mine = mine[np.lexsort((table.number[mine], table.person[mine]))]
    rows: Columns = {n: np.tile(getattr(table, n)[mine], world.worlds) for n in ApproachTable.names()}
    at = np.arange(world.worlds).repeat(mine.size)
    rows["person"], rows["row"] = (
        rows["person"] + at * world.candidates,
        rows["row"] + at * world.labs,
    )
    rows["flags"] = rows["flags"] & np.uint8(~np.uint8(Flag.BY_HAND | Flag.TURNS_BACK))
    as_the_person(world, rows)
    silent = (rows["state"] == State.WAITING) | (rows["state"] == State.REPLYING)
    rows["state"][silent] = State.WAITING
    if seen is not None and silent.any():
        hear(world, rows, np.flatnonzero(silent), seen)
    return rows


def as_the_person(world: World, rows: Columns) -> None:
    """Streams, mind and fit of these approaches, as the assumed people have them."""
    person, row, number = rows["person"], rows["row"], rows["number"]
    p, own, first = world.setup.parameters, world.occasion(person, row, number), world.occasion(person, row)
    same = (number == 1) | (uniform(bits(own, Purpose.SAME_MIND)) < p.memory)
    rows["occasion"], rows["mind"] = own, np.where(same, first, own)
    rows["fit"] = p.fit_sd * normal(bits(first, Purpose.FIT))
    rows["shock"], rows["value"] = np.zeros((2, person.size))  # of answers, which have been heard


def hear(world: World, rows: Columns, silent: Index, seen: Seen) -> None:
    """What will come of silence: an answer on its way, or another mail, as the assumed people have it."""
    person, said = rows["person"][silent], seen.approached
    candidate, keys = person % world.candidates, world.keys_of(rows["row"][silent], person)
    last = said.first + said.count - 1
    for which, mind in minds(seen, candidate, keys):
        now = said.live[mind.at]
        at, place = silent[which[now]], mind.at[now]
        replies = mind.due[now] != SILENT
        next_on = seen.mails.next_on[last[place]]
        rows["shock"][at], rows["value"][at] = mind.shock[now], mind.value[now]
        rows["state"][at] = np.where(replies, State.REPLYING, State.WAITING)
        rows["due"][at] = np.maximum(np.where(replies, mind.due[now], next_on), seen.day)


def waiting(world: World, fresh: Arrays, known: Arrays, same: Bools) -> Arrays:
    """Who waits for machines: for those of the lab as they have said, for those of rivals as was drawn."""
    if world.stores.waiting is None:
        return {}
    theirs, ours = columns_of(fresh, "waiting."), columns_of(known, "waiting.")
    keep = (theirs["row"] % world.labs != world.setup.player) & same[theirs["person"]]
    mine = ours["row"] % world.labs == world.setup.player
    ours = some(ours, mine)
    as_the_person(world, ours)
    found: Arrays = {
        SAVED_AS.get(f"waiting.{name}", f"waiting.{name}"): np.concatenate((theirs[name][keep], ours[name]))
        for name in ApproachTable.names()
    }
    named = (fresh["waiting.named_h100e"][keep], known["waiting.named_h100e"][mine])
    return found | {"waiting.named_h100e": np.concatenate(named)}
