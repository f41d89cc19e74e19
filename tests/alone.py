"""Run by `test_alone`: every door of the program, where reaching out of the process is an error.

Usage: python -m tests.alone FOLDER
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

REACHES_OUT = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "socket.getservbyname",
    "urllib.Request", "http.client.connect", "smtplib.connect", "ftplib.connect", "webbrowser.open",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn",
})  # fmt: skip
COMMANDS = (
    "run first-letter -n 12 --to study.db --report page.html",
    "run first-letter --json",
    "explain personal-email --candidate 9 --pay 2500000 --sender ceo --template ceo-personal",
    "drivers first-letter -n 2",
    "staff defender --limit 3",
    "compare first-letter --b script.1.offer.pay_ratio=3 -n 4",
    "sweep first-letter --vary script.*.offer.pay_ratio=1,2 -n 2",
    "balance first-letter -n 2",
    "leaderboard first-letter -n 2",
    "leaderboard --new-ring ring.json",
    "calibrate -n 2",
    "scenario show sandbox",
    "template check letter.md",
    "template new mine --language de",
    "run first-letter --letters .",
    "template measure letter.md --scenario first-letter --candidate 2 --met",
    "template render recruiter --scenario first-letter --candidate 2",
    "template try recruiter short-note --scenario first-letter -n 4",
    "candidates make first-letter --to people.csv",
    "candidates check people.csv",
    "export first-letter --seed 1 --mbox letters.mbox",
    "save record first-letter march",
    "save verify march",
    "save show march",
    "save new first-letter own",
    "save act own send 14 --letter ceo-personal --sender ceo",
    "save advance own",
    "scenario new own.toml",
    "scenario show sandbox --toml",
    "save show march --forecast --luck --regret --truth",
    "save fame --verify",
    "save search march dear",
    "save script march --to march.toml",
    "export march --mbox again.mbox",
    "agent first-letter --set scenario.days=9 --calls 1 --transcript game.jsonl",
    "agent --replay game.jsonl",
    "tables march --to march.db",
    "tables study.db --csv study-tables",
)
"""All doors but the cluster's, which is asked for a connection by name."""


class ReachedOutError(BaseException):
    """Nobody may swallow it as an error of the network."""


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in REACHES_OUT:
        raise ReachedOutError(event, *arguments)


def call(words: list[str]) -> None:
    from outreach_sim.cli.failure import run_command_line

    with redirect_stdout(StringIO()):
        code = run_command_line(words)
    assert code == 0, f"{' '.join(words)}: {code}"


def play() -> None:
    """A week at the desk, with a letter, its reasons and the outcome."""
    from tests.tui.desks import Driver, run

    async def steps(driver: Driver) -> None:
        await driver.press("w", "ctrl+r", "ctrl+t", "ctrl+s", "n", "2", "o")

    run(steps)


def must_fail() -> None:
    """What is refused is refused, or everything above would prove nothing."""
    for reach_out in (
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getfqdn("example.invalid"),
        lambda: os.system("true"),
    ):
        try:
            reach_out()
        except ReachedOutError:
            continue
        raise AssertionError("nothing was refused")


def main(folder: Path) -> None:
    from outreach_sim.inputs.shipped import shipped_folder

    os.chdir(folder)
    os.environ["OUTREACH_SIM_HOME"] = str(folder / "home")
    letter = (shipped_folder("templates") / "recruiter.md").read_text(encoding="utf-8")
    (folder / "letter.md").write_text(letter, encoding="utf-8")
    sys.stdin = None  # nobody types, and an agent that is not there has left
    sys.addaudithook(refuse)
    for command in COMMANDS:
        call(command.split())
    play()
    must_fail()
    sys.stdout.write("alone\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
