"""What an agent sees of one world, read off the ``LabView`` that policies and agents have of it."""

import math

import numpy as np

from outreach_sim.market.setup import NO_LIMIT, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, OwnApproach, look

SENDERS = (Sender.RECRUITER, Sender.HIRING_MANAGER, Sender.CEO)


def observed(world: World, number: int = 0, countered: frozenset[int] = frozenset()) -> dict[str, np.ndarray]:
    """The same entries, one by one.

    Args:
        world: a stack.
        number: which world of it.
        countered: to whose offer the employer has answered, as the mails of the lab say.
    """
    view = look(world, world.setup.player, number)
    return {
        "lab": lab(view, world),
        "people": filled([person(view, c) for c in view.best_free[:16].tolist()], 16, 7),
        "approaches": filled([approach(view, own, countered) for own in answerable(view)[:6]], 6, 10),
        "staff": filled(staff(view, world)[:4], 4, 6),
    }


def filled(rows: list[list[float]], slots: int, width: int) -> np.ndarray:
    found = np.zeros((slots, width), dtype=np.float32)
    found[: len(rows)] = np.array(rows).reshape(-1, width)
    return found


def log(amount: float, unit: float = 1.0) -> float:
    return math.log10(max(amount, 1.0) / unit)


def part(left: int | None, quota: int) -> float:
    if left is None or quota >= NO_LIMIT // 2:
        return 1.0
    return min(max(left, 0) / max(quota, 1), 1.0)


def lab(view: LabView, world: World) -> np.ndarray:
    setup, me = world.setup, world.setup.labs[view.lab]
    states = [own.state for own in view.approaches]
    others = np.delete(view.h100e_per_researcher, view.lab)
    free_usd = None if view.cash_usd is None else view.cash_usd - view.reserved_usd
    hours = setup.rules.ceo_hours
    return np.array(
        [
            view.day / setup.days,
            (setup.weekday + view.day) % 7 / 6,
            1.0 if free_usd is None else min(max(free_usd / me.budget_usd, -1.0), 10.0),
            *(part(view.letters_left[sender], me.letters_per_week[sender]) for sender in SENDERS),
            part(view.interviews_left, me.interviews_per_week),
            1.0 if view.hours_left is None or hours == 1_000_000 else view.hours_left / hours,
            view.hours_kept / 10,
            log(view.h100e_per_researcher[view.lab], 100),
            log(others.max(), 100),
            log(view.pledgeable_h100e, 1000),
            log(view.heads[view.lab], 100),
            *(
                states.count(state) / 10
                for state in (State.WAITING, State.INTERESTED, State.PROCESS, State.OFFERED, State.SIGNED)
            ),
            len({offer.candidate for offer in view.offered if not offer.countered}) / 10,
            view.market_pay - 1,
        ],
        dtype=np.float32,
    )


def of_anybody(view: LabView, candidate: int) -> list[float]:
    return [
        1.0,
        view.judged.tolist().index(candidate) / len(view.judged),
        view.level[candidate] / 5,
        log(view.pay_guess_usd[candidate], 1e6),
    ]


def employer(view: LabView, candidate: int) -> float:
    return log(view.h100e_per_researcher[view.employer[candidate]], 100)


def person(view: LabView, candidate: int) -> list[float]:
    asked = 0 if view.asked_h100e is None else view.asked_h100e[candidate]
    return [
        *of_anybody(view, candidate),
        employer(view, candidate),
        float(view.fresh is not None and view.fresh[candidate]),
        log(asked) / 6,
    ]


def answerable(view: LabView) -> list[OwnApproach]:
    found = [
        own
        for own in view.approaches
        if own.state == State.OFFERED or (own.state == State.INTERESTED and own.by_hand)
    ]
    return sorted(found, key=lambda own: (own.due, own.candidate))


def approach(view: LabView, own: OwnApproach, countered: frozenset[int]) -> list[float]:
    assert own.due is not None
    out = own.state == State.OFFERED
    return [
        *of_anybody(view, own.candidate),
        employer(view, own.candidate),
        float(out),
        float(out and own.candidate in countered),
        (own.due - view.day) / 30,
        log(own.pay_usd, 1e6),
        own.pledge_h100e / view.h100e_per_researcher[view.lab],
    ]


def staff(view: LabView, world: World) -> list[list[float]]:
    rows: dict[int, list[float]] = {}
    if not world.setup.mechanisms.counter_offers:
        return []
    for offer in view.offered:
        if not offer.countered and offer.candidate not in rows:
            rival = log(view.h100e_per_researcher[offer.lab], 100)
            rows[offer.candidate] = [*of_anybody(view, offer.candidate), (offer.until - view.day) / 30, rival]
    return list(rows.values())
