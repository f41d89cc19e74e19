"""What the documentation shows of studies is what the program prints."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.test_commands import ROOT, run

BLOCKS = re.findall(
    r"```text\n\$ outreach-sim ([^\n]*)\n(.*?)```",
    Path(ROOT / "docs" / "studies.md").read_text(encoding="utf-8"),
    re.S,
)
QUICK = [(command, shown) for command, shown in BLOCKS if "--uncertain" not in command]
"""Two hundred draws of the parameters take longer than all other tests of the command line."""


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), QUICK, ids=[command for command, _ in QUICK])
def test_a_study_prints_what_its_page_shows(capsys, command: str, shown: str) -> None:
    _, out, _ = run(capsys, *shlex.split(command))
    at, printed = 0, one_line(out)
    for part in filter(None, map(one_line, re.split("…", shown))):
        assert part in printed[at:], f"docs/studies.md shows otherwise:\n{part}"
        at = printed.index(part, at) + len(part)


def test_there_is_something_to_hold_the_page_to() -> None:
    assert len(QUICK) >= 4 and len(BLOCKS) > len(QUICK)
