"""What leaves for a terminal steers nothing, whatever it quotes, and suits streams of any encoding."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.cli.streams import Guarded, guarded
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import visible

NASTY = "\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\u202e\u200b"
STYLES = re.compile(r"\x1b\[(?:[012]|3[123])m")


class Terminal(io.StringIO):
    """A stream that claims to be watched."""

    encoding, errors = "utf-8", "strict"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def watched(tmp_path: Path, monkeypatch):
    """Runs a command at a terminal; returns its exit code and all that the terminal gets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))

    def run(*arguments: str) -> tuple[int, str]:
        terminal = Terminal()
        monkeypatch.setattr("sys.stdout", terminal)
        monkeypatch.setattr("sys.stderr", terminal)
        return run_command_line(list(arguments)), terminal.getvalue()

    return run


def hostile_files(folder: Path) -> None:
    """A scenario, people, a letter and policies with it in every text they have."""
    escaped = json.dumps(NASTY)[1:-1]  # TOML has JSON's escapes
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    source = re.sub(r'((?:name|summary|that|what|source) = ")', lambda m: m[1] + escaped, source)
    source = source.replace('date = "', f'url = "https://x.example/{escaped}", date = "')
    (folder / "hostile.toml").write_text(source, encoding="utf-8")
    (folder / "broken.toml").write_text(f'"{escaped}" = 1\n[parameters]\n"{escaped}" = 1\n', encoding="utf-8")
    people = f"name,employer,pay_usd,{NASTY}\nA{NASTY},b{NASTY},{NASTY}1\n"
    (folder / "people.csv").write_text(people.replace("\n", "\r\n"), encoding="utf-8")
    front = '+++\nname = "N"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "S"\n+++\n'
    (folder / "letter.md").write_text(front + NASTY, encoding="utf-8")
    text = f"{NASTY!r} + chr(10) + 'second line'"
    policy = f"class Own:\n    def act(self, view):\n        raise ValueError({text})\n"
    quiet = f"    __repr__ = lambda self: {text}\n"
    failing = f"class Own:\n    def act(self, view): raise E\nclass E(Exception):\n{quiet}"
    (folder / "own.py").write_text(policy, encoding="utf-8")
    (folder / "failing.py").write_text(failing, encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["scenario", "show", "hostile.toml"]),
        (0, ["scenario", "show", "hostile.toml", "--json"]),
        (0, ["run", "hostile.toml"]),
        (0, ["explain", "hostile.toml", "--candidate", "12"]),
        (65, ["scenario", "check", "broken.toml"]),
        (65, ["scenario", "check", "broken.toml", "--json"]),
        (65, ["scenario", "show", f"folder/{NASTY}.toml"]),
        (65, ["scenario", "show", "first-letter", "--set", f"scenario.{NASTY}=1"]),
        (65, ["candidates", "check", "people.csv"]),
        (65, ["candidates", "check", f"{NASTY}.csv"]),
        (0, ["candidates", "make", "first-letter", "--to", f"{NASTY}.csv"]),
        (65, ["template", "check", "letter.md"]),
        (65, ["template", "show", "letter.md"]),
        (65, ["template", "render", "letter.md"]),
        (65, ["run", "first-letter", "--policy", "north=own.py:Own"]),
        (65, ["run", "first-letter", "--policy", "north=failing.py:Own"]),
        (2, ["save", "show", NASTY]),
        (2, [NASTY]),
        (2, ["run", f"--{NASTY}"]),
        (2, ["run", "first-letter", "-n", NASTY]),
        (2, ["calibrate", NASTY]),
    ],
)
def test_no_text_from_outside_reaches_a_terminal_raw(watched, tmp_path: Path, code: int, arguments) -> None:
    hostile_files(tmp_path)
    done, written = watched(*arguments)
    assert done == code and written
    told = STYLES.sub("", written)
    assert visible(told) == told
    if code:
        assert "a fault in" not in told
        lines = told.splitlines()
        assert "--json" in arguments or all(line.startswith("outreach-sim: ") for line in lines)
        assert not any(line.startswith("second") for line in lines)


def test_what_a_message_quotes_can_be_recognised(watched) -> None:
    assert r"candidates written to x\x1b[2J.csv" in watched(
        "candidates", "make", "first-letter", "--to", "x\x1b[2J.csv"
    )[1].replace(" \n", " ")


def test_json_keeps_what_it_quotes_in_its_own_escapes(watched) -> None:
    name = f"{NASTY}.csv"
    code, written = watched("candidates", "make", "first-letter", "--to", name, "--json")
    assert code == 0 and json.loads(written)["file"] == name
    assert written.isascii()


def test_the_page_of_a_study_holds_no_such_text_either(watched, tmp_path: Path) -> None:
    hostile_files(tmp_path)
    code, _ = watched("run", "hostile.toml", "-n", "2", "--report", f"{NASTY}.html")
    page = (tmp_path / f"{NASTY}.html").read_text(encoding="utf-8")
    assert code == 0 and "x1b]52;c" in page
    assert visible(page) == page


def test_an_environment_that_is_quoted_steers_nothing(watched, monkeypatch) -> None:
    monkeypatch.setenv("OUTREACH_SIM_RUN_SEED", NASTY)
    code, written = watched("run", "first-letter")
    assert code == 2 and visible(written) == written


def test_a_traceback_that_was_asked_for_steers_nothing(monkeypatch) -> None:
    from outreach_sim.cli.failure import show_fault

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    try:
        raise ValueError(NASTY)
    except ValueError:
        assert show_fault() == 1
    assert "Traceback" in terminal.getvalue()
    assert visible(terminal.getvalue()) == terminal.getvalue()


def test_of_what_steers_only_our_own_styles_pass() -> None:
    terminal = Terminal()
    stream = Guarded(terminal)
    stream.write("\x1b[1mbold\x1b[0m \x1b[8mhidden\x1b[2K \x1b[1;31m\rover\n\tnext\n")
    assert terminal.getvalue() == "\x1b[1mbold\x1b[0m \\x1b[8mhidden\\x1b[2K \\x1b[1;31m\\rover\n\tnext\n"
    stream.control("\r\x1b[K")
    assert terminal.getvalue().endswith("\r\x1b[K")


# -- encodings --------------------------------------------------------------------------------------------


class Narrow:
    """Runs commands with streams of an encoding; what arrives is decoded with it."""

    def __init__(self, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoding, self.patch = encoding, monkeypatch

    def run(self, *arguments: str) -> tuple[int, str, str]:
        streams = [io.TextIOWrapper(io.BytesIO(), self.encoding, write_through=True) for _ in range(2)]
        for name, stream in zip(("sys.stdout", "sys.stderr"), streams, strict=True):
            self.patch.setattr(name, stream)
        code = run_command_line(list(arguments))
        out, err = (stream.buffer.getvalue().decode(self.encoding) for stream in streams)
        return code, out, err


@pytest.fixture(params=["cp1252", "ascii", "latin-1", "shift_jis"])
def narrow(request, monkeypatch, tmp_path: Path) -> Narrow:
    monkeypatch.chdir(tmp_path)
    names = ("ゆき 山田", "Zoë Łukasiewicz", "👩\u200d🔬 क्\u200dष")
    rows = "".join(f"{name},south,500000\n" for name in names)
    (tmp_path / "people.csv").write_text(f"name,employer,pay_usd\n{rows}", encoding="utf-8")
    return Narrow(request.param, monkeypatch)


def test_streams_of_any_encoding_get_what_they_can_show(narrow: Narrow) -> None:
    code, out, err = narrow.run("candidates", "show", "people.csv")
    assert (code, err) == (0, "")
    rows = out.splitlines()
    assert len(rows) == 4 and all("south" in row for row in rows[1:])
    assert ("ゆき 山田" if narrow.encoding == "shift_jis" else "???? ????") in rows[1]
    assert {"ascii": "Zoe ?ukasiewicz", "shift_jis": "Zoe ?ukasiewicz"}.get(
        narrow.encoding, "Zoë ?ukasiewicz"
    ) in rows[2]


def test_json_is_ascii_where_the_stream_is_not_unicode(narrow: Narrow) -> None:
    code, out, _ = narrow.run("candidates", "show", "people.csv", "--json")
    assert code == 0 and out.isascii()
    assert json.loads(out)["candidates"][0]["name"] == "ゆき 山田"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["scenario", "show", "personal-email"],
        ["template", "render", "recruiter"],
        ["explain", "personal-email", "--candidate", "2"],
        ["run", "first-letter", "-n", "12"],
        ["candidates", "check", "ゆき.csv"],
        ["nonesuch-ゆき"],
    ],
)
def test_every_kind_of_command_writes_to_ascii(monkeypatch, arguments: list[str]) -> None:
    _, out, err = Narrow("ascii", monkeypatch).run(*arguments)
    assert (out + err).strip() and "a fault in" not in err


def test_signs_are_written_as_what_resembles_them(monkeypatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True)
    Guarded(stream).write("„Größe“ – 3 × 4 … ≥ 5 € é\u0301 👩\u200d🔬\n")
    assert stream.buffer.getvalue() == b'"Grosse" - 3 x 4 ... >= 5 EUR e ????\n'


def test_nobody_has_to_listen_to_stderr(monkeypatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Gone())
    assert run_command_line(["run", "first-letter", "-n", "0"]) == 2


def test_streams_are_given_back(monkeypatch) -> None:
    before = sys.stdout, sys.stderr
    with pytest.raises(ZeroDivisionError), guarded():
        raise ZeroDivisionError
    assert (sys.stdout, sys.stderr) == before
