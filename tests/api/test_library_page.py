"""The page of the library: its examples print what stands there, each by itself, and no name is left out."""

import doctest
import re

import pytest

import outreach_sim
from tests.cli.test_commands import ROOT
from tests.cli.test_docs import PAGES

PAGE = PAGES["docs/library.md"]
EXAMPLES = {
    PAGE[: found.start()].rsplit("\n## ", 1)[1].split("\n")[0]: (found[1], PAGE[: found.start(1)].count("\n"))
    for found in re.finditer(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
}


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_prints_what_stands_there(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text, line = EXAMPLES[title]
    found = doctest.DocTestParser().get_doctest(text, {"__name__": "example"}, title, "docs/library.md", line)
    told: list[str] = []
    outcome = doctest.DocTestRunner().run(found, out=told.append)
    assert outcome.attempted > 1 and outcome.failed == 0, "".join(told)


def test_ten_examples_and_every_name_are_there() -> None:
    assert len(EXAMPLES) == 10
    table = PAGE.split("| name | what |", 1)[1].split("\n\n", 1)[0]
    words = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"`(.*?)`", table))))
    said_besides = {"scenario", "changes", "worlds", "seed", "name", "key", "values", "advance"}
    assert set(outreach_sim.__all__) == words - said_besides


def test_the_first_example_of_all_is_right() -> None:
    told = doctest.DocTestParser().get_doctest(outreach_sim.__doc__ or "", {}, "outreach_sim", None, 0)
    assert doctest.DocTestRunner().run(told).failed == 0 and len(told.examples) == 2
