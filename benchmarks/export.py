"""Writes the base market as a text file of numbers that every yardstick reads: ``export.py FILE [--set …]``.

One item a line: a name, a count, and so many numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from outreach_sim.market.letters import subject_table, words_table
from outreach_sim.market.state.bands import public_bands
from outreach_sim.market.state.shortlist import rankings
from outreach_sim.scenario.load import load_scenario


def export(path: Path, overrides: Iterable[str] = ()) -> None:
    """Export the benchmark scenario with some values replaced."""
    setup = load_scenario("benchmark", list(overrides)).setup
    bots = [lab.policy for lab in setup.labs]
    again = setup.letters.again
    assert again is not None
    assert all(again[n, n] == 0xFFFF for n in setup.letters.sequence[bots[0].template, :2])
    words = words_table(setup.parameters, setup.letters)
    letter = setup.letters.sequence[bots[0].template]
    (subject,) = set(subject_table(setup.parameters, setup.letters)[letter[0]].tolist())
    known = setup.people.known
    items: dict[str, Iterable[float]] = {
        "candidates": [len(setup.people)],
        "labs": [len(setup.labs)],
        "days": [setup.days],
        "letters_per_week": [bots[0].letters_per_week],
        "pay_ratio": [bots[0].pay_ratio],
        "researchers": [lab.researchers for lab in setup.labs],
        "research_share": [lab.research_share for lab in setup.labs],
        "fleet": [n for lab in setup.labs for n in lab.fleet_h100e.tolist()],
        "employer": setup.people.employer.tolist(),
        "pay_usd": setup.people.pay_usd.tolist(),
        "band_usd": public_bands(setup).tolist(),
        "order": rankings(setup).ravel().tolist(),
        "subject": [subject],
        "words_1": words[letter[0]][known].tolist(),
        "words_2": words[letter[1]][known].tolist(),
    }
    items |= {name: [value] for name, value in asdict(setup.parameters).items()}
    with path.open("w", encoding="ascii") as stream:
        for name, values in items.items():
            numbers = list(values)
            stream.write(f"{name} {len(numbers)} {' '.join(map(repr, numbers))}\n")


if __name__ == "__main__":
    export(Path(sys.argv[1]), [a for a in sys.argv[2:] if a != "--set"])
