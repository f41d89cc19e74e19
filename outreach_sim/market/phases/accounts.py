"""Phase 6: the books are closed for the day; stores fade, weeks begin anew."""

from __future__ import annotations

from outreach_sim.market.setup import DAYS_PER_WEEK
from outreach_sim.market.state.ledger import pay_in
from outreach_sim.market.state.loads import FADE_SHIFT
from outreach_sim.market.state.world import World


def close_day(world: World) -> None:
    """Fade what fades, reset weekly quotas, fold the day's events, move to the next day and freeze it.

    So whoever looks between two days sees what the next one is played with, after a reload too.
    """
    mechanisms = world.setup.mechanisms
    if mechanisms.fatigue:
        world.load -= world.load >> FADE_SHIFT
    if mechanisms.name_wear:
        world.mailed -= world.mailed >> FADE_SHIFT
    if world.stores.tactics is not None:
        world.stores.tactics.used -= world.stores.tactics.used >> FADE_SHIFT
    if (world.day + 1) % DAYS_PER_WEEK == 0:
        world.letters_used[:] = 0
        world.interviews_used[:] = 0
        world.stores.hours.begin_week()
    world.recorder.end_day(world.approaches)
    world.approaches.squeeze()
    world.day += 1
    if world.grants:
        pay_in(world)
    world.start_day()
