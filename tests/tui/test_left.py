"""What the desk says is left for today is what the market has left once it has carried out the orders."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.phases.features import open_chances
from outreach_sim.market.phases.orders import carry_out
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.state.asked import everywhere
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.view import look
from outreach_sim.tui.left import Left, left_today
from tests.market.worlds import richest_setup, two_chairs

DAYS = 45
DOS = (Do.BUY, Do.RENT, Do.RAISE, Do.OFFER, Do.OFFER, Do.OFFER, Do.WITHDRAW, Do.INVITE)
OF_TWO_CHAIRS = (*DOS, Do.COUNTER, Do.COUNTER, Do.STAND)


SINGLE = ("free_usd", "reserved_usd", "promised_usd", "rentable_h100e", "interviews", "letters",
          "pledgeable_h100e")  # fmt: skip
OF_OWN_PEOPLE = ("hours", "kept", "raises_usd")
NUMBERS = (*SINGLE[:5], *OF_OWN_PEOPLE)
LOW_CEILING = 800_000
"""Some raises would lead above it, others not."""
QUOTA = {Sender.CEO: 2, Sender.HIRING_MANAGER: 9, Sender.RECRUITER: 40}


def scene() -> Setup:
    """A lab with live offers, people who wait for an answer, and money for some of what it could want."""
    base = richest_setup(120, DAYS)
    likely = replace(base.parameters, reply_cut_1=3.0, interest_cut=0.0, offer_chance_direct=0.9)
    rules = replace(base.rules, pay_ceiling_usd=LOW_CEILING)
    labs = (replace(base.labs[0], letters_per_week=QUOTA, interviews_per_week=4), *base.labs[1:])
    letters = tuple(
        replace(order, by_hand=order.top == 12) for order in base.script if order.do is Do.SEND
    )  # those of twelve wait for an answer, the others are offered as they are
    return replace(base, parameters=likely, labs=labs, script=letters, rules=rules)


def besieged() -> Setup:
    """The same where the lab's own people have offers, its CEO little time, and money comes on some days."""
    base = two_chairs(scene())
    letters = tuple(order for order in base.script if order.do in (Do.SEND, Do.STAND))
    theirs = Order(
        2, tuple(range(0, DAYS, 5)), template=0, top=40, employers=(0,), pay_ratio=2.0, direct=True
    )
    rules = replace(base.rules, ceo_hours=4)
    return replace(base, script=(*letters, replace(theirs, deadline_days=20)), rules=rules)


def random_orders(rng: np.random.Generator, world: World, dos: tuple[Do, ...]) -> list[Order]:
    """Whatever a player could ask for, possible or not."""
    view, orders = look(world, 0), list[Order]()
    staff = np.flatnonzero(view.employer == 0)
    own = [a.candidate for a in view.approaches]
    for _ in range(6):
        do = Do(int(rng.choice([Do.SEND, *dos])))
        people = staff if do is Do.RAISE else np.array(own or [0])
        if do is Do.COUNTER:
            people = np.array([offer.candidate for offer in view.offered] or [0])
        some = tuple(int(c) for c in rng.choice(people, size=min(3, people.size), replace=False))
        some = some[:1] if do is Do.INVITE else some  # the desk invites one at a time
        machines = do in (Do.BUY, Do.RENT, Do.STAND)
        left = tuple(c for c in some if not any(c in o.candidates for o in orders))
        if do is Do.SEND:
            orders.append(random_letter(rng, world))
        if do is Do.SEND or (not machines and not left):
            continue
        orders.append(
            Order(
                0, (), do, candidates=() if machines else left, pay_ratio=float(rng.uniform(0.9, 2.5)),
                pay_usd=0 if do is Do.RAISE else int(rng.integers(300_000, 4_000_000)),
                sign_on_usd=int(rng.choice([0, 500_000])) if do is Do.OFFER else 0,
                pledge_h100e=int(rng.choice([0, 400, 90_000])) if do is Do.OFFER else 0,
                h100e=int(rng.choice([50, 600, 20_000, 90_000])), rent_days=int(rng.integers(5, 200)),
                keep_hours=int(rng.integers(4)),
            )
        )  # fmt: skip
    return orders


def random_letter(rng: np.random.Generator, world: World) -> Order:
    """A letter to some people by name, or a round to the best."""
    sender, named = Sender(int(rng.integers(3))), bool(rng.integers(2))
    some = tuple(int(c) for c in rng.choice(world.candidates, size=3, replace=False))
    return Order(
        0, (), Do.SEND, template=1, sender=sender, candidates=some if named else (),
        top=0 if named else int(rng.integers(1, 9)), by=str(rng.choice(["pay", "impact"])),
        employers=(2,) if rng.integers(2) else (), pay_usd=900_000,
    )  # fmt: skip


def left(world: World, orders: list[Order]) -> Left:
    def pay_usd(candidate: int) -> int | None:
        own = world.home[candidate] == 0 and world.status[candidate] == Status.HERE
        return int(world.pay_usd[candidate]) if own else None

    return left_today(look(world, 0), pay_usd, world, orders)


def carried_out(world: World, orders: list[Order]) -> Left:
    """The same after the market has done it; what is promised is the desk's own sum."""
    world.open_chance_today = open_chances(world)  # a day begins so
    for order in orders:
        carry_out(world, everywhere(world, replace(order, days=(world.day,))))
    return left(world, [])


@pytest.mark.parametrize(("setup", "dos"), [(scene(), DOS), (besieged(), OF_TWO_CHAIRS)], ids=["one", "two"])
def test_what_is_left_after_orders_is_what_the_market_has_left_after_them(
    setup: Setup, dos: tuple[Do, ...]
) -> None:
    rng, changed = np.random.default_rng(4), Counter[str]()
    world = World(setup, 8, [0])
    while world.day < DAYS:
        play_day(world)
        if world.day < 8:
            continue
        for _ in range(1 + world.day % 2):
            orders = random_orders(rng, world, dos)
            now, shown = left(world, []), left(world, orders)
            again = World(world.setup, 8, [0])
            restore(again, snapshot(world))
            done = carried_out(again, orders)
            for name in NUMBERS:
                assert getattr(shown, name) == getattr(done, name), (name, orders)
                changed[name] += getattr(shown, name) != getattr(now, name)
            assert shown.letters == done.letters and np.array_equal(shown.free, done.free)
            changed["letters"] += shown.letters != now.letters
            assert max(shown.pledgeable_h100e, 0) == done.pledgeable_h100e
            changed["pledgeable_h100e"] += shown.pledgeable_h100e != now.pledgeable_h100e
    least = {name: changed[name] for name in (SINGLE if dos == DOS else OF_OWN_PEOPLE)}
    assert min(least.values()) >= 5, changed
