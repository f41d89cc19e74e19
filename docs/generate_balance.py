"""Writes ``docs/balance.md``: every strategy in every game, from ``docs/balance.json``, what the games said.

Run: python docs/generate_balance.py [--worlds N [--seeds SEED SEED] [--jobs N]]

With ``--worlds`` the games are played first, in so many worlds for each luck, and the JSON is written anew:
one to four seconds of processor time a world and game. Without, the page is made of what was played last.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from outreach_sim.cli import output
from outreach_sim.cli.balance import GAMES, as_dict, played
from outreach_sim.formatting import signed
from outreach_sim.study.many import kept

PAGE = Path(__file__).parent / "balance.md"
PLAYED = Path(__file__).parent / "balance.json"
SEEDS = (1, 2)
Found = dict[str, Any]
"""What ``balance --json`` prints of one luck."""
_HEAD = """<!-- python docs/generate_balance.py -->
# Balance: every strategy in every game

Each [policy](policies.md), three naive strategies and doing nothing play the player's lab of each game in
the same {worlds} worlds of luck {first}, and again of luck {second}; whatever acted for that lab is [put
aside](policies.md#one-acts-for-a-lab). [Points](points.md) are over doing nothing in the same world, with
the 95 % interval of their mean. "Best in" is the share of worlds in which nobody has more (doing nothing
has 0, and wins ties); "goal" the share in which the goal is reached. A lead is called clear from three
standard errors on; where the interval of the first one's lead on any other holds zero, the first are even.

Naive are `machines-only` (all money goes into machines), `mass-order` (recruiters write to everybody at
three times their pay, without interviews) and `pledge-everything` (hiring managers offer everybody an
eighth of the machines by name); each is a line of script in `outreach_sim/study/naive.py`. Made by

```sh
python docs/generate_balance.py --worlds {worlds} --jobs 2
```

A game by itself: `outreach-sim balance small-lab -n 24`. Numbers depend on the luck and on how many worlds
there are, not on `--jobs`.

## What we ask for
That `thoughtful` leads everywhere, and that nobody else is best in more than a third of the worlds of any
game, or reaches its goal in a fifth of them. Balance is set by rules of play (hours, letters, budgets,
goals, who comes when), never by evidenced parameters.
"""


def play(worlds: int, seeds: Sequence[int], jobs: int) -> list[Found]:
    """What ``balance --json`` says of the games, for each luck."""
    with kept(jobs) as where:
        found = [
            as_dict(played(GAMES, seed, worlds, lambda _share: None, where), seed, worlds) for seed in seeds
        ]
    text = json.dumps(found, default=output.plain)
    return list(json.loads(text))


def page(found: Sequence[Found]) -> str:
    """The page, of the games played under two lucks."""
    first, second = found
    head = _HEAD.format(worlds=first["replications"], first=first["seed"], second=second["seed"])
    return "\n".join((head.rstrip("\n"), *_lines(first, second), ""))


def _lines(first: Found, second: Found) -> Iterator[str]:
    for one in (first, second):
        yield from ("", f"Luck {one['seed']}:", "", *(f"- {sentence}" for sentence in one["summary"]))
    for name, game in first["scenarios"].items():
        again = second["scenarios"][name]
        goal = "" if game["goal"] is None else f", goal {game['goal']:g}"
        yield from ("", f"## {name}{goal}", "", *_table(game["strategies"], again["strategies"]))
        for one, luck in ((game, first), (again, second)):
            yield from ("", f"Luck {luck['seed']}: {one['verdict']}")


def _table(rows: Found, again: Found) -> Iterator[str]:
    yield "| strategy | points | 95 % interval | best in | goal | hires | points again | best in | goal |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---:|"
    for strategy, row in rows.items():
        interval = " to ".join(map(signed, row["points"]["ci95"] or ())) or "-"
        hires = f"{row['hires']['mean']:.1f}"
        cells = (f"`{strategy}`", signed(row["points"]["mean"]), interval, *_shares(row), hires)
        other = again[strategy]
        yield f"| {' | '.join((*cells, signed(other['points']['mean']), *_shares(other)))} |"


def _shares(row: Found) -> tuple[str, str]:
    reached = row["goal_share"]
    return output.percent(row["best_share"], 0), "-" if reached is None else output.percent(reached, 0)


def main() -> None:
    """Play, if asked to, and write the page."""
    asked = argparse.ArgumentParser(description="Writes docs/balance.md.")
    asked.add_argument("--worlds", type=int, help="play this many first, for each luck")
    asked.add_argument("--seeds", type=int, nargs=2, default=SEEDS, help="the two lucks")
    asked.add_argument("--jobs", type=int, default=1, help="processes")
    options = asked.parse_args()
    if options.worlds:
        found = play(options.worlds, options.seeds, options.jobs)
        PLAYED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(json.loads(PLAYED.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
