"""The day, as a list of phases.

Aggregates are frozen at the end of the day before; person and approach states are current at the start of a
phase; a phase touches a person at most once, so the order inside a phase does not matter.
"""

from __future__ import annotations

from outreach_sim.market.actions import act, invite_by_themselves
from outreach_sim.market.mechanisms.afterwards import leave_later
from outreach_sim.market.mechanisms.conference import hold
from outreach_sim.market.mechanisms.copying import copy_what_works
from outreach_sim.market.mechanisms.demand import tighten
from outreach_sim.market.mechanisms.exits import leave_to_no_lab
from outreach_sim.market.mechanisms.gate import welcome_back
from outreach_sim.market.mechanisms.peers import hear_of_pay
from outreach_sim.market.mechanisms.purchases import deliver
from outreach_sim.market.mechanisms.raises import notice_lookers
from outreach_sim.market.mechanisms.reputation import spread_word
from outreach_sim.market.mechanisms.walkouts import walk_out
from outreach_sim.market.phases.accounts import close_day
from outreach_sim.market.phases.arrivals import arrive
from outreach_sim.market.phases.calendar import open_day
from outreach_sim.market.phases.decisions import decide
from outreach_sim.market.phases.employers import answer_offers
from outreach_sim.market.phases.questions import ask_staff
from outreach_sim.market.state.arithmetic import stopped
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful.morning import make_up_minds


def play_day(world: World) -> None:
    """Advance all stacked worlds by one day; to be called in a ``strict_state``, once for many days.

    Raises:
        RunError: a number has left its bounds; the worlds are of no use any more.
    """
    try:
        play_phases(world)
    except ArithmeticError as error:
        raise stopped(f"day {world.day + 1:,} cannot be played", error) from error


def play_phases(world: World) -> None:
    """The day from morning to evening."""
    make_up_minds(world)  # 0. labs that weigh what the screens say, as a player does before the day
    open_day(world)  # 1. calendar: rested pairs
    leave_to_no_lab(world)  # 1. people leave for no lab on the board
    deliver(world)  # 1a. machines that were ordered
    tighten(world)  # 1a. labs want more people, the market pays more
    copy_what_works(world)  # 1a. labs take up what has won others people
    hold(world)  # 1b. conferences: who is there, fuller inboxes
    walk_out(world)  # 1c. leaders go, and come back
    ask_staff(world)  # 1c. who would follow them says so
    leave_later(world)  # 1d. people once kept by a raise
    spread_word(world)  # 1e. worn names are news
    follow_ups = arrive(world)  # 2. due: replies, results, offers, starts, early quits
    welcome_back(world)  # 2b. who asked for machines that are there now
    decide(world)  # 3. decisions
    answer_offers(world)  # 4. employers: counter-offers
    notice_lookers(world)  # 4b. raises for staff seen looking elsewhere
    act(world, follow_ups)  # 5. labs: invitations, commands, scripts, bots, all mails
    hear_of_pay(world)  # 5b. peers hear of raises and of what hires get
    close_day(world)  # 6. accounts: fading, quotas, hash


def begin_day(world: World) -> None:
    """What everybody knows that the day brings, up to where labs act: nobody's answer, nobody's decision."""
    open_day(world)
    deliver(world)
    hold(world)
    invite_by_themselves(world)
