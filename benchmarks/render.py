"""Letters filled in per second: ours, sandboxed and cleaned, beside plain Jinja2 with the same texts.

``python benchmarks/render.py [--rounds N]``. Both fill in every shipped template in turn, in the same rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from jinja2 import Environment

from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import shipped_templates


def seconds(work: Callable[[], object], times: int) -> float:
    """How long ``times`` calls take."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print letters a second and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    templates, values = list(shipped_templates().values()), sample_values()
    plain = Environment(trim_blocks=True, lstrip_blocks=True)  # letters are no HTML
    compiled = [(plain.from_string(t.subject), plain.from_string(t.body)) for t in templates]

    def ours() -> None:
        for template in templates:
            render(template, values)

    def theirs() -> None:
        for subject, body in compiled:
            subject.render(values)
            body.render(values)

    ours(), theirs()
    pairs = [(seconds(ours, 5), seconds(theirs, 5)) for _ in range(rounds)]
    per_round = 5 * len(templates)
    mine, other = (per_round / statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(o / m for m, o in pairs)
    print(f"{len(templates)} templates: ours {mine:,.0f} letters/s, plain Jinja2 {other:,.0f}")
    print(f"ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
