"""The page of the library leaves no name out; its examples are run by tests/site/test_blocks.py."""

import doctest
import re

import outreach_sim
from tests.cli.test_docs import PAGES

PAGE = PAGES["docs/library.md"]
EXAMPLES = re.findall(r"^## \d+\. .*\n```python$", PAGE, re.M)


def test_ten_examples_and_every_name_are_there() -> None:
    assert len(EXAMPLES) == 10
    table = PAGE.split("| name | what |", 1)[1].split("\n\n", 1)[0]
    words = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"`(.*?)`", table))))
    said_besides = {"scenario", "changes", "worlds", "seed", "name", "key", "values", "advance"}
    assert set(outreach_sim.__all__) == words - said_besides


def test_the_first_example_of_all_is_right() -> None:
    told = doctest.DocTestParser().get_doctest(outreach_sim.__doc__ or "", {}, "outreach_sim", None, 0)
    assert doctest.DocTestRunner().run(told).failed == 0 and len(told.examples) == 2
