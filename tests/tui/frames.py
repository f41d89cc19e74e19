"""A desk under test is drawn once it has settled: frames that nobody sees took a sixth of all time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from textual._compositor import Compositor
from textual.screen import Screen

from outreach_sim.tui import slices

_DRAW = Compositor.render_update


def _later(compositor: Compositor, full: bool = False, **others: Any) -> Any:
    """Nothing yet: what has changed stays marked, so the next frame draws it."""
    return _DRAW(compositor, full, **others) if full else None


@contextmanager
def drawn_when_settled() -> Iterator[None]:
    """No frame but those asked for by `draw`."""
    with patch.object(Compositor, "render_update", _later), patch.object(slices, "drawn_ahead", _nothing):
        yield


def _nothing(screen: Screen[Any]) -> Iterator[None]:
    """No line of a frame that is not drawn."""
    yield from ()


def draw(screen: Screen[Any]) -> None:
    """What has changed since the last frame, as the screen's own refresh does."""
    if screen._compositor._dirty_regions:
        _DRAW(screen._compositor, screen_stack=screen.app._background_screens)
