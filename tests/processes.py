"""The program as a process of its own, and what its group of processes is doing. Reads Linux's /proc."""

import subprocess
import sys
from pathlib import Path

from tests.waiting import until


def start(*arguments: str, **more) -> subprocess.Popen:
    command = [sys.executable, "-m", "outreach_sim", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def members(group: int) -> list[int]:
    """The processes of a group that are there and no zombies."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def until_it_loads_numpy(process: subprocess.Popen) -> None:
    """The program has begun in earnest: it reads what only a run needs."""
    maps = Path(f"/proc/{process.pid}/maps")
    until("the program loads numpy", lambda: process.poll() is not None or "numpy" in maps.read_text())


def until_there_are(number: int, group: int) -> None:
    """So many processes of the group run: the program, Python's own helper, the workers."""
    until(f"{number} processes of group {group}", lambda: len(members(group)) >= number)


def until_all_are_gone(group: int) -> None:
    """Python's own helper goes just after its parent."""
    until(f"the end of every process of group {group}", lambda: not members(group))
