"""Worlds as one lab may imagine them today: what it has seen as it is, all that is hidden drawn anew.

Nothing hidden of the real world is read: the state of a fresh stack is taken, in which the lab did nothing
and rivals played on a luck of their own, and what is public or the lab's own is written over it. So rivals
have letters, talks and offers under way as they usually have, to people who are where they really are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.imagined_rows import Columns, all_rows, columns_of, own_number, waiting
from outreach_sim.market.mechanisms.afterwards import KEPT_DAYS
from outreach_sim.market.mechanisms.purchases import lateness
from outreach_sim.market.minds import Seen, imagined_money
from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.observers.said import Ordered
from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, Setup
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.state.copies import copies
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.saved import SAVED_AS, Arrays
from outreach_sim.market.state.snapshot import settle, snapshot, take_over
from outreach_sim.market.state.stores.teams import NOWHERE
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import U64, Purpose, Stream, bits, uniform

Bools = NDArray[np.bool_]
MOST_DRAWS = 20
"""So often the lateness of an order is drawn until it fits that it is not there yet."""

PUBLIC = (
    "home", "before", "heads", "teams.led_to", "teams.led_until", "crowds.staff_of", "crowds.said_to",
    "crowds.staff", "crowds.said", "stays.since", "stays.hired", "stays.left", "names.worn", "tactics.seen",
    "tactics.adopts_on", "fleet.bought", "fleet.rented", "fleet.given_back", "fleet.orders",
    "fleet.spent_usd", "demand.market_ppm",
)  # fmt: skip
"""What everybody can know: who works where and since when, machines, what is news."""
OF_THE_LAB = (
    "cash_usd", "reserved_usd", "committed_usd", "raises_usd", "pledged_h100e", "letters_used",
    "interviews_used", "mailed", "funnel", "meetings.held", "tactics.used", "tactics.won", "hours.used",
    "hours.stood", "hours.counter_from", "hours.keep",
)  # fmt: skip
"""Arrays by lab row of which a lab knows its own."""
OF_ITS_PAIRS = ("free_on", "attempts", "had", "meetings.met_on")
"""Arrays by pair of which a lab knows its own."""
OF_ITS_STAFF = ("pay_usd", "stake_usd", "pledge_h100e", "stays.kept_on", "staff.looked_on", "staff.raised_on")
"""Arrays by person of which a lab knows its own people's."""
BEGINS_ANEW = {
    "pledge_h100e": 0, "stays.kept_on": NEVER, "stays.leaves_on": NEVER, "staff.looked_on": 0,
    "staff.raised_on": 0, "peers.heard_usd": 0, "opener": 0, "countered": False,
}  # fmt: skip
"""Arrays by person that begin with an employer, and what they begin as."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What imagined worlds are drawn from.

    Attributes:
        seed: of the forecast. numbers: of the worlds.
        keys: who everybody is, world keys, shape (worlds, candidates).
        fresh: a snapshot of as many worlds in which the lab did nothing, on the luck of the forecast.
        ordered: machines that labs have ordered until now.
    """

    seed: int
    numbers: range
    keys: U64
    fresh: Arrays
    ordered: Sequence[Ordered] = ()


def fresh_worlds(setup: Setup, seed: int, numbers: range) -> World:
    """Worlds on the luck of a forecast before the first day; what strangers earn is drawn as guessed."""
    world = World(setup, seed, numbers, stream=Stream.FORECAST)
    everybody = np.arange(world.home.size)
    candidate = everybody % world.candidates
    own = world.own_stream(everybody)
    pay, stake = imagined_money(setup, world.lab_of[world.home], candidate, own)
    staff = world.lab_of[world.home] == setup.player
    world.pay_usd[:] = np.where(staff, world.pay_usd, pay)
    world.stake_usd[:] = np.where(staff, world.stake_usd, stake)
    return world


def imagined(setup: Setup, real: World, grants: Grants, draw: Draw, seen: Seen | None) -> World:
    """A stack of worlds as the player's lab may imagine them this morning.

    Args:
        setup: what is played on, tastes not frozen.
        real: the world as it is, of which only what the lab has seen is read.
        grants: noted of it.
        draw: of what is hidden.
        seen: what people have said; ``None`` where nobody was asked.
    """
    world = World(setup, draw.seed, draw.numbers, stream=Stream.FORECAST)
    world.assume(draw.keys.ravel())
    _tell_gates(world, seen)
    arrays = {name: array.copy() for name, array in draw.fresh.items()}
    known = copies(snapshot(real, copies=False), world.worlds, world.labs, world.candidates)
    own = known["home"] == own_number(world, known["home"].size)
    same = (arrays["home"] == known["home"]) & (known["status"] != Status.GONE)
    _pay(world, arrays, known, same & (draw.keys == world.keys[:, None]).ravel())
    _take_what_is_seen(world, arrays, known, own, same)
    _come_onto_the_market(world, arrays)
    _machines_to_come(world, arrays, draw.ordered)
    rows = all_rows(world, arrays, known, same, real, grants, seen)
    _set_aside(world, arrays, rows)
    arrays |= {SAVED_AS.get(f"approach.{n}", f"approach.{n}"): column for n, column in rows.items()}
    _mark_decisions(world, arrays, known, own, rows)
    _free_pairs(world, arrays, rows)
    arrays |= waiting(world, arrays, known, same)
    _seat_teams(world, arrays, rows)
    take_over(world, arrays)
    settle(world)
    return world


def _tell_gates(world: World, seen: Seen | None) -> None:
    """Whoever has said how large a fleet must be has a gate of that size."""
    if seen is None:
        return
    said = seen.approached
    for place in np.flatnonzero(said.named_h100e > 0).tolist():
        ppm = -(-int(said.named_h100e[place]) * PPM // max(int(said.leader_h100e[place]), 1))
        world.tastes.gate_ppm[int(said.candidate[place]) :: world.candidates] = ppm


def _pay(world: World, arrays: Arrays, known: Arrays, same: Bools) -> None:
    """What strangers earn and would forfeit: as drawn, anew for who is not as the fresh world has them."""
    everybody = np.arange(same.size)
    home, own = world.lab_of[known["home"]], world.own_stream(everybody)
    pay, stake = imagined_money(world.setup, home, everybody % world.candidates, own)
    arrays["pay_usd"] = np.where(same, arrays["pay_usd"], pay).astype(np.int64)
    arrays["stake_usd"] = np.where(same, arrays["stake_usd"], stake).astype(np.int64)
    public = world.setup.people.pay_known[everybody % world.candidates]
    arrays["pay_usd"][public] = known["pay_usd"][public]


def _take_what_is_seen(world: World, arrays: Arrays, known: Arrays, own: Bools, same: Bools) -> None:
    """Write what is public and what is the lab's own over what was drawn."""
    for name, begins in BEGINS_ANEW.items():
        if name in arrays:
            arrays[name] = np.where(same, arrays[name], np.array(begins, dtype=arrays[name].dtype))
    for name in set(PUBLIC) & set(arrays):
        arrays[name] = known[name]
    for name in set(OF_ITS_STAFF) & set(arrays):
        arrays[name] = np.where(own, known[name], arrays[name])
    for names, step in ((OF_THE_LAB, 1), (OF_ITS_PAIRS, world.candidates)):
        for name in set(names) & set(arrays):
            mine = (world.lab_of == world.setup.player).repeat(step)
            arrays[name][mine] = known[name][mine]
    _leaves_later(world, arrays, own)
    arrays["status"] = _status_seen(world, known, own)


def _leaves_later(world: World, arrays: Arrays, own: Bools) -> None:
    """Own people who were kept by a raise and are still there: whether and when they leave is drawn anew."""
    if "stays.kept_on" not in arrays:
        return
    kept_on = arrays["stays.kept_on"].astype(np.int64)
    who = np.flatnonzero(own & (kept_on < NEVER))
    hazard = max(world.setup.parameters.kept_hazard_per_year, 1e-9)
    draw = uniform(bits(world.own_stream(who), Purpose.LEAVES_LATER))
    days = world_day(arrays) - kept_on[who] + np.ceil(-np.log(draw) * (DAYS_PER_YEAR / hazard))
    until = np.minimum(kept_on[who] + days, NEVER - 1)
    arrays["stays.leaves_on"][own] = NEVER
    arrays["stays.leaves_on"][who] = np.where(days <= KEPT_DAYS, until, NEVER)


def _machines_to_come(world: World, arrays: Arrays, ordered: Sequence[Ordered]) -> None:
    """When orders come that have not come yet: after today, as late as is drawn anew."""
    if "fleet.bought" not in arrays:
        return
    bought, day = arrays["fleet.bought"], world_day(arrays)
    bought[:, day + 1 :] = bought[:, day : day + 1]
    for order in ordered:
        if order.there_on > day:
            _comes(world, bought, day, order)


def _comes(world: World, bought: NDArray[np.int64], day: int, order: Ordered) -> None:
    """One order of one lab, in every world."""
    rows = np.arange(world.worlds) * world.labs + order.lab
    number, promised = np.full(rows.size, order.number), order.day + world.setup.rules.delivery_days
    on = np.zeros(rows.size, dtype=np.int64)
    for step in range(1, MOST_DRAWS + 1):
        on = np.where(on > day, on, promised + lateness(world, rows, number, step))
    on = np.minimum(np.maximum(on, day + 1), bought.shape[1] - 1)
    for row, first in zip(rows.tolist(), on.tolist(), strict=True):
        bought[row, first:] += order.h100e


def world_day(arrays: Arrays) -> int:
    """The day of a snapshot."""
    return int(arrays["day"][0])


def _status_seen(world: World, known: Arrays, own: Bools) -> NDArray[np.uint8]:
    """Who has signed as far as it is seen: with the lab, from it, or not free though nothing else forbids."""
    status: NDArray[np.uint8] = known["status"].copy()
    mine = np.flatnonzero(world.lab_of == world.setup.player)
    free_on = known["free_on"].reshape(len(world.heads), world.candidates)[mine].ravel()
    with_us = np.zeros(status.size, dtype=np.bool_)
    signed = known["approach.state"] == State.SIGNED
    signed &= world.lab_of[known["approach.row"]] == world.setup.player
    with_us[known["approach.person"][signed]] = True
    seen = with_us | own | (free_on <= world_day(known))
    status[(status == Status.SIGNED) & ~seen] = Status.HERE
    return status


def _come_onto_the_market(world: World, arrays: Arrays) -> None:
    """Who of those that the lab cannot write to yet comes when: a lot; how many come on each day is not.

    Whoever comes today is known today.
    """
    shape, lab, day = (world.worlds, world.labs, world.candidates), world.setup.player, world_day(arrays)
    free_on, attempts = (arrays[name].reshape(shape)[:, lab] for name in ("free_on", "attempts"))
    to_come = (attempts == 0) & (free_on > day) & (free_on < NEVER)
    lot = bits(world.own_stream(np.arange(to_come.size)), Purpose.FRESH).reshape(to_come.shape)
    for dates, who, drawn in zip(free_on, to_come, lot, strict=True):
        waits = np.flatnonzero(who)
        dates[waits[drawn[waits].argsort()]] = np.sort(dates[waits])


def _set_aside(world: World, arrays: Arrays, rows: Columns) -> None:
    """What rivals keep for offers that are out: not for those of the fresh worlds, but for those that are."""
    for columns, sign in ((columns_of(arrays), -1), (rows, 1)):
        out = np.flatnonzero(
            (columns["state"] == State.OFFERED) & (world.lab_of[columns["row"]] != world.setup.player)
        )
        row = columns["row"][out]
        first_year = columns["pay_usd"][out] + columns["sign_on_usd"][out]
        np.add.at(arrays["reserved_usd"], row, sign * first_year)
        np.add.at(arrays["pledged_h100e"], row, sign * columns["pledge_h100e"][out])


def _mark_decisions(world: World, arrays: Arrays, known: Arrays, own: Bools, rows: Columns) -> None:
    """Whose decision is open, which offer has opened it, and whether the employer has answered."""
    offered = np.flatnonzero(rows["state"] == State.OFFERED)
    lab = world.lab_of[rows["row"][offered]]
    mine = lab == world.setup.player
    order = offered[np.argsort(mine, kind="stable")]  # the lab's own last, so that they count
    opener, countered = np.zeros_like(arrays["opener"]), arrays["countered"] & (arrays["opener"] > 0)
    code = (world.lab_of[rows["row"][order]] + 1) * 256 + rows["number"][order]
    opener[rows["person"][order]] = code
    arrays["opener"], person = opener, rows["person"][offered[mine]]
    by_us = known["opener"][person] >> 8 == world.setup.player + 1
    countered[opener == 0] = False
    countered[person] = known["countered"][person] & by_us
    staff = own & (opener > 0)
    countered[staff] = known["countered"][staff]
    arrays["countered"] = countered


def _free_pairs(world: World, arrays: Arrays, rows: Columns) -> None:
    """A pair is closed while an approach is under way, and else rests as it did, or not at all."""
    pair = rows["person"] + world.pair_offset[rows["row"]]
    free_on = arrays["free_on"]
    free_on[free_on == NEVER] = world_day(arrays)
    free_on[pair] = NEVER
    arrays["attempts"][pair] = np.maximum(arrays["attempts"][pair], rows["number"])


def _seat_teams(world: World, arrays: Arrays, rows: Columns) -> None:
    """Who works where counts for teams as for everybody else; the signed are where they have signed."""
    teams = world.stores.teams
    if teams is None:
        return
    works_at = np.where(arrays["status"] == Status.GONE, NOWHERE, arrays["home"])
    signed = rows["state"] == State.SIGNED
    works_at[rows["person"][signed]] = rows["row"][signed]
    teams.works_at[:], teams.count[:] = NOWHERE, 0
    teams.move(np.arange(works_at.size), works_at)
    arrays["teams.works_at"], arrays["teams.count"] = teams.works_at.copy(), teams.count.copy()
