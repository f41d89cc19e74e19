"""What docs/templates.md says of letters is so."""

import io
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.mail.decks import piece_of, shipped_decks
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.lint import FILTERS
from outreach_sim.mail.own import own_letter_warnings, read_own_letter
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import Template, parse_template
from outreach_sim.mail.texts import values_for
from outreach_sim.market.setup import Do
from outreach_sim.scenario.load import load_scenario
from tests.scenario.test_own_letters import REMINDER, SCENARIO

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
LETTER, READS, LINES, MEASURES, COMMANDS, INSIDE, ANSWER, ANSWERING, DECK, REPLY = BLOCKS
FRONT = '+++\nname = "T"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "Hello"\n+++\n'


def of_text(body: str) -> Template:
    return parse_template(FRONT + body, "t.md", "t")


def test_the_documented_letter_is_sound_and_reads_as_shown(tmp_path: Path) -> None:
    (tmp_path / "hello.md").write_text(LETTER, encoding="utf-8")
    letter = read_own_letter(tmp_path / "hello.md")
    assert own_letter_warnings(tmp_path / "hello.md") == []
    assert render(letter, values_for(0) | {"sender": "The recruiting team"}).body == READS.strip()
    paper = sample_values() | {"paper": "Slow Critics"}
    assert '\n\nI read "Slow Critics".\n\n' in render(letter, paper).body
    topic = sample_values() | {"paper": ""}
    assert "\n\nI follow what you do in theorem proving.\n\n" in render(letter, topic).body


def test_every_fallback_of_the_page_says_what_stands_beside_it() -> None:
    rows = re.findall(
        r"^\| `(.+)` \| (.+) \|$", PAGE.split("no topic known")[1].split("\n\n")[0], re.MULTILINE
    )
    assert len(rows) == 4
    for written, said in rows:
        shown = render(
            of_text(written.replace("\\|", "|")), sample_values() | {"topic": "", "former_team": ""}
        ).body
        assert shown == said.split(", ")[-1]


def test_each_way_to_write_a_paragraph_is_one_more_or_none() -> None:
    for way in LINES.strip().split("\n\n"):
        letter = of_text(f"One.\n\n{way}\n\nTwo.")
        assert render(letter, sample_values()).body == "One.\n\nYou could stay in Zurich.\n\nTwo."
        assert render(letter, sample_values() | {"city": ""}).body == "One.\n\nTwo."


def test_the_page_names_every_field_and_filter() -> None:
    table = PAGE.split("| field |")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+)`", table)) == set(FIELDS)
    assert all(f"`{name}`" in PAGE for name in FILTERS)


def test_what_the_page_calls_a_field_of_another_program_is_told(tmp_path: Path) -> None:
    named = PAGE.split("fields of other mail programs (")[1].split(")")[0]
    texts = re.findall(r"`([^`]+)`", named)
    (tmp_path / "t.md").write_text(FRONT + "\n".join(texts), encoding="utf-8")
    assert [problem.line for problem in own_letter_warnings(tmp_path / "t.md")] == [
        7 + n for n in range(len(texts))
    ]
    assert len(texts) == 6


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("salute", "southern"):
        Path(f"{name}.md").write_text(REMINDER)
    Path("hello-again.md").write_text(LETTER, encoding="utf-8")
    Path("scenario.toml").write_text(SCENARIO.replace('"salute"', '"hello-again"'))
    lines = COMMANDS.strip().split("\n")
    assert len(lines) == 4
    for line in lines:
        assert run_command_line(shlex.split(re.sub(r"-n \d+", "-n 2", line))[1:]) == 0, line
    capsys.readouterr()


def test_the_documented_tables_of_letters_can_be_played_with(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "second-hello.md").write_text(REMINDER)
    beside = SCENARIO.replace('"salute"', '"short-hello"').replace('"southern"', '"recruiter"')
    (tmp_path / "scenario.toml").write_text(beside + INSIDE)
    loaded = load_scenario(str(tmp_path))
    assert {name: letter.stage for name, letter in loaded.own_letters.items()} == {
        "short-hello": "outreach", "second-hello": "follow-up", "plain-no": "reply",
    }  # fmt: skip
    assert loaded.spec.scenario.letters == ["short-hello", "second-hello", "plain-no"]


def test_the_measures_of_the_page_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("hello-again.md").write_text(LETTER, encoding="utf-8")
    lines = MEASURES.strip().split("\n")
    assert len(lines) == 4
    for line in lines:
        typed, _, command = line.rpartition(" | ")
        text = typed.removeprefix("printf '").removesuffix("'").replace("\\n", "\n")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        assert run_command_line(shlex.split(command)[1:]) == 0, line
    assert "It is hardly a letter." in capsys.readouterr().out


def test_the_documented_answer_is_said_by_the_line_of_the_script_below_it(tmp_path: Path) -> None:
    (tmp_path / "salute.md").write_text(REMINDER)
    (tmp_path / "southern.md").write_text(REMINDER)
    (tmp_path / "my-invitation.md").write_text(ANSWER, encoding="utf-8")
    assert own_letter_warnings(tmp_path / "my-invitation.md") == []
    (tmp_path / "scenario.toml").write_text(SCENARIO + ANSWERING)
    setup = load_scenario(str(tmp_path)).setup
    said = [setup.letters.ids[order.words] for order in setup.script if order.do is Do.INVITE]
    assert said == ["my-invitation"]


def test_the_documented_deck_is_a_part_of_the_shipped_one() -> None:
    cells = shipped_decks()["en"].cells
    for temper, texts in tomllib.loads(DECK)["counter-offer"].items():
        assert piece_of(texts[0], temper) in cells["declined", "counter-offer"]


def test_the_documented_reply_is_a_reply_and_the_page_names_every_step_and_reason() -> None:
    assert all(f"`{word}`" in PAGE for word in (*Step, *Reason))
    assert parse_template(REPLY, "r.md", "r").stage == "reply"
