"""No door of the program asks for a connection, an address or another program, whatever it imports."""

import subprocess
import sys
from pathlib import Path

from outreach_sim.cli.main import COMMANDS
from tests.alone import COMMANDS as TRIED
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[1]


def test_nothing_that_is_played_run_kept_or_exported_reaches_out(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.alone", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "alone\n"), done.stderr[-3_000:]


def test_every_command_is_among_those_that_were_tried() -> None:
    assert {words.split()[0] for words in TRIED} | {"play"} == set(COMMANDS)
