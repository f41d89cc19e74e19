"""The page of the leaderboard: its command and its example print what stands there."""

import doctest
import re
import shlex

import pytest

from outreach_sim.cli.main import cli
from tests.cli.test_commands import ROOT
from tests.cli.test_docs import PAGES, one_line

PAGE = PAGES["docs/leaderboard.md"]


def test_the_command_of_the_page_prints_what_stands_there(capsys: pytest.CaptureFixture[str]) -> None:
    ((command, shown),) = re.findall(r"```text\n\$ outreach-sim ([^\n]*)\n(.*?)```", PAGE, re.S)
    cli(shlex.split(command), standalone_mode=False)
    printed, at = one_line(capsys.readouterr().out), 0
    for part in filter(None, map(one_line, re.split("…", shown))):
        assert part in printed[at:], f"docs/leaderboard.md shows otherwise:\n{part}"
        at = printed.index(part, at) + len(part)
    assert " sniper " in printed and " again " in printed


def test_the_example_in_python_prints_what_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ((text),) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    found = doctest.DocTestParser().get_doctest(text, {"__name__": "example"}, "page", "leaderboard.md", 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner().run(found, out=told.append)
    assert outcome.attempted > 2 and outcome.failed == 0, "".join(told)
