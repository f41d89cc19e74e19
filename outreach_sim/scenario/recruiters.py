"""Who writes for the rivals: a made-up name for each lab, and in words what the lab does. View only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.market.limits import MAX_PEOPLE
from outreach_sim.market.manners import Defence, Manner, Terms, defence, manners
from outreach_sim.market.setup import DAYS_PER_WEEK, Do, Sender
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import NameBook

_TIMES = {1.0: "the pay they are believed to have", 2.0: "twice their pay", 3.0: "three times their pay"}
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_SIGNS = {Sender.CEO: "the CEO", Sender.HIRING_MANAGER: "a hiring manager", Sender.RECRUITER: "a recruiter"}


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Somebody who recruits for a rival.

    Attributes:
        lab: index of the rival.
        name: as people are called; made up.
    """

    lab: int
    name: str


def recruiters(scenario: Scenario) -> tuple[Recruiter, ...]:
    """One for each rival that may write to people, in the order of the labs.

    Names are drawn as those of candidates are, from the people's seed, by numbers that no candidate has: the
    same in every game of a scenario, and unlike the name of any candidate in it.
    """
    book, size = scenario.population.book, len(scenario.population)
    return tuple(_recruiters(scenario, set(book.names(range(size)))))


def _recruiters(scenario: Scenario, taken: set[str]) -> Iterator[Recruiter]:
    book, labs = NameBook(scenario.spec.population.seed), len(scenario.setup.labs)
    for lab in _who_writes(scenario):
        names = (book.name(number) for number in count(MAX_PEOPLE + lab, labs))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        yield Recruiter(lab, name)


def _who_writes(scenario: Scenario) -> list[int]:
    """Rivals that a policy acts for, that write by the script, or to which the head of a lab may go."""
    setup = scenario.setup
    acting = {index for index, lab in enumerate(setup.labs) if lab.policy.acts}
    acting |= {order.lab for order in setup.script if order.do is Do.SEND}
    acting |= {walkout.to for walkout in setup.walkouts if walkout.pay_ratio is not None}
    return sorted(acting - {setup.player})


def recruiter_of(known: Collection[Recruiter], lab: int) -> str:
    """The name of who recruits for a lab; empty where nobody does."""
    return next((one.name for one in known if one.lab == lab), "")


# -- what they do, in words ----------------------------------------------------------------------------


def style_of(world: World, lab: int, rival: int) -> str:
    """What a rival does today, as a lab may know it: sentences, of the engine's own figures.

    Args:
        world: one.
        lab: that looks on.
        rival: index of the other.
    """
    letters = [_letters(world, manner) for manner in manners(world, lab, rival)]
    return " ".join([*(letters or ["No letters of theirs go out."]), *_besides(defence(world, rival))])


def _letters(world: World, manner: Manner) -> str:
    """What is known of letters that go on."""
    if not manner.weekdays:
        return "No letters of theirs go out this week."
    whom = _whom(manner)
    said = [f"{_how_often(manner)}, {said_days(manner.weekdays)}, {whom}."]
    if manner.terms is not None:
        said.append(_terms(manner.terms, world.setup.rules.deadline_days))
    if manner.by_lot:
        said.append("Each letter offers something else; this is the middle.")
    if manner.weighed:
        said.append("Each letter is weighed by what it may bring; this is the usual one.")
    if manner.outbids:
        said.append(f"Where an employer answers, they offer {percent(manner.outbids, 0)} more, once.")
    return " ".join(said)


def _how_often(manner: Manner) -> str:
    return f"Writes about {counted(max(round(manner.a_week), 1), 'letter')} a week"


def _whom(manner: Manner) -> str:
    above = f" from level {manner.from_level} up" if manner.from_level > 1 else ""
    people = f"the best{above}, as they judge" if manner.judged else f"anybody{above}"
    yours = round(manner.to_yours)
    return f"to {people}; {counted(yours, 'letter')} a year {'comes' if yours == 1 else 'come'} to yours"


def said_days(weekdays: Collection[int]) -> str:
    """Days of the week as a sentence has them, 0 for Monday."""
    if len(weekdays) == DAYS_PER_WEEK:
        return "on every day of the week"
    if tuple(weekdays) == tuple(range(5)):
        return "from Monday to Friday"
    if len(weekdays) == DAYS_PER_WEEK - 1:
        (rest,) = set(range(DAYS_PER_WEEK)) - set(weekdays)
        return f"on every day but {_DAYS[rest]}"
    *first, last = (_DAYS[day] for day in weekdays)
    return f"on {', '.join(first)} and {last}" if first else f"on {last}"


def _terms(terms: Terms, usual_days: int) -> str:
    """What they offer, a sentence."""
    pay = f"{usd(terms.pay_usd)} a year" if terms.pay_usd else said_pay(round(terms.pay_ratio, 2))
    form = "without interviews" if terms.direct else f"with {'short ' if terms.short else ''}interviews"
    parts = [f"They offer {pay}, {form}"]
    if terms.pledge_h100e:
        parts.append(f"{counted(terms.pledge_h100e, 'H100')} by name")
    if terms.deadline_days != usual_days:
        parts.append(f"{counted(terms.deadline_days, 'day')} to decide")
    return f"{', '.join(parts)}, signed by {_SIGNS[terms.sender]}."


def _besides(found: Defence) -> Iterator[str]:
    """What they do about their own people and about what works for others; nothing of what is usual."""
    if found.counters == 0.0:
        yield "They never answer offers to their own people."
    elif found.counters > 0.0:
        yield f"They answer {_share(found.counters)} of the offers to their own people."
    if found.raises:
        yield f"Their people who are seen talking to others get a raise, {_share(found.raises)} of them."
    if found.copies_after is not None:
        days = counted(found.copies_after, "day")
        yield (
            f"What wins others people they take up, {days} later."
            if found.copies_after
            else ("What wins others people they take up at once.")
        )


def _share(share: float) -> str:
    return "all" if share >= 1.0 else percent(share, 0)


def said_pay(ratio: float) -> str:
    """A multiple of pay in words, ``twice their pay``, or as a number."""
    return _TIMES.get(ratio, f"{ratio:g} times their pay")
