"""Runs a desk without a terminal, and presses its keys."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static
from textual.worker import WorkerCancelled

from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.wanted import Wanted
from outreach_sim.tui.app import Desk
from outreach_sim.tui.games import find_game, how_called, new_game
from outreach_sim.tui.play import Play
from outreach_sim.tui.settings import Settings
from tests.tui.clock import run_in_own_time
from tests.tui.frames import draw, drawn_when_settled

FACTS = ("topic", "paper", "former_team", "city")
NARROW, WIDE = (80, 24), (120, 40)
KEEN = (
    "parameters.open_constant=30",
    *(f"parameters.reply_cut_{mails}=30" for mails in range(4, 0, -1)),
    "parameters.interest_cut=0",
)
"""Whoever is written to opens, replies and is interested, whatever the luck and the model of the day."""
WON = (*KEEN, "parameters.offer_chance_direct=0.999", "parameters.accept_constant=30")
"""And gets an offer, where it is made without interviews, and takes it."""


class Driver:
    """A desk being tried."""

    def __init__(self, app: Desk, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot
        self._opened: Play | None = None

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)
        await self.settle()

    async def put(self, field: str, value: object) -> None:
        """Set a field as if it had been typed or chosen."""
        self.app.screen.query_one(field).value = value  # type: ignore[attr-defined]
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Until all is handled and drawn, and no job is under way: see `tests.tui.clock`."""
        await self.pilot.pause()
        if self.app.play is not self._opened:  # a game is read after its first frame, and weighed after that
            self._opened = self.app.play
            await self.pilot.pause()
            await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            with suppress(WorkerCancelled):  # another takes its place, and is waited for
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        draw(self.app.screen)

    def text(self) -> str:
        """What the screen shows, as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def shown(self, selector: str) -> str:
        """The whole text of one part of the screen, also what has to be scrolled to."""
        return str(self.app.screen.query_one(selector, Static).content)

    @property
    def play(self) -> Play:
        assert self.app.play is not None
        return self.app.play

    def notices(self) -> list[str]:
        return [f"{n.title} {n.message}" for n in self.app._notifications]


ROOMY = (
    "rules.fresh_share=0", "rules.ceo_hours=1000000", "labs.north.rest_days=120",
    "labs.north.letters_per_week.hiring-manager=10", "labs.north.letters_per_week.recruiter=40",
)  # fmt: skip
"""`first-letter` with everybody there from the first day on, and time for all of them: what a test of the
desk does is not stopped by a rule of the game."""


@cache
def first_letter(*changed: str) -> Scenario:
    """`first-letter` with room, read once: no game changes the scenario it is played in."""
    return load_scenario("first-letter", (*ROOMY, *changed))


def run(
    steps: Callable[[Driver], Awaitable[None]],
    scenario: str | None = "first-letter",
    seed: int = 5,
    size: tuple[int, int] = NARROW,
    resume: str | None = None,
    changed: Sequence[str] = (),
    every_frame: bool = False,
) -> None:
    """Open a desk, do the steps, close it; what is ``changed`` of the scenario is as after ``--set``.

    It is drawn when it has settled, or frame by frame where a test asks for ``every_frame``.
    """

    def found() -> Game | None:
        if scenario == "first-letter" and not resume:
            return new_game(first_letter(*changed), seed)
        if changed and scenario is not None:
            return new_game(load_scenario(scenario, changed), seed)
        new = Wanted(scenario, None if scenario is None else seed)
        return find_game(Wanted(resume=resume) if resume else new)

    async def everything() -> None:
        game = found()
        app = Desk(Play(game) if game else None, how_called(game, scenario))
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            await steps(driver)
        app.close_game()

    with nullcontext() if every_frame else drawn_when_settled():
        run_in_own_time(everything())


def open_desk_with(steps: Callable[[Driver], Awaitable[None]], settings: Settings) -> None:
    """The same of a game at a desk that is set so."""

    async def everything() -> None:
        app = Desk(Play(new_game(first_letter(), 5)), settings=settings)
        app.animation_level = "none"
        async with app.run_test(size=NARROW, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            await steps(driver)
        app.close_game()

    with drawn_when_settled():
        run_in_own_time(everything())


def hostile_scenario(folder: Path, names: list[str]) -> Path:
    """A scenario whose people are called so, all at the rival."""
    import csv

    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "employer", "level", "impact", "pay_usd", *FACTS])
        for name in names:
            writer.writerow([name, "south", 3, 250, 500_000, name, name, name, name])
    text = f"""
[scenario]
name = "Names [bold]that[/] bite"
summary = "[@click=app.quit]leave[/] [/]"
start = 2024-03-04
days = 30
player = "north"
[population]
file = "people.csv"
[[labs]]
id = "north"
name = "North [red]Lab[/red]"
researchers = 40
compute = 20_000
pay = {{ median = 500_000, top = 1_500_000 }}
[[labs]]
id = "south"
name = "South [/] Lab"
researchers = {len(names) + 10}
compute = 8_000
pay = {{ median = 450_000, top = 1_200_000 }}
"""
    path = folder / "hostile.toml"
    path.write_text(text, encoding="utf-8")
    return path
