"""Letters kept for other games: found by name, never written over, and no file there can do harm."""

import json
import os
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.mail.typed import typed_letter
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.letter_shelf import keep_letter, kept_letters, look_over, shelf_folder
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE

HELLO = typed_letter("Hello, {{ first_name }}", "Would you come to {{ lab }}?", senders=["ceo"], name="Mine")
AGAIN = typed_letter("Again", "Are you there?", stage="follow-up", senders=["ceo"])


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run_command_line(list(words)) == 0
    out, err = capsys.readouterr()
    assert not err
    return out


def test_a_kept_letter_is_there_for_the_next_game(scenario: Scenario) -> None:
    path = keep_letter(HELLO, "warm-hello")
    assert path == shelf_folder() / "warm-hello.md"
    assert path.parent.name == "letters"
    kept = kept_letters()
    assert list(kept) == ["warm-hello"]
    with Game.new("a", scenario, 1) as game:
        assert game.write(kept["warm-hello"]) == "warm-hello"
        assert game.templates["warm-hello"].body == "Would you come to {{ lab }}?"


def test_nothing_on_the_shelf_is_written_over(tmp_path: Path) -> None:
    path = keep_letter(HELLO, "mine")
    assert keep_letter(HELLO, "mine") == path
    before = path.read_bytes()
    with pytest.raises(UsageError, match="there is another letter 'mine' on your shelf"):
        keep_letter(AGAIN, "mine")
    elsewhere = tmp_path / "elsewhere.md"
    (path.parent / "link.md").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="another letter 'link'"):
        keep_letter(HELLO, "link")
    assert path.read_bytes() == before
    assert not elsewhere.exists()


@pytest.mark.parametrize("name", ["../up", "", "A b", "x/y", "recruiter", "a" * 65, "\x1b[31m"])
def test_a_name_that_can_be_none_is_a_sentence(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        keep_letter(HELLO, name)
    assert str(caught.value).isprintable()
    assert not shelf_folder().exists()


def test_a_letter_is_kept_after_those_that_follow_it_up() -> None:
    letter = typed_letter("Hi", "Would you come?", senders=["ceo"], follow_ups=["again", "follow-up"])
    with pytest.raises(BadInputError, match="there is no template 'again'"):
        keep_letter(letter, "first")
    keep_letter(AGAIN, "again")
    keep_letter(letter, "first")
    assert list(kept_letters()) == ["again", "first"]


def test_follow_ups_that_lie_beside_a_kept_letter_are_written_with_it(scenario: Scenario) -> None:
    keep_letter(AGAIN, "again")
    letter = typed_letter("Hi", "Would you come?", senders=["ceo"], follow_ups=["again", "again"])
    keep_letter(letter, "first")
    with Game.new("a", scenario, 1) as game:
        assert game.write(kept_letters()["first"]) == "first"
        assert game.written == ("again", "first")
        letters = game.session.setup.letters
        assert [letters.ids[place] for place in letters.sequence[-1][:3]] == ["first", "again", "again"]
        (shelf_folder() / "again.md").write_text(HELLO.text)
        with pytest.raises(UsageError, match="there is another letter 'again' in this game"):
            game.write(kept_letters()["again"])
    in_a_round = HELLO.text.replace('"ceo"]', '"ceo"]\nfollow_ups = ["round"]')
    (shelf_folder() / "again.md").write_text(in_a_round)
    keep_letter(typed_letter("R", "Round?", senders=["ceo"], follow_ups=["again"]), "round")
    with Game.new("b", scenario, 1) as game:
        with pytest.raises(UsageError, match="'round' and 'again' follow each other up"):
            game.write(kept_letters()["again"])
        assert game.written == ()


def test_what_cannot_be_a_letter_is_passed_over_in_a_sentence(tmp_path: Path, capsys) -> None:
    keep_letter(HELLO, "mine")
    folder = shelf_folder()
    (folder / "bytes.md").write_bytes(b"+++\xff\x00")
    (folder / "long.md").write_text("+++\n" + "x" * 50_000)
    (folder / "empty.md").write_text('+++\nname = "x"\nstage = "outreach"\n+++\n')
    (folder / "Bad Name.md").write_text("+++\n")
    (folder / "notes.md").write_text("no letter")
    (folder / "recruiter.md").write_text(HELLO.text)
    (tmp_path / "secret.md").write_text(HELLO.text)
    (folder / "away.md").symlink_to(tmp_path / "secret.md")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    found = look_over()
    assert list(found.letters) == ["mine"]
    assert len(found.skipped) == 6
    assert all("\n" not in why and "Traceback" not in why for why in found.skipped)
    listed = json.loads(told(capsys, "template", "list", "--json"))
    assert listed["kept"] == ["mine"]
    assert listed["skipped"] == list(found.skipped)
    assert "Kept by you, for every game: mine." in told(capsys, "template", "list")


def test_a_folder_that_is_none_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    home = shelf_folder().parent
    home.mkdir(parents=True)
    shelf_folder().write_text("")
    (why,) = look_over().skipped
    assert "this is no folder" in why
    monkeypatch.setenv(HOME_VARIABLE, "~nobody-of-that-name/x")
    (why,) = look_over().skipped
    assert HOME_VARIABLE in why
    assert kept_letters() == {}


def test_a_kept_letter_is_shown_checked_and_measured_by_its_name_unless_another_lies_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    letter = typed_letter(
        "Kept", "Would you come?", senders=["ceo"], follow_ups=["follow-up"], spacing_days=[9]
    )
    keep_letter(letter, "mine")
    keep_letter(letter, "purple")
    assert "Subject: Kept" in told(capsys, "template", "show", "mine")
    assert "Followed up by follow-up after 9 days." in told(capsys, "template", "show", "mine")
    assert "Subject: Kept" in told(capsys, "template", "show", "purple"), "the gallery's comes after it"
    assert "mine.md is sound" in told(capsys, "template", "check", "mine")
    assert json.loads(told(capsys, "template", "measure", "mine", "--json"))["subject"] == "Kept"
    (tmp_path / "mine.md").write_text(letter.text.replace("Kept", "Here"))
    assert "Subject: Here" in told(capsys, "template", "show", "mine")
