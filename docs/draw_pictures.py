"""Draws the pictures of the README from real output: ``python docs/draw_pictures.py``."""

from __future__ import annotations

import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent / "pictures"
PICTURES = {
    "run.svg": "outreach-sim run personal-email -n 200",
    "explain.svg": (
        "outreach-sim explain personal-email --candidate 9 --pay 2500000 --sender ceo"
        " --template ceo-personal --direct"
    ),
}
WIDTH = 112


def draw(name: str, command: str) -> None:
    """One picture of a terminal with a command and what it prints."""
    words = [sys.executable, "-m", "outreach_sim", *shlex.split(command)[1:]]
    environment = {"COLUMNS": str(WIDTH), "PATH": "", "FORCE_COLOR": "1"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}\n", style="bold"))
    console.print(Text.from_ansi(done.stdout))
    HERE.mkdir(exist_ok=True)
    console.save_svg(str(HERE / name), title="Outreach Sim", unique_id=name.removesuffix(".svg"))


if __name__ == "__main__":
    for picture, line in PICTURES.items():
        draw(picture, line)
