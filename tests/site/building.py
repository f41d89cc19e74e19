"""The site, built as ``make site`` builds it but into a folder of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.test_commands import ROOT
from tests.waiting import PATIENCE_SECONDS


def build_into(folder: Path) -> Path:
    """Build it from copies of its pages; returns where it is."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "outreach_sim").symlink_to(ROOT / "outreach_sim")
    words = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"
