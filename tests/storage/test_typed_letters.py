"""Letters written in a game: kept before they are sent, there for good, measured again by `save verify`."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.save_script import _write_folder
from outreach_sim.errors import BadInputError, RunError, UsageError
from outreach_sim.mail.typed import typed_letter
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.correspondence.threads import correspondence
from outreach_sim.storage.saves import states
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.played import played_game
from outreach_sim.storage.saves.script import script_of
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from tests.storage.small import play
from tests.storage.test_tampering import reseal

BODY = "Hi {{ first_name }},\n\nI typed this by hand. Would you talk to us about {{ topic }}?\n\n{{ lab }}"
HELLO = typed_letter("By hand, {{ first_name }}", BODY, senders=["ceo"], name="By hand")
AGAIN = typed_letter("Again", "Are you there?", stage="follow-up", senders=["ceo"], id="are-you-there")
TWICE = typed_letter(
    "Twice, {{ name }}",
    BODY + " Well?",
    senders=["ceo"],
    follow_ups=["are-you-there", "follow-up"],
    spacing_days=[2],
)


def send(game: Game, letter: str, *people: int) -> None:
    """This letter to these people, by the CEO."""
    place = game.scenario.setup.letters.ids.index(letter)
    game.act(Order(0, (), template=place, sender=Sender.CEO, candidates=people, pay_ratio=3.0, by_hand=True))


def far(game: Game) -> Game:
    """A game with letters of every kind: sent, followed up, not sent, and taken back with their orders."""
    play(game, 8)
    send(game, game.write(HELLO), 20, 21, 22)
    play(game, 20)
    game.write(AGAIN)
    send(game, game.write(TWICE), 30, 31)
    game.undo()
    send(game, TWICE.id, 31, 32, 33)
    play(game, 44)
    game.write(typed_letter("Not sent", "Would you come?", senders=["ceo"]))
    return game


def test_a_letter_is_kept_before_it_is_sent(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        letter = game.write(HELLO)
        assert letter == HELLO.id
        assert game.scenario.setup.letters.ids[-1] == letter
        assert game.templates[letter].body == BODY
        digest = game.log_hash
    with Game.open("a") as again:
        assert again.templates[letter].subject == "By hand, {{ first_name }}"
        assert again.scenario.setup.letters.ids[-1] == letter
        assert again.log_hash == digest
        assert again.write(HELLO) == letter
        assert len(again.scenario.setup.letters.ids) == len(scenario.setup.letters.ids) + 1


@pytest.mark.parametrize("days", [5, 1_000])
def test_a_game_with_letters_goes_on_as_it_was_left(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(states, "SNAPSHOT_DAYS", days)
    with far(Game.new("a", scenario, 5)) as game:
        game.branch("b")
        game.branch("early", 3)
        play(game, 60)
        hash_of_it, letters = game.log_hash, game.scenario.setup.letters.ids
    with Game.open("a") as again:
        assert (again.log_hash, again.scenario.setup.letters.ids) == (hash_of_it, letters)
    with Game.open("b") as branched:
        assert branched.scenario.setup.letters.ids == letters
        assert play(branched, 60).log_hash == hash_of_it
    with Game.open("early") as early:
        assert HELLO.id in early.templates
        assert TWICE.id not in early.templates
    for name in ("a", "b", "early"):
        with closing(Store.open(name, write=False)) as store:
            assert not verify(store).problem


def test_what_is_taken_back_is_the_order_and_the_letter_stays(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 4)
        lines = game.lines()
        send(game, game.write(HELLO), 20)
        game.write(AGAIN)
        assert game.undo() == "order"
        assert game.lines() == lines
        assert {HELLO.id, AGAIN.id} <= game.templates.keys()
        send(game, HELLO.id, 21)
        assert game.undo() == "order"
        assert game.undo() == "days"
        assert game.session.day == 0
        while game.turn or game.pending:
            game.undo()
        with pytest.raises(UsageError, match="nothing to take back"):
            game.undo()
        send(game, HELLO.id, 22)


def test_what_was_typed_is_what_people_read(scenario: Scenario) -> None:
    with far(Game.new("a", scenario, 5)) as game:
        play(game, 60)
    with played_game("a") as played:
        mails = list(correspondence(played.scenario, played.templates, played.days, 0))
    by_hand = [mail for mail in mails if mail.letter.subject.startswith("By hand, ")]
    assert {mail.candidate for mail in by_hand if not mail.place} <= {20, 21, 22}
    assert by_hand
    assert "I typed this by hand. Would you talk to us about" in by_hand[0].letter.body
    followed = [mail for mail in mails if mail.letter.body == "Are you there?"]
    assert {mail.candidate for mail in followed} <= {31, 32, 33}
    assert followed


def test_a_letter_waits_as_long_as_it_says(scenario: Scenario) -> None:
    with far(Game.new("a", scenario, 5)) as game:
        letters, log = game.session.setup.letters, game.log
    place = letters.ids.index(TWICE.id)
    assert letters.mails[place] == 3
    assert letters.spacing_days[place].tolist() == [0, 2, 0, 0, 0, 0]
    sent = log.where((log.kind == Event.SENT) & (log.lab == 0) & (log.day >= 20))
    days = [sent.day[sent.candidate == person].tolist() for person in (31, 32, 33)]
    assert [20, 22, 27] in days
    assert all(found == [20, 22, 27][: len(found)] for found in days)


def test_a_script_holds_the_letters_that_were_sent_and_gives_the_same_events(
    scenario: Scenario, tmp_path: Path
) -> None:
    hostile = typed_letter(
        'He said "{{ first_name }}\\" — 你好 \t#1',
        '+++\n"""\nWould you come, {{ name }}? {first} 🙂\n+++',
        senders=["recruiter", "ceo"],
        follow_ups=["are-you-there"] * 5,
        spacing_days=[60, 1],
        name='A "name"',
    )
    with far(Game.new("a", scenario, 5)) as game:
        send(game, game.write(hostile), 40, 41)
        play(game, 60)
        made = script_of(game, lines_file="orders.csv")
        files = _write_folder(tmp_path / "script", made)
        letters, digest = game.templates, game.session.digest()
    names = {path.name for path in files if path.parent.name == "letters"}
    assert names == {f"{letter}.md" for letter in (HELLO.id, TWICE.id, "are-you-there", hostile.id)}
    again = load_scenario(str(tmp_path / "script"))
    assert {name: again.own_letters[name] for name in again.own_letters} == {
        name: letters[name] for name in (HELLO.id, TWICE.id, "are-you-there", hostile.id)
    }
    session = Session(again.setup, 5)
    session.advance(1_000)
    assert session.digest() == digest


def test_letters_that_cannot_be_written_are_refused_and_leave_nothing(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        game.write(HELLO)
        other = typed_letter("Other", "Would you come?", senders=["ceo"], id=HELLO.id)
        with pytest.raises(UsageError, match="there is another letter 'own-"):
            game.write(other)
        with pytest.raises(BadInputError, match="there is no template 'are-you-there'"):
            game.write(TWICE)
        with pytest.raises(UsageError, match="there is another letter 'recruiter'"):
            game.write(typed_letter("Other", "Would you come?", senders=["ceo"], id="recruiter"))
        reply = replace(
            HELLO, id="no", text='+++\nname = "N"\nstage = "reply"\noutcome = "declined"\n+++\nNo.'
        )
        with pytest.raises(UsageError, match="'no' is a reply"):
            game.write(reply)
        assert len(game.scenario.setup.letters.ids) == len(scenario.setup.letters.ids) + 1
    with pytest.raises(UsageError, match="open for reading only"), Game.open("a", write=False) as looked_at:
        looked_at.write(AGAIN)


@pytest.fixture(scope="module")
def played(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("typed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_SIM_HOME", str(home))
        far(Game.new("a", scenario, 5)).close()
    return home / "saves"


def changed(played: Path, home: Path, key: str, value: object) -> Path:
    """The save with something changed in its first letter, sealed again."""
    shutil.copytree(played, home)
    with closing(sqlite3.connect(home / "a.db")) as db, db:
        number, body = db.execute("SELECT id, body FROM entry WHERE kind = 'letter'").fetchone()
        said = json.loads(body)
        said[key] = value if key != "measured" else said[key] | value
        db.execute("UPDATE entry SET body = ? WHERE id = ?", [json.dumps(said, ensure_ascii=False), number])
        reseal(db)
    (home / "a.backup").unlink(missing_ok=True)
    return home / "a.db"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("body", BODY.replace("by hand", "in haste").replace("Would you", "Can you please please")),
        ("subject", "Urgent!!! {{ first_name }}"),
        ("fields", ["name"]),
        ("measured", {"mistakes": [[1] * 16]}),
    ],
)
def test_a_letter_is_measured_again_when_its_save_is_checked(
    played: Path, home: Path, key: str, value: object
) -> None:
    changed(played, home, key, value)
    with closing(Store.open("a", write=False)) as store:
        found = verify(store).problem
    assert "the letter 'own-" in found
    assert "entry" in found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "../up"), ("id", "recruiter"), ("stage", "reply"), ("senders", 3), ("body", ""),
        ("body", "{{ 9 ** 9 ** 9 }}"), ("follow_ups", ["nobody"]), ("measured", {"repeats": [[2]]}),
        ("measured", {"wording": {}}), ("words_version", "new"), ("subject", None),
    ],
)  # fmt: skip
def test_a_letter_that_can_be_none_is_damage_and_no_traceback(
    played: Path, home: Path, key: str, value: object
) -> None:
    changed(played, home, key, value)
    if key != "words_version":
        with pytest.raises(BadInputError, match=r"a\.db"):
            Game.open("a")
    with closing(Store.open("a", write=False)) as store:
        assert verify(store).problem


def test_letters_of_another_measure_are_played_as_they_were_measured_then(played: Path, home: Path) -> None:
    shutil.copytree(played, home)
    with Game.open("a") as game:
        digest = game.log_hash
    shutil.rmtree(home)
    changed(played, home, "words_version", 0)
    with Game.open("a") as game:
        assert game.log_hash == digest
        assert np.array_equal(game.session.setup.letters.mistakes[-1], np.zeros(16))
    with closing(Store.open("a", write=False)) as store:
        verdict = verify(store)
    assert not verdict.problem
    assert "version 0 of the measure" in verdict.unmeasured


def test_a_letter_that_the_disk_refuses_is_not_written(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Game.new("a", scenario, 5) as game:
        with monkeypatch.context() as full:
            full.setattr("outreach_sim.storage.saves.store.insert_entry", refuse)
            with pytest.raises(RunError, match="nothing of this was kept"):
                game.write(HELLO)
        assert HELLO.id not in game.templates
        assert HELLO.id not in game.session.setup.letters.ids
        assert game.write(HELLO) == HELLO.id
    with Game.open("a") as again:
        assert again.written == (HELLO.id,)
