"""Long work done a little at a time between keys, so that none of them waits for it."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Iterator
from concurrent import futures
from contextlib import closing, suppress
from time import perf_counter
from typing import Any, TypeVar

from textual._context import active_message_pump
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from outreach_sim.storage.steps import Steps

SLICE_SECONDS = 0.010
"""Steps are done for so long at a stretch; a single step is never cut short."""
REST_SECONDS = 0.005
"""Then whatever waits has its turn."""
STAKES = "stakes"
"""The jobs that weigh the game as it stands, and are called off when it moves."""
Result = TypeVar("Result")


async def in_slices(steps: Iterator[None], rest_seconds: float = REST_SECONDS) -> None:
    """Do all steps of some work; it can be cancelled between them."""
    while _go_on(steps):
        await rest(rest_seconds)


async def finished(steps: Steps[Result]) -> Result:
    """Do all steps of some work for which keys wait; returns what came of it."""
    came: list[Result] = []

    def every() -> Iterator[None]:
        came.append((yield from steps))

    with closing(steps):
        await in_slices(every(), rest_seconds=0.0)
    return came[0]


def drawn_ahead(screen: Screen[Any]) -> Iterator[None]:
    """Draw what is seen of a screen, a widget with each step: they keep their lines until it is drawn."""
    for _ in screen._compositor._get_renders():
        yield


async def handled(screen: Screen[object]) -> None:
    """Until what was pressed before is done: by what has the cursor, then by all around it."""
    within: Widget | Screen[object] = screen.focused or screen
    for node in within.ancestors_with_self:
        if node is not active_message_pump.get():
            await turn_of(node)
        if node is screen:
            return


async def turn_of(node: MessagePump) -> None:
    """Until it has handled what waited for it before."""
    done = get_running_loop().create_future()
    if node.call_later(_wake, done):
        await done


async def rest(seconds: float = 0) -> None:
    """Whatever waits has its turn, for so long at least."""
    loop = get_running_loop()
    rested = loop.create_future()
    alarm = loop.call_later(seconds, _wake, rested)
    try:
        await rested
    finally:
        alarm.cancel()


def _wake(waiting: Any) -> None:
    """It need wait no longer, where nobody has called it off in the same round of the loop."""
    if not waiting.done():
        waiting.set_result(None)


async def result_of(work: futures.Future[Result]) -> Result:
    """What comes of work done elsewhere; whatever waits has its turn until then.

    Raises:
        Exception: what the work has raised.
    """
    loop = get_running_loop()
    told: Any = loop.create_future()

    def tell(_: object) -> None:
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(_wake, told)

    work.add_done_callback(tell)
    await told
    return work.result()


def _go_on(steps: Iterator[None]) -> bool:
    """Some steps; whether there may be more."""
    begun = perf_counter()
    return any(perf_counter() - begun > SLICE_SECONDS for _ in steps)
