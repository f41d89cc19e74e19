"""A folder of letters that is brought along: what may lie in it, what is told of it, and who plays it."""

import json
import mailbox
import os
from contextlib import closing
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.own import MAX_OWN
from outreach_sim.scenario.load import load_scenario
from tests.scenario.test_own_letters import REMINDER, SALUTE, SCENARIO, run

PLAIN = SCENARIO.replace('"southern"', '"recruiter"')


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario that names a letter, and a folder beside it that has it."""
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    (tmp_path / "two.toml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "salute.md").write_text(SALUTE, encoding="utf-8")
    (tmp_path / "mine" / "reminder.md").write_text(REMINDER, encoding="utf-8")
    return tmp_path


def told(folder: Path) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(folder / "two.toml"), letters=folder / "mine")
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_notes_pictures_and_shipped_letters_may_lie_in_it(folder: Path) -> None:
    mine = folder / "mine"
    (mine / "README.md").write_text("No letter.\n")
    (mine / "notes.md").write_text("No letter either.\n")
    (mine / "picture.png").write_bytes(b"\x89PNG")
    (mine / "drafts.md").mkdir()
    (mine / "recruiter.md").write_bytes((shipped_folder("templates") / "recruiter.md").read_bytes())
    os.mkfifo(mine / "pipe.md")
    loaded = load_scenario(str(folder / "two.toml"), letters=mine)
    assert set(loaded.own_letters) == {"salute", "reminder"}
    assert loaded.spec.scenario.letters == ["reminder", "salute"]


def link_away(mine: Path) -> None:
    (mine.parent / "away.md").write_text(REMINDER)
    (mine / "away.md").symlink_to(mine.parent / "away.md")


@pytest.mark.parametrize(("spoil", "words"), [
    (link_away, "mine/away.md: the letter away.md is a link that leads out of its folder, put a copy there"),
    (lambda mine: (mine / "round.md").symlink_to(mine / "round.md"),
     "mine/round.md: the letter round.md is a link that leads nowhere, put the letter there"),
    (lambda mine: (mine / "endless.md").symlink_to("/dev/zero"),
     "mine/endless.md: the letter endless.md is a link that leads nowhere"),
    (lambda mine: (mine / "long.md").write_text(REMINDER + "x" * 50_000),
     "mine/long.md: the file is larger than 40,960 bytes"),
    (lambda mine: (mine / "Hallo du.md").write_text(REMINDER),
     "mine/Hallo du.md: a letter's file is named in lower-case letters, digits and hyphens"),
    (lambda mine: (mine / "recruiter.md").write_text(REMINDER),
     "mine/recruiter.md: 'recruiter' comes with the program, and mine/recruiter.md is another, rename yours"),
    (lambda mine: (mine.parent / "reminder.md").write_text(REMINDER + "Once more.\n"),
     "mine/reminder.md: reminder.md has another letter 'reminder', rename one of them"),
    (lambda mine: (mine / "wide.md").write_bytes(REMINDER.encode("utf-16")), "mine/wide.md: the file is UTF"),
    (lambda mine: (mine / "odd.md").write_text(REMINDER.replace("first_name", "frist_name")),
     "mine/odd.md:7:10: there is no field 'frist_name', did you mean 'first_name'?"),
    (lambda mine: (mine / "reminder.md").write_text("No letter after all.\n"),
     "mine/salute.md:6:15: follow_ups.1: reminder.md is no letter"),
    (lambda mine: (mine / "reminder.md").unlink(),
     "mine/salute.md:6:15: follow_ups.1: there is no template 'reminder'"),
])  # fmt: skip
def test_what_cannot_be_played_with_is_told_in_a_sentence_at_its_file(
    folder: Path, spoil, words: str
) -> None:
    spoil(folder / "mine")
    found = told(folder)
    assert found[0].startswith(words), found
    assert len({problem.partition(":")[0] for problem in found}) == 1


def test_ten_thousand_files_are_told_in_a_sentence_and_none_of_them_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MAX_OWN - 1):
        (folder / "mine" / f"letter-{number}.md").touch()
    monkeypatch.setattr("outreach_sim.mail.own.read_text", lambda *_: pytest.fail("was read"))
    assert told(folder) == [
        "mine: there are more than 4,000 files .md in this folder, at most 4,000 letters can be played with"
    ]


@pytest.mark.parametrize(("name", "words"), [
    ("nowhere", "nowhere: there is no such folder"),
    ("two.toml", "two.toml: this is no folder, name the folder in which the letters lie"),
    ("nul\0l", "the folder cannot be read"),
    ("x" * 300, "the folder cannot be read (file name too long)"),
])  # fmt: skip
def test_a_folder_that_is_none_is_said_to_be_none(folder: Path, name: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(folder / "two.toml"), letters=folder / name)
    assert len(caught.value.problems) == 1 and words in str(caught.value)


DOORS = (
    "scenario check {two}", "scenario show {two}", "run {two} -n 2",
    "compare {two} --b scenario.days=30 -n 2",
    "sweep {two} --vary script.1.template=salute,reminder -n 2", "drivers {two} -n 2 --template salute",
    "explain {two} --candidate {south} --template salute", "export {two} --seed 4 --mbox {box}",
    "save record {two} kept --seed 4", "template render salute --scenario {two} --candidate 1",
)  # fmt: skip


def test_every_door_takes_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two, box = folder / "two.toml", folder / "box"
    loaded = load_scenario(str(two), letters=folder / "mine")
    south = loaded.setup.people.employer.tolist().index(1) + 1
    for door in DOORS:
        words = door.format(two=two, box=box, south=south).split()
        assert run_command_line(words) == 65 or words[0] == "template", door
        capsys.readouterr()
        run(capsys, *words, "--letters", str(folder / "mine"))
    with closing(mailbox.mbox(box)) as messages:
        assert any("=?utf-8?" in message["subject"] for message in messages)


def test_a_study_says_the_folder_it_was_played_with_and_keeps_another_s_worlds_apart(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, two = str(folder / "mine"), str(folder / "two.toml")
    page = folder / "page.html"
    words = ["run", two, "-n", "2", "--letters", mine, "--to", str(folder / "s.db"), "--report", str(page)]
    first = json.loads(run(capsys, *words, "--json"))["log_hash"]
    assert f"--letters {mine}" in page.read_text(encoding="utf-8")
    assert json.loads(run(capsys, *words, "--json"))["log_hash"] == first
    long = SALUTE + "Much more to say. " * 80
    (folder / "mine" / "salute.md").write_text(long, encoding="utf-8")
    assert json.loads(run(capsys, *words, "--json"))["log_hash"] != first


def test_a_saved_game_takes_no_other_letters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = str(folder / "mine")
    run(capsys, "save", "record", str(folder / "two.toml"), "kept", "--letters", mine)
    assert run_command_line(["export", "kept", "--mbox", str(folder / "box"), "--letters", mine]) == 2
    assert "--letters are for a scenario" in capsys.readouterr().err


def german(stage: str, subject: str, body: str, follow_ups: str = "") -> str:
    return (
        f'+++\nname = "{subject}"\nstage = "{stage}"\nsenders = ["hiring-manager"]\nsubject = "{subject}"\n'
        f"{follow_ups}+++\nGuten Tag {{{{ name }}}},\n\n{body}\n\nViele Grüße\n{{{{ sender }}}}\n"
    )


GERMAN = {
    "erste-zeilen": german(
        "outreach", "Große Läufe, kleine Gruppe 🧪",
        '{% if paper %}„{{ paper }}“ liegt hier.{% else %}Ihr Thema beschäftigt mich.{% endif %}\n'
        "From heute an suchen wir.", 'follow_ups = ["zweite-zeilen", "dritte-zeilen", "vierte-zeilen"]\n'),
    "zweite-zeilen": german("follow-up", "Ergänzung", "{{ compute_per_researcher }} H100 je Kopf."),
    "dritte-zeilen": german("follow-up", "Noch offen?", "ein kurzes Nein hilft mir auch."),
    "vierte-zeilen": german("follow-up", "Schöne Grüße", "dann störe ich nicht weiter."),
    "im-herbst": german("outreach", "Fünfte Nachricht", "seit dem Frühjahr ist viel geschehen."),
}  # fmt: skip
LATER = """
[[script]]
on = 2026-03-02
template = "im-herbst"
sender = "hiring-manager"
to = { top = 20, from = ["south"] }

[rules]
rest_days = 20
"""


def test_five_german_letters_play_as_a_sequence_and_keep_their_characters(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = folder / "mine"
    for name, text in GERMAN.items():
        (mine / f"{name}.md").write_text(text, encoding="utf-8")
    script = PLAIN.replace("days = 40", "days = 90").replace('every = "week"', "on = 2026-01-06")
    script = script.replace('template = "salute"', 'template = "erste-zeilen"\nsender = "hiring-manager"')
    (folder / "two.toml").write_text(script.replace("top = 2,", "top = 10,") + LATER, encoding="utf-8")
    run(capsys, "scenario", "check", str(folder / "two.toml"), "--letters", str(mine))
    box = folder / "box"
    run(capsys, "export", str(folder / "two.toml"), "--seed", "4", "--lab", "north", "--mbox", str(box),
        "--letters", str(mine))  # fmt: skip
    with closing(mailbox.mbox(box)) as messages:
        texts = "\n".join(str(message.get_payload(decode=True), "utf-8") for message in messages)
    for words in (
        "From heute an suchen wir",
        "H100 je Kopf",
        "hilft mir auch",
        "störe ich nicht",
        "Frühjahr",
    ):
        assert words in texts, words
    assert "Viele Grüße" in texts and "{" not in texts
