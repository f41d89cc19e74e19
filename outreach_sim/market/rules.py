"""What a scenario switches on, and its rules of play: declared here alone, each with bounds and a text.

Files, their schema and page, ``--set`` and Tab read them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, doc

from outreach_sim.market.letters import MOST_MAILS
from outreach_sim.market.limits import LEAST_PAY_USD, MAX_DAYS, MAX_HOURS, MAX_PAY_USD


@dataclass(frozen=True, slots=True)
class Mechanisms:
    """What a scenario switches on. Off means the term is not yielded and the phase does nothing.

    Declared here alone: files, their schema and page, and ``--set`` read names, defaults and lines of text.
    """

    fatigue: Annotated[bool, doc("inboxes fill: the more campaigns, the fewer answers")] = True
    name_wear: Annotated[bool, doc("mass mail wears a lab's name")] = True
    weekday: Annotated[bool, doc("Fridays and Saturdays are slow days for letters")] = True
    gate: Annotated[bool, doc("some join no lab under a fleet of their own measure")] = True
    counter_offers: Annotated[bool, doc("employers answer offers to their staff")] = True
    misfit: Annotated[bool, doc("some hires do not fit, and quit")] = True
    exits: Annotated[bool, doc("people leave for none of the labs")] = True
    budgets: Annotated[bool, doc("money is limited where a lab has a budget")] = True
    quotas: Annotated[bool, doc("letters, interviews and the CEO's hours a week are limited")] = True
    come_back: Annotated[bool, doc("who asked for machines writes again when they are there")] = False
    conferences: Annotated[bool, doc("conferences are held")] = True
    colleagues: Annotated[bool, doc("team mates draw and hold, leaders are followed")] = False
    non_competes: Annotated[bool, doc("contracts keep people from starting at once")] = True
    aftermath: Annotated[bool, doc("who was kept by a raise leaves later; tenure is counted")] = False
    returns: Annotated[bool, doc("who quits early may go back to the employer before")] = False
    pitch: Annotated[bool, doc("missions and products count, in letters that name them")] = False
    ceo_spam: Annotated[bool, doc("some letters of CEOs are taken for spam")] = False
    name_news: Annotated[bool, doc("a worn name is news")] = False
    paid_raises: Annotated[bool, doc("the raise that keeps somebody leaves the budget")] = False
    raises: Annotated[bool, doc("raises for staff seen looking elsewhere")] = False
    peers: Annotated[bool, doc("colleagues hear of pay above their own")] = False
    purchases: Annotated[bool, doc("machines can be bought and rented")] = False
    demand: Annotated[bool, doc("labs want more people every year, and market pay follows")] = False
    copying: Annotated[bool, doc("labs copy what works")] = False


_Days = Annotated[int, Ge(1), Le(MAX_DAYS)]
_Number = Annotated[int, Ge(0), Le(1_000_000)]
NO_HOUR_LIMIT = MAX_HOURS
"""Stands for "no limit" in `Rules.ceo_hours`."""
_Factor = Annotated[int, Ge(1), Le(20)]
_TeamSize = Annotated[int, Ge(2), Le(1_000)]
_Share = Annotated[float, Ge(0.0), Le(100.0)]
_PartOfAll = Annotated[float, Ge(0.0), Le(1.0)]
_Price = Annotated[int, Ge(1), Le(1_000_000)]
_Pay = Annotated[int, Ge(LEAST_PAY_USD), Le(MAX_PAY_USD)]


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of play: how long things take, what they cost, and how far what grows by itself can grow.

    Whole days; balance is set here, never by parameters. Declared here alone, as ``Mechanisms`` are; scenario
    files are held to the bounds.
    """

    ceo_hours: Annotated[
        _Number,
        doc(
            "hours a week of the player's CEO: a letter signed by the CEO, an offer without interviews and a "
            "counter-offer take one each; 1,000,000 is no limit"
        ),
    ] = NO_HOUR_LIMIT
    fresh_share: Annotated[
        _PartOfAll,
        doc(
            "part of the rivals' people to whom the player's lab can write only later: they come week by week"
        ),
    ] = 0.0
    fresh_days: Annotated[
        int, Ge(0), Le(MAX_DAYS), doc("they come over so many days; 0: the first four fifths of the game")
    ] = 0
    follow_up_days: Annotated[_Days, doc("between the mails of a sequence, if its letter does not say")] = 5
    sequence_mails: Annotated[int, Ge(1), Le(MOST_MAILS), doc("mails of a sequence at most")] = MOST_MAILS
    rest_days: Annotated[_Days, doc("a lab leaves somebody alone after an approach")] = 120
    interview_days_low: Annotated[_Days, doc("interviews take at least so long")] = 14
    interview_days_high: Annotated[_Days, doc("and at most so long")] = 42
    direct_days: Annotated[_Days, doc("an offer without interviews is ready after so long")] = 3
    deadline_days: Annotated[_Days, doc("policies give so long to decide")] = 7
    notice_days: Annotated[_Days, doc("from a yes to the first day")] = 30
    interest_lasts_days: Annotated[_Days, doc("interest goes cold after so long without an answer")] = 30
    meetings_per_day: Annotated[_Number, doc("people a lab can meet on a day of a conference")] = 4
    met_lasts_days: Annotated[_Days, doc("so long a meeting counts")] = 60
    conference_mail_factor: Annotated[_Factor, doc("times as many letters by policies in that week")] = 2
    team_size: Annotated[_TeamSize, doc("people of a team, where the candidates' file names none")] = 6
    leader_days: Annotated[_Days, doc("so long a leader who went is followed")] = 45
    raise_rest_days: Annotated[_Days, doc("between two raises for the same person")] = 180
    delivery_days: Annotated[_Days, doc("machines are promised for so long after the order")] = 120
    h100e_price_usd: Annotated[_Price, doc("price of a machine")] = 27_500
    h100e_rent_usd_per_year: Annotated[_Price, doc("rent of a machine for a year")] = 10_000
    rent_limit_share: Annotated[_Share, doc("rented at a time, over the fleet of one's own")] = 0.25
    letters_per_gap: Annotated[
        int,
        Ge(0),
        Le(1_000),
        doc("times its usual letters that a lab writes more, for the share of people it lacks"),
    ] = 10
    copy_after_wins: Annotated[_Days, doc("people a tactic must win to be news")] = 2
    copy_lag_days: Annotated[_Days, doc("after so long it is copied")] = 60
    pay_ceiling_usd: Annotated[_Pay, doc("no pay that is a multiple of other pay goes above it")] = (
        250_000_000
    )
    market_pay_ceiling: Annotated[
        float, Ge(1.0), Le(100.0), doc("the most that the market pays, over what it paid on the first day")
    ] = 10.0
