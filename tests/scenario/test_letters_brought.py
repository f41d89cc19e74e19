"""Letters of one's own that stand in the scenario, or come along in a folder; replies among them."""

import json
import mailbox
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.past_script import past_script
from outreach_sim.storage.saves.wanted import Wanted
from outreach_sim.tui.games import find_game
from tests.scenario.test_own_letters import SCENARIO, run

PLAIN = SCENARIO.replace('"southern"', '"recruiter"').replace('"salute"', '"greeting"')
GREETING = '''
[[letters]]
id = "greeting"
subject = "Eine Frage, {{ first_name }}"
senders = ["recruiter"]
follow_ups = ["nudge", "follow-up-last"]
body = """
Guten Tag {{ first_name }},

wir forschen an {{ topic | default("Ihrem Thema") }}.

{{ sender }}
"""
'''
NUDGE = """
[[letters]]
id = "nudge"
stage = "follow-up"
subject = "Noch einmal"
body = "Haben Sie es gelesen, {{ first_name }}?"
"""
REPLY = """
[[letters]]
id = "plain-no"
stage = "reply"
outcome = "not-interested"
body = "Nein, das ist nichts für mich."
"""
REPLY_FILE = (
    '+++\nname = "No"\nstage = "reply"\noutcome = "not-interested"\n+++\nNein, das ist nichts für mich.\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    (tmp_path / "mine").mkdir()
    return tmp_path


def scenario(folder: Path, *tables: str) -> str:
    (folder / "two.toml").write_text(PLAIN + "".join(tables), encoding="utf-8")
    return str(folder / "two.toml")


def brought(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / "mine" / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder / "mine"


GREETING_FILE = """\
+++
name = "greeting"
stage = "outreach"
senders = ["recruiter"]
subject = "Eine Frage, {{ first_name }}"
follow_ups = ["nudge", "follow-up-last"]
+++
Guten Tag {{ first_name }},

wir forschen an {{ topic | default("Ihrem Thema") }}.

{{ sender }}
"""
NUDGE_FILE = """\
+++
name = "nudge"
stage = "follow-up"
senders = ["recruiter", "hiring-manager", "ceo"]
subject = "Noch einmal"
+++
Haben Sie es gelesen, {{ first_name }}?
"""


def problems(folder: Path, *tables: str, letters: Path | None = None) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        load_scenario(scenario(folder, *tables), letters=letters)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_letter_reads_and_plays_alike_in_the_scenario_in_a_folder_and_beside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = load_scenario(scenario(folder, GREETING, NUDGE))
    along = load_scenario(scenario(folder), letters=brought(folder, greeting=GREETING_FILE, nudge=NUDGE_FILE))
    assert inside.own_letters == along.own_letters and set(inside.own_letters) == {"greeting", "nudge"}
    assert inside.setup.letters.ids == along.setup.letters.ids
    hashes = set()
    for tables, option in (((GREETING, NUDGE), ()), ((), ("--letters", str(folder / "mine")))):
        two = scenario(folder, *tables)
        hashes.add(json.loads(run(capsys, "run", two, "--seed", "4", "--json", *option))["log_hash"])
    for file in (folder / "mine").iterdir():
        file.rename(folder / file.name)
    hashes.add(json.loads(run(capsys, "run", scenario(folder), "--seed", "4", "--json"))["log_hash"])
    assert len(hashes) == 1
    (folder / "greeting.md").write_text(GREETING_FILE + "Noch viel mehr dazu. " * 80, encoding="utf-8")
    hashes.add(json.loads(run(capsys, "run", scenario(folder), "--seed", "4", "--json"))["log_hash"])
    assert len(hashes) == 2


def test_a_letter_of_the_scenario_may_lie_in_a_file_of_its_folder_under_another_name(folder: Path) -> None:
    brought(folder, hallo=GREETING_FILE, nudge=NUDGE_FILE)
    named = '[[letters]]\nid = "greeting"\nfile = "mine/hallo.md"\n' + NUDGE
    loaded = load_scenario(scenario(folder, named))
    assert loaded.own_letters["greeting"].body.startswith("Guten Tag")


SUBJECT = 'subject = "Eine Frage, {{ first_name }}"\n'


@pytest.mark.parametrize(("old", "new", "words"), [
    ('Thema") }}', 'Thema") | upcase }}', "two.toml:40:53: letters.1.body: there is no filter"),
    ("topic |", "topci |", "two.toml:40:20: letters.1.body: there is no field 'topci', did you"),
    ("Frage, {{ first", "Frage, {{ frist", "two.toml:34:27: letters.1.subject: there is no field"),
    (SUBJECT, 'subject = ""\n', "two.toml:34:1: letters.1.subject: the subject is empty"),
    (SUBJECT, "", "two.toml:32:1: letters.1: the key 'subject' is missing"),
    ('["nudge", ', '["nugde", ', "two.toml:36:15: letters.1.follow_ups.1: there is no template 'nugde', did"),
    ('"greeting"', '"recruiter"', "two.toml:33:1: letters.1.id: 'recruiter' comes with the program"),
    ('"greeting"', '"nudge"', "two.toml:46:1: letters.2.id: the letter 'nudge' is there twice"),
    ('body = """', 'txet = """', "two.toml:37:1: letters.1.txet: unknown key"),
    ("Guten Tag", "Guten \u202eTag", "two.toml:38:7: letters.1.body: the character RIGHT-TO-LEFT OVERRIDE"),
])  # fmt: skip
def test_what_is_wrong_in_a_letter_of_the_scenario_is_told_where_it_stands(
    folder: Path, old: str, new: str, words: str
) -> None:
    assert old in GREETING
    found = problems(folder, GREETING.replace(old, new), NUDGE)
    assert any(problem.startswith(words) for problem in found), found
    assert len(found) <= 2 and all(problem.startswith("two.toml:") for problem in found)


def played(loaded: Scenario) -> str:
    letter = loaded.setup.letters.ids.index("greeting")
    southern = tuple(np.flatnonzero(loaded.setup.people.employer == 1).tolist())
    with Game.new("own", loaded, 4) as game:
        game.act(Order(0, (), Do.SEND, letter, Sender.RECRUITER, candidates=southern, pay_ratio=1.0))
        game.advance(40)
        return game.log_hash


def answers(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> int:
    box = folder / "box.mbox"
    run(capsys, "export", *arguments, "--mbox", str(box), "--force")
    with closing(mailbox.mbox(box)) as messages:
        return sum(b"Nein, das ist nichts" in m.get_payload(decode=True) for m in messages)


@pytest.mark.parametrize(("inside", "option"), [(True, "--to"), (False, "--folder")])
def test_a_save_and_its_script_keep_letters_and_replies_with_the_same_hash(
    folder: Path, capsys: pytest.CaptureFixture[str], inside: bool, option: str
) -> None:
    mine = None if inside else brought(folder, greeting=GREETING_FILE, nudge=NUDGE_FILE, plain_no=REPLY_FILE)
    tables = (GREETING, NUDGE, REPLY) if inside else ()
    before = played(loaded := load_scenario(scenario(folder, *tables), letters=mine))
    (folder / "two.toml").unlink()
    for file in (folder / "mine").iterdir():
        file.unlink()
    with Game.open("own") as game:
        own = {name: game.templates[name] for name in loaded.own_letters}
        assert game.log_hash == before and own == loaded.own_letters and "plain-no" in own
    run(capsys, "save", "verify", "own")
    assert set(past_script("own", "people.csv")[0].letters) == {f"{name}.md" for name in own}
    kept = answers(capsys, folder, "own")
    assert kept > 0
    out = folder / "out"
    if option == "--to":
        out.mkdir()
    where = str(out / "scenario.toml") if option == "--to" else str(out)
    run(capsys, "save", "script", "own", option, where)
    assert {path.name for path in out.rglob("*.md")} == {"greeting.md", "nudge.md", "plain-no.md"}
    assert json.loads(run(capsys, "run", where, "--seed", "4", "--json"))["log_hash"] == before
    assert load_scenario(where).own_letters == loaded.own_letters
    assert answers(capsys, folder, where, "--seed", "4") == kept


def test_a_reply_of_one_s_own_is_dealt_first_and_moves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = scenario(folder, GREETING, NUDGE)
    silent = json.loads(run(capsys, "run", two, "--seed", "4", "--json"))["log_hash"]
    assert answers(capsys, folder, two, "--seed", "4") == 0
    mine = brought(folder, plain_no=REPLY_FILE)
    assert answers(capsys, folder, two, "--seed", "4", "--letters", str(mine)) > 0
    told = run(capsys, "run", two, "--seed", "4", "--json", "--letters", str(mine))
    assert json.loads(told)["log_hash"] == silent


def test_no_lab_is_told_to_write_a_reply(folder: Path) -> None:
    named = REPLY.replace("plain-no", "greeting")
    (found,) = problems(folder, named)
    assert found.startswith("two.toml:28:1: script.1.template: 'greeting' is a reply, a lab writes letters")
    (found,) = problems(folder, GREETING.replace('"nudge"', '"plain-no"'), REPLY)
    assert found.startswith("two.toml:36:15: letters.1.follow_ups.1: 'plain-no' is a reply")


def test_an_override_of_a_letter_is_blamed_for_what_it_says(folder: Path) -> None:
    two = scenario(folder, GREETING, NUDGE)
    assert load_scenario(two, ['letters.2.body="Wie war es?"']).own_letters["nudge"].body == "Wie war es?"
    with pytest.raises(BadInputError) as caught:
        load_scenario(two, ['letters.2.body="Noch {{ x }}!"'])
    assert str(caught.value).startswith("--set letters.2.body=")
    assert "letters.2.body: there is no field 'x'" in str(caught.value)


def test_what_looks_wrong_in_a_letter_of_the_scenario_is_told_where_it_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = scenario(folder, GREETING.replace("Guten Tag {{ first_name }}", "Guten Tag [Vorname]"), NUDGE)
    told = run(capsys, "scenario", "check", two)
    assert "two.toml:38:11: letters.1.body: warning: '[Vorname]' looks like" in told


def test_the_same_letter_may_lie_beside_and_in_the_folder_and_another_may_not(folder: Path) -> None:
    mine = brought(folder, greeting=GREETING_FILE, nudge=NUDGE_FILE)
    (folder / "greeting.md").write_text(GREETING_FILE, encoding="utf-8")
    assert set(load_scenario(scenario(folder), letters=mine).own_letters) == {"greeting", "nudge"}
    (found,) = problems(folder, NUDGE.replace("Haben Sie", "Hatten Sie"), letters=mine)
    assert found == "mine/nudge.md: two.toml has another letter 'nudge', rename one of them"
    (found,) = problems(folder, GREETING, NUDGE)
    assert found.startswith("two.toml:33:1: letters.1.id: the letter 'greeting' stands here, and lies beside")


def test_the_desk_begins_with_letters_of_a_folder_and_goes_on_with_a_save_s_own(folder: Path) -> None:
    mine = brought(folder, greeting=GREETING_FILE, nudge=NUDGE_FILE, plain_no=REPLY_FILE)
    two, asked = scenario(folder), []

    def desk(wanted: Wanted) -> int:
        asked.append(wanted)
        return 0

    assert run_command_line(["play", two, "--seed", "4", "--letters", str(mine)], desk=desk) == 0
    assert asked == [Wanted(two, 4, letters=mine)]
    game = find_game(asked[0])
    assert game is not None and {"greeting", "nudge", "plain-no"} < set(game.templates)
    game.close()
    for scenario_named, resumed in ((None, game.name), (None, None)):
        with pytest.raises(UsageError, match="letters"):
            find_game(Wanted(scenario_named, resume=resumed, letters=mine))


def test_a_letter_that_the_schema_refuses_is_not_said_to_be_missing_too(folder: Path) -> None:
    broken = GREETING.replace("senders = [", "sender = [")
    (found,) = problems(folder, broken, NUDGE)
    assert found == "two.toml:35:1: letters.1.sender: unknown key 'sender', did you mean 'senders'?"


def test_a_save_keeps_who_reads_a_letter_otherwise_and_is_made_again_with_the_same_rows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = GREETING.replace("wir forschen", "sind Sie bei South zufrieden? Wir von North forschen in Zurich")
    loaded = load_scenario(scenario(folder, named, NUDGE))
    variants, letter = loaded.setup.letters.variants, loaded.setup.letters.ids.index("greeting")
    assert variants is not None and variants.kinds[letter] >= 0 and variants.writers.any()
    before = played(loaded)
    with Game.open("own") as game:
        kept = game.scenario.setup.letters.variants
        assert game.log_hash == before and kept is not None
        assert np.array_equal(kept.classes, variants.classes) and np.array_equal(kept.first, variants.first)
    run(capsys, "save", "verify", "own")
