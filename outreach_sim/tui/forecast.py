"""How the game may stand at the next board: counted beside it in a process of its own, told when it is there.

A forecast is long work in few steps, so it cannot be done between keys as points are. The process is asked
about one place of the game and is ended when the game goes on before it has answered.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from outreach_sim.errors import OutreachError
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.slices import result_of

if TYPE_CHECKING:
    from outreach_sim.storage.saves.band import Band, Place
    from outreach_sim.study.pool import Pool

MOST_PEOPLE = 5_000
"""Games of more candidates have no band beside them: a forecast of theirs takes minutes."""
QUIET_SECONDS = 0.5
"""Nothing is asked while the player goes on from key to key."""
_MOST_KEPT = 50


class Process(Protocol):
    """Where forecasts are made."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        """Hand a call over."""

    def end(self) -> None:
        """Give up whatever is being done."""


def one_process() -> Pool:
    """A pool of one process.

    Raises:
        PlaceError: none can be had here.
    """
    from outreach_sim.study.pool import Pool

    return Pool(1)


class Forecasts:
    """Forecasts of one game.

    Attributes:
        wanted: whether any are made.
    """

    def __init__(self, game: Game, wanted: bool, pool: Callable[[], Process] = one_process) -> None:
        self._game, self._new_pool = game, pool
        self.wanted = wanted and len(game.scenario.population) <= MOST_PEOPLE
        self._pool: Process | None = None
        self._asked: Place | None = None
        self._known: dict[Place, Band] = {}

    @property
    def now(self) -> Band | None:
        """That of where the game stands; ``None`` until it is there, or where none is made."""
        return self._known.get(self._place()) if self.wanted and self._known else None

    @property
    def open(self) -> bool:
        """Whether that is still to come."""
        return self.wanted and not self._game.session.over and self.now is None

    @property
    def asked(self) -> bool:
        """Whether it is being made."""
        return self._asked is not None and self._asked == self._place()

    def _place(self) -> Place:
        """Where the game stands; what makes forecasts is imported with the first that is asked for."""
        from outreach_sim.storage.saves.band import place_of

        return place_of(self._game)

    async def ask(self) -> None:
        """Have the present one made; whatever was asked before and is not there is given up.

        A forecast that cannot be made is none: what stands against it is said by ``save show --forecast``.
        """
        if not self.open:
            return
        from concurrent.futures.process import BrokenProcessPool

        from outreach_sim.storage.saves.band import band_behind

        place = self._place()
        try:
            self._pool = self._pool or self._new_pool()
            self._asked = place
            band = await result_of(self._pool.submit(band_behind, place))
        except (OutreachError, BrokenProcessPool):
            self.wanted = False
        else:
            self._asked = None
            self._known[place] = band
            for oldest in list(self._known)[:-_MOST_KEPT]:
                del self._known[oldest]
        finally:
            if self._asked == place:
                self.end()

    def end(self) -> None:
        """End the process, whatever it does; nobody waits for that."""
        pool, self._pool, self._asked = self._pool, None, None
        if pool is not None:
            Thread(target=pool.end, daemon=True).start()
