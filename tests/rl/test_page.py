"""The examples of the page print what stands there, each by itself."""

import doctest
import re

import pytest

from tests.cli.test_docs import PAGES

PAGE = PAGES["docs/environments.md"]
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.mark.parametrize("text", EXAMPLES, ids=["an episode", "many worlds", "without Gymnasium"])
def test_an_example_prints_what_stands_there(text: str) -> None:
    pytest.importorskip("gymnasium")
    found = doctest.DocTestParser().get_doctest(text, {}, "example", "docs/environments.md", 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner().run(found, out=told.append)
    assert outcome.attempted > 4 and outcome.failed == 0, "".join(told)
