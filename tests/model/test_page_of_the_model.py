"""The page of formulas names every term and parameter; its examples are run by tests/site/test_blocks.py."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.sentences import TERMS

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
ELSEWHERE = Path(__file__).parents[2] / "docs" / "mechanisms.md"
WORDS = Path(__file__).parents[2] / "docs" / "words.md"


def test_every_term_has_a_formula_but_those_of_the_table_of_links() -> None:
    assert len(TERMS) > 20
    assert {name for name, words in TERMS.items() if not words.formula} == {"constant", "spam"}


@pytest.mark.parametrize("name", [field.name for field in fields(Parameters)])
def test_every_parameter_stands_on_a_page_of_formulas(name: str) -> None:
    pages = PAGE.read_text(encoding="utf-8") + ELSEWHERE.read_text(encoding="utf-8")
    pages += WORDS.read_text(encoding="utf-8")
    numbered = re.sub(r"_[1-4]$", "_k", name)
    steps = name.startswith("words_up_to")  # the page gives the first and the last of them
    assert f"`{name}`" in pages or f"`{numbered}`" in pages or steps


def test_no_parameter_on_the_page_is_unknown() -> None:
    known = {field.name for field in fields(Parameters)} | {"reply_cut_k"}
    shape = (
        r"`((?:open|reply|interest|offer|accept|pay|compute|fit|words|gate|counter|name|peers)_[a-z0-9_]+)`"
    )
    found = set(re.findall(shape, PAGE.read_text(encoding="utf-8")))
    assert len(found) > 20
    assert not found - known
