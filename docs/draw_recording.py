"""Draws a minute of the first game as one moving SVG, played by its keys: ``python docs/draw_recording.py``.

The game is played on the luck that its file proposes, in a program without a terminal. What is on the screen
after each key is a frame; a line that stands in several frames one after the other is drawn once, with the
time at which it is seen. Nothing in the picture is a script, a font or an address: it moves in an ``img``.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from docs.screen_svg import CELL, EDGE, Line, Sheet, head, line_svg, settled
from outreach_sim.about import __version__
from outreach_sim.scenario.load import load_scenario
from outreach_sim.tui.app import Desk
from outreach_sim.tui.games import new_game
from outreach_sim.tui.play import Play

FILE = Path(__file__).parent / "pictures" / "first-game.svg"
SCENARIO = "first-game"
SIZE = (100, 30)
"""Columns and lines of the screen."""
CAPTION = 44
"""Pixels for the line below the screen."""
_TYPED = 0.16
"""Seconds between two letters that are typed."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Keys that are pressed, and how long one looks at what comes of them.

    Attributes:
        keys: pressed one after the other. says: the line below the screen.
        seconds: after the last of them. each: after each of the others.
    """

    keys: tuple[str, ...]
    says: str
    seconds: float
    each: float = _TYPED


SCENES = (
    Scene((), "You recruit for Lantern: 3,000 H100s, a CEO with six hours a week, six weeks.", 3.0),
    Scene(("slash", *"girpur", "enter"), "/  finds people by a few letters of their name", 1.4),
    Scene(("w",), "w  writes: a letter, its terms, its chance and its worth in points, with every key", 3.6),
    Scene(("ctrl+b",), "Ctrl+B  sets the pay that brings most points", 2.4),
    Scene(("ctrl+s",), "Ctrl+S  sends it with the next day", 1.8),
    Scene(("escape", "g", "w"), "The best of all, too: everybody writes to them", 1.6),
    Scene(("ctrl+s", "j", "j", "w", "ctrl+s"), "And a third: that was the CEO's week", 1.8, 0.6),
    Scene(("n",), "n  plays on, until somebody wants to be answered", 5.0),
    Scene(("2",), "2  the inbox: who answers says why, and means it", 3.2),
    Scene(("down",), "No pay opens that door; machines would", 3.2),
    Scene(("a",), "a  answers: three ways side by side, with what each is worth", 4.6),
    Scene(("ctrl+o",), "Ctrl+O  an offer at once, for an hour of the CEO", 2.0),
    Scene(("n",), "The offer is out: a week to decide", 2.4),
    Scene(("n",), "A yes: the score moves, and colleagues think of following", 5.0),
    Scene(("o",), "o  what your points are made of, against the same six weeks without you", 5.4),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is seen from a moment on: when it begins, in seconds, its lines and what is said below."""

    begins: float
    lines: tuple[Line, ...]
    says: str


@dataclass
class Recording:
    """Frames one after the other.

    Attributes:
        seconds: how long all of it takes.
    """

    frames: list[Frame] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, lines: tuple[Line, ...], says: str, seconds: float) -> None:
        """Look at this for so long."""
        self.frames.append(Frame(self.seconds, lines, says))
        self.seconds += seconds


def inputs_hash() -> str:
    """A hash of what the recording is made of: its scenes, the game's file, the version."""
    path = Path(__file__).parents[1] / "fixtures" / "scenarios" / f"{SCENARIO}.toml"
    made_of = f"{SCENES}{SIZE}{__version__}".encode() + path.read_bytes()
    return hashlib.sha256(made_of).hexdigest()[:16]


# -- playing ---------------------------------------------------------------------------------------


async def record() -> Recording:
    """Play all scenes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OUTREACH_SIM_HOME"] = folder
        app, found = Desk(Play(new_game(load_scenario(SCENARIO), None))), Recording()
        app.animation_level = "none"
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            for scene in SCENES:
                await _play(app, pilot, scene, found)
        app.close_game()
    return found


async def _play(app: Desk, pilot: Pilot[None], scene: Scene, found: Recording) -> None:
    waits = [scene.each] * (len(scene.keys) - 1) + [scene.seconds]
    for key, seconds in zip(scene.keys or ("",), waits, strict=True):
        if key:
            await pilot.press(key)
        found.add(await settled(app, pilot), scene.says, seconds)


# -- drawing ---------------------------------------------------------------------------------------


def draw(recording: Recording) -> str:
    """All of it as one SVG."""
    width, height = SIZE[0] * CELL[0] + 2 * EDGE, SIZE[1] * CELL[1] + 2 * EDGE + CAPTION
    sheet, parts = Sheet(), list[str]()
    for row in range(SIZE[1]):
        for line, spans in _seen([frame.lines[row] for frame in recording.frames]):
            parts.append(_shown_at(line_svg(line, row, sheet), spans, recording))
    for says, spans in _seen([frame.says for frame in recording.frames]):
        parts.append(_shown_at(_caption(says, height), spans, recording))
    told = " ".join(scene.says for scene in SCENES)
    more = f"<desc>{escape(told)}</desc><metadata>{told_of(recording)}</metadata>"
    return "\n".join([*head((width, height), f"A minute of {SCENARIO}", sheet, more), *parts, "</g></svg>\n"])


def told_of(recording: Recording) -> str:
    """How long it is, and what it was made of."""
    frames, seconds = len(recording.frames), recording.seconds
    return f"frames {frames}, seconds {seconds:.1f}, made of {inputs_hash()}"


def _seen(items: Sequence[Any]) -> Iterator[tuple[Any, list[tuple[int, int]]]]:
    """Each different item with the frames in which it is seen: from one, up to another."""
    found: dict[Any, list[tuple[int, int]]] = {}
    for place, item in enumerate(items):
        spans = found.setdefault(item, [])
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    yield from found.items()


def _shown_at(drawn: str, spans: Sequence[tuple[int, int]], recording: Recording) -> str:
    """Something drawn that is seen in these frames only; what is seen in all of them does not move."""
    last = len(recording.frames)
    if not drawn or list(spans) == [(0, last)]:
        return drawn
    times = [frame.begins / recording.seconds for frame in recording.frames] + [1.0]
    changes = {0.0: "hidden"}
    for begin, end in spans:
        changes[times[begin]] = "visible"
        if end < last:
            changes[times[end]] = "hidden"
    seen = changes[0.0]
    keys, values = ";".join(f"{time:.4g}" for time in changes), ";".join(changes.values())
    moves = (
        f'<animate attributeName="visibility" calcMode="discrete" repeatCount="indefinite"'
        f' dur="{recording.seconds:.1f}s" keyTimes="{keys}" values="{values}"/>'
    )
    return f'<g visibility="{seen}">{moves}{drawn}</g>'


def _caption(says: str, height: float) -> str:
    """What is said below the screen; a key at its beginning stands out."""
    key, _, rest = says.rpartition("  ")
    told = f'<tspan fill="#e0af68" font-weight="bold">{escape(key)}</tspan>  ' if key else ""
    middle = SIZE[0] * CELL[0] / 2
    text = f"{told}{escape(rest)}".replace("  ", "\N{NO-BREAK SPACE}" * 2)
    return (
        f'<text x="{middle:g}" y="{height - EDGE - CAPTION / 2:g}" text-anchor="middle" fill="#ffffff"'
        f' style="font-size:16px">{text}</text>'
    )


def is_up_to_date(svg: str) -> bool:
    """Whether a recording is made of what there is now."""
    made = re.search(r"made of ([0-9a-f]+)", svg)
    return made is not None and made[1] == inputs_hash()


def drawn(run: Callable[[Coroutine[Any, Any, Recording]], Recording] = asyncio.run) -> str:
    """The recording, played anew; ``run`` is the loop it is played in."""
    return draw(run(record()))


if __name__ == "__main__":
    FILE.write_text(drawn(), encoding="utf-8")
