"""What docs/words.md says of words is so: every sub-term with its values, and every example of a claim."""

import re
from pathlib import Path

import pytest

from outreach_sim.model.answer_words import ANSWER, ANSWER_JUDGED, IN_FULL
from outreach_sim.model.word_terms import OPENING, OPENING_JUDGED, REPLY, REPLY_JUDGED, Part
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.words.facts import FIELDS
from tests.words.kinds import kinds, measured, page
from tests.words.readers import P, letter

PAGE = (Path(__file__).parents[2] / "docs" / "words.md").read_text(encoding="utf-8")


def table(chapter: str) -> dict[str, list[str]]:
    rows = re.findall(r"^\| (.+) \|$", PAGE.split(f"## {chapter}\n")[1].split("\n## ")[0], re.MULTILINE)
    return {cells[0]: cells for row in rows[1:] if (cells := row.split(" | "))}


def number(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if value else "0"


@pytest.mark.parametrize(
    ("chapter", "parts"),
    [("Opening", (*OPENING, *OPENING_JUDGED)), ("Reply and interest", (*REPLY, *REPLY_JUDGED))],
)
def test_the_page_has_every_sub_term_with_its_values_and_ranges(
    chapter: str, parts: tuple[Part, ...]
) -> None:
    cards, rows = load_cards(), table(chapter)
    assert list(rows) == [part.name for part in parts]
    for part in parts:
        said = [
            f"`{n}` {number(c.value)} ({number(c.low)} to {number(c.high)})"
            for n in part.sources
            if (c := cards[n])
        ]
        assert rows[part.name][2] == ", ".join(said)
        assert rows[part.name][3] == ", ".join(dict.fromkeys(cards[name].trust for name in part.sources))


def test_the_page_names_the_values_that_are_replaced() -> None:
    assert set(re.findall(r"`([a-z_]+)`", PAGE.split("## Canonical text")[1].split("becomes one")[0])) == set(
        FIELDS
    )


CLAIMS = {"a meeting": "met", "machines": "machines_h100e", "a deadline": "days"}


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_examples_of_claims_are_claims_and_the_others_none(claim: str) -> None:
    _, claims, none = table("Claims")[claim]
    for sentence in re.findall(r'"([^"]+)"', claims):
        assert getattr(letter(f"{sentence}.").claims, CLAIMS[claim]), sentence
    for sentence in re.findall(r'"([^"]+)"', none):
        assert not getattr(letter(f"{sentence}.").claims, CLAIMS[claim]), sentence


def test_the_table_of_kinds_is_what_is_measured_and_says_why_where_the_design_had_another() -> None:
    assert page() == PAGE, "run python -m tests.words.kinds"
    for kind, entry in kinds().items():
        found = measured(kind)
        others = zip((found.opening(P), found.reply(P)), entry["design"], strict=True)
        assert "says" in entry or max(abs(ours - design) for ours, design in others) < 0.16, kind


def test_the_page_says_what_counts_of_an_answer() -> None:
    in_full, nothing, _ = rows = list(table("Answers").values())
    known = {part.name for part in (*REPLY, *REPLY_JUDGED)}
    counted = {part.name for part in (*ANSWER, *ANSWER_JUDGED)}
    assert tuple(in_full[0].split(", ")) == IN_FULL
    assert known - counted == {name for name in known if re.search(rf"\b{name}\b", nothing[0])}
    card = load_cards()["answer_words_share"]
    assert rows[2][2].startswith(
        f"`answer_words_share` {card.value:.2f} ({number(card.low)} to {card.high:.2f})"
    )
    assert rows[2][3] == card.trust
