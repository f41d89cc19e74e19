"""What every test costs in processor time, its children's included: `pytest -p tests.processor_time`.

The wall clock depends on what else the machine does; this does so much less. A fixture is counted with the
test that it is made for. With `-n` each worker would count for itself: measure in one process.
"""

import os
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import PurePosixPath

import pytest

SLOWEST = 15

_SPENT: dict[str, float] = defaultdict(float)
"""Seconds by test."""


def _seconds() -> float:
    """Processor seconds of this process, its threads, and every child that has ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    before = _seconds()
    try:
        return (yield)
    finally:
        _SPENT[item.nodeid] += _seconds() - before


def _room(test: str) -> str:
    return str(PurePosixPath(test.partition("::")[0]).parent)


def most(spent: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(spent.items(), key=lambda item: -item[1])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rooms: dict[str, float] = defaultdict(float)
    for test, seconds in _SPENT.items():
        rooms[_room(test)] += seconds
    terminalreporter.section("processor seconds")
    for room, seconds in most(rooms):
        terminalreporter.line(f"{seconds:8.2f}  {room}")
    terminalreporter.line(f"{sum(rooms.values()):8.2f}  in all")
    terminalreporter.section(f"the {SLOWEST} that cost most")
    for test, seconds in most(_SPENT)[:SLOWEST]:
        terminalreporter.line(f"{seconds:8.2f}  {test}")
