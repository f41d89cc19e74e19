"""Published figures: every row says what it is, where it stands, when it was said and how far to trust it."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from outreach_sim.scenario.parameters import load_cards
from outreach_sim.scenario.targets import Target, load_figures, load_targets

FILE = Path(__file__).parents[2] / "fixtures" / "figures.csv"
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
YEAR = re.compile(r"~?(19|20)\d\d(-\d\d(-\d\d)?)?( \(.+\))?|20\d\d-\d\d")


def test_no_figure_stands_twice() -> None:
    assert [name for name, count in Counter(row["id"] for row in ROWS).items() if count > 1] == []
    assert list(load_figures()) == [row["id"] for row in ROWS]
    what = Counter((row["url"], row["about"], row["figure"]) for row in ROWS)
    assert [said for said, count in what.items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_figure_has_an_address_a_date_and_a_trust(row: dict[str, str]) -> None:
    assert None not in row and all(value == value.strip() for value in row.values())
    assert all(row[column] for column in row if column != "value"), row
    address = urlsplit(row["url"])
    assert address.scheme in ("http", "https") and "." in address.netloc and " " not in row["url"]
    assert row["date"] == "n.d." or YEAR.fullmatch(row["date"]), row["date"]
    assert row["trust"] in ("A", "B", "C", "D", "M")
    assert re.fullmatch(r"-?\d+(\.\d+)?", row["value"]) if row["value"] else row["unit"] == "n/a"


def test_a_parameter_is_not_trusted_more_than_the_best_figure_it_rests_on() -> None:
    figures = load_figures()
    order = ["A", "B", "C", "D", "M", "guess"]
    for card in load_cards().values():
        trusts = [figures[name].trust for name in card.figures]
        assert not trusts or order.index(card.trust) >= min(map(order.index, trusts)), card.name


def test_the_guesses_that_matter_most_are_guesses_and_rest_on_figures_that_exist() -> None:
    page = (FILE.parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
    chapter = page.split("## Guesses that matter most\n", 1)[1]
    rows = [line.split("|")[1:-1] for line in chapter.splitlines() if line.startswith("| `")]
    assert len(rows) >= 5
    strength = [abs(float(moved.split(",")[1].replace("−", "-"))) for _, moved, _, _ in rows]
    assert strength == sorted(strength, reverse=True)
    for guess, _, published, settles in rows:
        card = load_cards()[guess.strip(" `")]
        assert card.trust == "guess" and settles.strip()
        named = set(re.findall(r"`([a-z0-9-]+)`", published))
        assert named and named <= set(load_figures()), card.name


def unexplained(targets: list[Target], verdicts: dict[str, str]) -> list[str]:
    """Targets that are missed and say no reason."""
    return [target.id for target in targets if verdicts[target.id] == "missed" and not target.why.strip()]


def test_a_missed_target_says_why_in_a_sentence() -> None:
    played = json.loads((FILE.parents[1] / "docs" / "calibration.json").read_text(encoding="utf-8"))
    targets, verdicts = load_targets(), {row["id"]: row["verdict"] for row in played["targets"]}
    assert unexplained(targets, verdicts) == []
    silent = [target for target in targets if not target.why]
    assert unexplained(silent, dict.fromkeys(verdicts, "missed")) == [target.id for target in silent] != []
