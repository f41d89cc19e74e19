"""Actions of an agent as orders, in all worlds at once; and which choices there are today."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from outreach_sim.environments.choices import (
    INTERVIEWS,
    KEPT_HOURS,
    LETTERS,
    MOST_LETTERS,
    OFFER,
    PAY_PPM,
    PLEDGED_SHARES,
    SHARES,
    SHORT,
    WAIT,
    WITHDRAW,
    Choices,
)
from outreach_sim.environments.sight import APPROACH_SLOTS, FREE_SLOTS, Sight
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.asked import Asked, by_columns
from outreach_sim.market.state.runs import Index

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
_NOBODY_NAMED = np.zeros(0, dtype=np.intp)


def orders(choices: Choices, sight: Sight, actions: I64) -> Iterator[Asked]:
    """What these actions, shape (worlds, heads), ask for today; empty slots ask for nothing."""
    yield from _keep(sight, actions[:, -1])
    if choices.game == "campaign":
        yield from _campaign(choices, sight, actions)
    else:
        letters, answers, counters = np.split(
            actions[:, :-1], [4 * LETTERS, 4 * LETTERS + 3 * APPROACH_SLOTS], axis=1
        )
        yield from _answers(sight, answers.reshape(-1, APPROACH_SLOTS, 3))
        yield from _to(Do.COUNTER, sight, sight.staff.candidate, counters > 0)
        for slot, letter, pay, pledge in letters.reshape(-1, LETTERS, 4).transpose(1, 2, 0):
            yield from _letter(choices, sight, slot, letter, _terms(sight, pay, pledge))


def _keep(sight: Sight, option: I64) -> Iterator[Asked]:
    """The standing rule, in the worlds where it is another one than it was."""
    if not sight.world.setup.mechanisms.counter_offers:
        return
    hours = np.array(KEPT_HOURS)[option]
    new = (hours != sight.world.stores.hours.keep[sight.rows]).nonzero()[0]
    if new.size:
        columns = {"keep_hours": hours[new]}
        yield by_columns(Do.STAND, sight.rows[new], np.zeros_like(new), _NOBODY_NAMED, columns)


def _campaign(choices: Choices, sight: Sight, actions: I64) -> Iterator[Asked]:
    """Letters to the best who are free."""
    share, letter, pay, pledge, form, _ = actions.T
    most = np.minimum(letters_left(choices, sight)[np.arange(letter.size), letter], MOST_LETTERS)
    wanted = np.ceil(np.array(SHARES)[share] * most).astype(np.int64)
    best = sight.world.shortlist.first_free(sight.rows, int(wanted.max()))
    chosen = np.arange(best.shape[1]) < wanted[:, None]
    terms = _terms(sight, pay, pledge) | {"flags": choices.form_flags[form]}
    yield from _to(Do.SEND, sight, best, chosen, terms | _signed(choices, letter))


def _letter(choices: Choices, sight: Sight, slot: I64, letter: I64, terms: dict[str, I64]) -> Iterator[Asked]:
    """A letter to the person in a slot, whose answers wait for an order."""
    someone = slot < FREE_SLOTS
    who = sight.free.candidate[np.arange(slot.size), np.where(someone, slot, 0)][:, None]
    flags = {"flags": np.full(slot.size, Flag.BY_HAND)}
    yield from _to(Do.SEND, sight, who, someone[:, None], terms | flags | _signed(choices, letter))


def _answers(sight: Sight, answers: I64) -> Iterator[Asked]:
    """Answers to the people in the slots of approaches."""
    slots, do = sight.approaches, answers[..., 0]
    waits = slots.there & (slots.of_table("state") == State.INTERESTED)
    for form, flag in ((INTERVIEWS, 0), (SHORT, Flag.SHORT)):
        flags = {"flags": np.full(len(do), flag)}
        yield from _to(Do.INVITE, sight, slots.candidate, waits & (do == form), flags)
    yield from _to(Do.WITHDRAW, sight, slots.candidate, do == WITHDRAW)
    for slot, (_, pay, pledge) in enumerate(answers.transpose(1, 2, 0)):
        offered = (do == OFFER)[:, [slot]]
        yield from _to(Do.OFFER, sight, slots.candidate[:, [slot]], offered, _terms(sight, pay, pledge))


def _terms(sight: Sight, pay: I64, pledge: I64) -> dict[str, I64]:
    """Columns of an order on the terms chosen in each world."""
    h100e = np.array(PLEDGED_SHARES)[pledge] * sight.compute_h100e[:, sight.lab]
    deadline = np.full(pay.size, sight.world.setup.rules.deadline_days)
    return {
        "pay_ppm": PAY_PPM[pay],
        "pledge_h100e": np.rint(h100e).astype(np.int64),
        "deadline_days": deadline,
    }


def _signed(choices: Choices, letter: I64) -> dict[str, I64]:
    return {"template": choices.template[letter], "sender": choices.sender[letter]}


def _to(
    do: Do, sight: Sight, candidate: Index, chosen: Bools, columns: dict[str, I64] | None = None
) -> Iterator[Asked]:
    """An order for each world in which somebody is chosen, if there is one; nobody in an empty slot is."""
    chosen = chosen & (candidate >= 0)
    counts = chosen.sum(axis=1)
    worlds = counts.nonzero()[0]
    if worlds.size:
        each = {name: column[worlds] for name, column in (columns or {}).items()}
        yield by_columns(do, sight.rows[worlds], counts[worlds], candidate[chosen], each)


# -- which choices there are ---------------------------------------------------------------------------


def letters_left(choices: Choices, sight: Sight) -> I64:
    """How many of each letter can be begun this week, shape (worlds, letters)."""
    by_sender = {sender: sight.letters_left(sender) for _, sender in choices.letters}
    return np.stack([by_sender[sender] for _, sender in choices.letters], axis=1)


def allowed(choices: Choices, sight: Sight) -> NDArray[np.int8]:
    """1 for each option of each head that asks for what there is, in their order, shape (worlds, options).

    A head of which nothing applies allows its first option alone.
    """
    letters = letters_left(choices, sight) > 0
    pledge = _pledges(sight)
    pay = np.ones((len(letters), PAY_PPM.size), dtype=np.bool_)
    keep = np.ones((len(letters), len(KEPT_HOURS)), dtype=np.bool_)
    keep[:, 1:] = sight.world.setup.mechanisms.counter_offers
    if choices.game == "campaign":
        share = np.ones((len(letters), len(SHARES)), dtype=np.bool_)
        form = np.ones((len(letters), choices.form_flags.size), dtype=np.bool_)
        heads = [share, letters, pay, pledge, form]
    else:
        heads = [*LETTERS * [_someone(sight), letters, pay, pledge], *_answerable(sight, pay, pledge)]
        there = sight.staff.there
        heads += [np.stack([np.ones(len(there), dtype=np.bool_), one], axis=1) for one in there.T]
    for options in (*heads, keep):
        options[:, 0] |= ~options.any(axis=1)
    return np.concatenate([*heads, keep], axis=1).astype(np.int8)


def _pledges(sight: Sight) -> Bools:
    left = sight.world.research_left()[sight.rows]
    h100e = np.rint(sight.compute_h100e[:, [sight.lab]] * np.array(PLEDGED_SHARES))
    return (h100e <= left[:, None]) | (h100e == 0)


def _someone(sight: Sight) -> Bools:
    there = sight.free.there
    return np.concatenate([there, np.ones((len(there), 1), dtype=np.bool_)], axis=1)


def _answerable(sight: Sight, pay: Bools, pledge: Bools) -> Iterator[Bools]:
    """Heads of the slots of approaches."""
    slots = sight.approaches
    interested = slots.there & (slots.of_table("state") == State.INTERESTED)
    for slot in range(APPROACH_SLOTS):
        answers = np.repeat(slots.there[:, [slot]], 5, axis=1)
        answers[:, WAIT] = True
        answers[:, [INTERVIEWS, SHORT]] = interested[:, [slot]]
        yield from (answers, pay, pledge)
