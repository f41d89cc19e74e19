"""Games broken off within a day at many places: each must take the history that it would have taken.

Usage: python -m tests.api.interrupts [PLACES]
"""

import copy
import sys
from types import FrameType

import outreach_sim as osim

LETTER = {"letter": "ceo-personal", "sender": "ceo", "pay_ratio": 2.5, "by_hand": True}
DAYS = 5


class Breaker:
    """Breaks off whatever runs at the n-th call of a function of this program; at none where n is 0."""

    def __init__(self, at: int) -> None:
        self.at, self.calls = at, 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and "outreach_sim" in frame.f_code.co_filename:
            self.calls += 1
            if self.calls == self.at:
                raise KeyboardInterrupt


def begun() -> osim.Game:
    """A game with letters that will go out, and answers that will come."""
    game = osim.play("first-letter", seed=11)
    game.act(osim.send(game.free[:3], **LETTER))
    return game


def broken_off(game: osim.Game, breaker: Breaker) -> bool:
    """Whether a few days were broken off."""
    sys.setprofile(breaker)
    try:
        game.advance(DAYS, stop=False)
    except KeyboardInterrupt:
        return True
    finally:
        sys.setprofile(None)
    return False


def history(game: osim.Game, until: int) -> tuple[str, list[list[dict[str, object]]]]:
    """What became of it, once it has gone on."""
    if game.day < until:
        game.advance(until - game.day, stop=False)
    return game.log_hash, [game.mails(candidate) for candidate in range(1, 21)]


def break_off(places: int) -> tuple[int, list[int]]:
    """How many games were broken off, and at which calls those that then took another history."""
    base = begun()
    until, wrong, broken = base.day + DAYS, [], 0
    for _ in range(2):  # the first time more is called, once and for all
        counting, whole = Breaker(0), copy.deepcopy(base)
        broken_off(whole, counting)
    as_it_is = history(whole, until)
    step = max(counting.calls // places, 1)
    for at in range(1, counting.calls, step):
        game = copy.deepcopy(base)
        broken += broken_off(game, Breaker(at))
        if history(game, until) != as_it_is:
            wrong.append(at)
    return broken, wrong


if __name__ == "__main__":
    count, different = break_off(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    told = f"{count} games broken off, {len(different)} took another history {different[:10]}"
    sys.stdout.write(f"{told}\n")
    sys.exit(bool(different))
