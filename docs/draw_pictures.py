"""Draws the pictures of the README from real output: ``python docs/draw_pictures.py``."""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import struct
import subprocess
import sys
import termios
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
    console = Console(record=True, width=WIDTH + 1, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}\n", style="bold"))
    console.print(Text.from_ansi(on_a_terminal(words)), soft_wrap=True)
    HERE.mkdir(exist_ok=True)
    console.save_svg(str(HERE / name), title="Outreach Sim", unique_id=name.removesuffix(".svg"))


def on_a_terminal(words: list[str]) -> str:
    """What a program prints on a terminal of this width, which it fits by itself."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, WIDTH, 0, 0))
    environment = {"TERM": "xterm-256color", "PATH": ""}
    done = subprocess.Popen(words, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    found = b""
    while part := _read(ours):
        found += part
    os.close(ours)
    if done.wait():
        raise SystemExit(f"this failed: {shlex.join(words)}")
    return found.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """More of what is printed; nothing when the other end is closed, which Linux calls an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


if __name__ == "__main__":
    for picture, line in PICTURES.items():
        draw(picture, line)
