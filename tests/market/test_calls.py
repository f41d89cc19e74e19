"""A guard on speed that no noisy machine can trip: how many calls a day of the base market takes.

On one small world the engine's time is calls, not numbers. The bounds stand a twentieth above what was
counted when they were set; whoever passes them should know why (rows of letters for some readers, and what an
approach before has said, took seven calls and twenty-four). Operators of arrays and brackets are not
counted, `take` is.
"""

import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import load_scenario
from tests.market.worlds import richest_setup

DAYS = 60


def play_watched(world: World, note: Callable[[FrameType, str, Any], None]) -> None:
    """Play on, with every call noted, after a day in which everything is first used."""
    play_day(world)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for _ in range(DAYS):
            play_day(world)
    finally:
        sys.setprofile(before)


def calls_a_day(world: World) -> float:
    """Function calls, Python's and C's, per day."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    play_watched(world, note)
    return count / DAYS


@pytest.mark.parametrize(("worlds", "bound"), [(1, 467), (20, 567)])
def test_a_day_of_the_base_market_takes_no_more_calls_than_it_did(worlds: int, bound: int) -> None:
    world = World(load_scenario("benchmark").setup, 3, range(worlds))
    assert calls_a_day(world) <= bound


def test_a_stack_of_worlds_takes_hardly_more_calls_than_one() -> None:
    setup = load_scenario("benchmark").setup
    one, many = (calls_a_day(World(setup, 3, range(n))) for n in (1, 20))
    assert many < 1.5 * one


def test_a_day_with_every_mechanism_takes_no_more_calls_than_it_did() -> None:
    setup = richest_setup(days=90)
    Session(setup, 3).advance(DAYS + 1)  # what is used for the first time in a process costs calls but once
    assert calls_a_day(World(setup, 3, [0])) <= 1_030


def test_numpy_never_sees_an_enum() -> None:
    """It asks one for attributes it does not have, which made a year a quarter longer."""
    world = World(load_scenario("benchmark").setup, 3, [0])
    asked: list[str] = []

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code.co_name == "__getattr__" and "enum" in frame.f_code.co_filename:
            asked.append(str(frame.f_back and frame.f_back.f_code.co_name))

    play_watched(world, note)
    assert not asked, set(asked)


RUN = """
import sys
from outreach_sim.__main__ import main
sys.argv = ["outreach-sim", "run", "benchmark", "--json", "--set", "scenario.days=2"]
try:
    main()
except SystemExit as end:
    assert end.code == 0
heavy = {"jinja2", "textual", "faker", "sqlite_utils", "distributed", "pandas", "numpy.ma"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_a_run_of_one_world_imports_nothing_that_it_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
