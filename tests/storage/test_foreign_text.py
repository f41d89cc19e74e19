"""A save that somebody else made is read through the gates that files go through."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError
from outreach_sim.inputs.text import visible
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.session import Session
from outreach_sim.market.state import snapshot
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves import arrays
from outreach_sim.storage.saves.database import damaged, why
from outreach_sim.storage.saves.embed import embed
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.migrations import GAME
from outreach_sim.storage.saves.rows import first_entry
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify

NASTY = "\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\u202e\u200b"


def handed_over(
    scenario: Scenario, name: str, game: dict[str, object] | None = None, templates: Any = None
) -> None:
    """A save whose chain is whole and whose texts are somebody's own."""
    content = dict(embed(scenario, shipped_templates(), 5))
    row = dict(zip(GAME, content["game"][0], strict=True)) | (game or {})
    content["game"] = [tuple(row.values())]
    content["template"] = templates or content["template"]
    fresh = Session(scenario.setup, 5)
    first = first_entry(content, fresh.digest(), arrays.pack(snapshot.snapshot(fresh.world)))
    Store.create(name, content, [first]).close()


def letters_with(text: str) -> list[tuple[str, str]]:
    """Every shipped letter, with something put into the text of the CEO's."""
    from outreach_sim.storage.saves.embed import template_text

    texts = {key: template_text(template) for key, template in shipped_templates().items()}
    texts["ceo-personal"] += text
    return sorted(texts.items())


def test_letters_of_a_save_are_cleaned_and_the_game_goes_on(scenario: Scenario) -> None:
    handed_over(scenario, "a", templates=letters_with(f"Hello {NASTY}\r\nyou\u2028there"))
    with Game.open("a") as game:
        letter = render(game.templates["ceo-personal"], sample_values())
        game.advance(7)
    assert letter.body.endswith("Hello \nyou\nthere") and visible(letter.body) == letter.body


@pytest.mark.parametrize(
    ("templates", "words"),
    [
        (letters_with('{{ "\\x1b[2J" }}'), r"a\.db: ceo-personal:\d+:1: the character ESCAPE \(U\+001B\)"),
        ([(f"{NASTY}x", "x"), *letters_with("")], "a letter of this save has a name that none can have"),
    ],
)
def test_what_no_letter_may_hold_is_a_sentence(scenario: Scenario, templates: object, words: str) -> None:
    handed_over(scenario, "a", templates=templates)
    with Game.open("a", write=False) as game, pytest.raises(BadInputError, match=words) as caught:
        _ = game.templates
    assert visible(str(caught.value)) == str(caught.value)


def test_other_texts_of_a_save_are_cleaned(scenario: Scenario, capsys) -> None:
    handed_over(scenario, "a", {"origin": f"b{NASTY}, turn 1", "scenario": f"s{NASTY}"})
    with Game.open("a", write=False) as game:
        assert (game.origin, game.scenario.name) == ("b, turn 1", "s")
    assert run_command_line(["save", "show", "a"]) == 0
    assert "A branch of b, turn 1.\n" in capsys.readouterr().out


def test_what_a_database_quotes_is_cleaned(scenario: Scenario, home: Path, capsys) -> None:
    Game.new("a", scenario, 5).close()
    with sqlite3.connect(home / "a.db") as db:
        raw = f"{NASTY}Hi".encode() + b"\xff"
        db.execute("UPDATE template SET text = CAST(? AS TEXT) WHERE id = 'ceo-personal'", [raw])
    db.close()
    for command in ("verify", "show"):
        assert run_command_line(["save", command, "a"]) == 65
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        assert "is damaged from its beginning: could not decode" in err
        assert visible(err) == err and "52;c" not in err


def test_errors_about_files_are_cleaned_where_they_are_made() -> None:
    assert "52;c" not in why(sqlite3.OperationalError(f"no such column: {NASTY}x"))
    error = damaged(Path(f"folder/{NASTY}.db"), f"it says {NASTY}this")
    assert str(error) == f"{visible(f'folder/{NASTY}.db')}: it says this"


@pytest.mark.parametrize(("maker", "is_sound"), [("0.1.0", True), (engine(), False)])
def test_other_words_of_a_shipped_letter_are_sound_only_where_another_version_wrote_them(
    scenario: Scenario, maker: str, is_sound: bool
) -> None:
    handed_over(scenario, "a", {"engine": maker}, letters_with(" Yours."))
    with closing(Store.open("a", write=False)) as store:
        assert (verify(store).problem == "") is is_sound
