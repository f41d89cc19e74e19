"""A letter of one's own lies beside the scenario, as a table of candidates does, and every door finds it."""

import json
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.compile import features_of
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game

SCENARIO = """\
[scenario]
name = "Two labs"
start = 2026-01-05
days = 40
player = "north"

[population]
size = 20

[[labs]]
id = "north"
name = "North"
researchers = 40
compute = 20_000
pay = { median = 500_000, top = 1_500_000 }

[[labs]]
id = "south"
name = "South"
researchers = 40
compute = 20_000
pay = { median = 500_000, top = 1_500_000 }
policy = "spray"
bot = { letters_per_week = 1, template = "southern", sender = "recruiter" }

[[script]]
every = "week"
template = "salute"
to = { top = 2, from = ["south"] }
offer = { pay_ratio = 3.0 }
"""
SALUTE = """\
+++
name = "A salute"
stage = "outreach"
senders = ["ceo", "recruiter"]
subject = "Größe zählt 🚀, {{ first_name }}"
follow_ups = ["reminder", "reminder", "follow-up-last"]
+++
Hallo {{ first_name }},

{% if paper %}Ich habe „{{ paper }}“ gelesen.{% endif %}

From here it looks like {{ topic | default("your work") }} matters: {{ terms }}.

{{ sender }}
"""
REMINDER = """\
+++
name = "A reminder"
stage = "follow-up"
senders = ["recruiter"]
subject = "Once more"
+++
Hallo {{ first_name }}, once more.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "two.toml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "salute.md").write_text(SALUTE, encoding="utf-8")
    (tmp_path / "reminder.md").write_text(REMINDER, encoding="utf-8")
    (tmp_path / "southern.md").write_text(REMINDER, encoding="utf-8")
    (tmp_path / "README.md").write_text("No letter.\n")
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    return tmp_path


def problems(folder: Path, *overrides: str) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(folder / "two.toml"), overrides)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = run_command_line(list(arguments))
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


def test_letters_beside_a_scenario_come_after_the_shipped_ones_with_their_own_features(folder: Path) -> None:
    loaded = load_scenario(str(folder / "two.toml"))
    tables, shipped = loaded.setup.letters, shipped_letters()
    assert tables.ids == (*shipped.ids, "reminder", "salute", "southern")
    assert set(loaded.own_letters) == {"reminder", "salute", "southern"}
    salute = tables.ids.index("salute")
    chain = ["salute", "reminder", "reminder", "follow-up-last"]
    assert [tables.ids[letter] for letter in tables.sequence[salute][: tables.mails[salute]]] == chain
    for known, features in enumerate(features_of(loaded.own_letters["salute"])):
        assert tables.mistakes[salute, known] == features.mistakes == 0
    assert tables.names_offer[salute]
    for column in ("repeats", "mistakes", "names_offer", "sequence", "mails", "spacing_days", "pitches"):
        assert np.array_equal(getattr(tables, column)[: len(shipped.ids)], getattr(shipped, column))
    assert np.array_equal(tables.wording.lix[: len(shipped.ids)], shipped.wording.lix)
    assert (tables.wording.length[salute] > 0).all()
    assert loaded.setup.script[0].template == salute
    assert loaded.setup.labs[1].policy.template == tables.ids.index("southern")


def test_every_door_finds_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = str(folder / "two.toml")
    assert "sound" in run(capsys, "scenario", "check", two)
    assert "sends salute" in run(capsys, "scenario", "show", two)
    alone = json.loads(run(capsys, "run", two, "-n", "3", "--seed", "4", "--json"))
    assert alone["funnel"]["sent"] > 0
    kept = run(capsys, "run", two, "-n", "3", "--seed", "4", "--json", "--to", str(folder / "s.db"))
    assert json.loads(kept)["log_hash"] == alone["log_hash"]
    other = json.loads(
        run(capsys, "compare", two, "--b", "script.1.template=short-note", "-n", "3", "--seed", "4", "--json")
    )
    assert other["arms"][0]["log_hash"] == alone["log_hash"] != other["arms"][1]["log_hash"]
    swept = run(capsys, "sweep", two, "--vary", "script.1.template=salute,reminder", "-n", "2", "--json")
    assert '"reminder"' in swept
    assert "Größe zählt" in run(capsys, "template", "render", "salute", "--scenario", two, "--candidate", "1")
    candidate = str(int(np.argmax(load_scenario(two).setup.people.employer == 1)) + 1)
    run(capsys, "explain", two, "--candidate", candidate, "--template", "salute")
    run(capsys, "export", two, "--seed", "4", "--maildir", str(folder / "mail"))
    assert len(list((folder / "mail" / "new").iterdir())) > 3


def test_a_changed_letter_is_another_study(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", str(folder / "two.toml"), "-n", "2", "--json", "--to", str(folder / "s.db")]
    first = json.loads(run(capsys, *arguments))["log_hash"]
    assert json.loads(run(capsys, *arguments))["log_hash"] == first
    (folder / "salute.md").write_text(SALUTE + "Much more to say. " * 80, encoding="utf-8")
    assert json.loads(run(capsys, *arguments))["log_hash"] != first


def test_a_save_embeds_them_and_its_script_brings_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = load_scenario(str(folder / "two.toml"))
    salute = loaded.setup.letters.ids.index("salute")
    with Game.new("own", loaded, 4) as game:
        game.act(Order(0, (), Do.SEND, salute, Sender.CEO, candidates=(1, 2), pay_ratio=3.0))
        game.advance(30)
        played = game.log_hash
    for name in ("salute.md", "reminder.md", "southern.md", "two.toml"):
        (folder / name).unlink()
    with Game.open("own") as game:
        assert game.log_hash == played
        assert game.templates["salute"].subject == loaded.own_letters["salute"].subject
        assert game.templates["reminder"] == loaded.own_letters["reminder"]
    run(capsys, "export", "own", "--mbox", str(folder / "box"))
    (folder / "out").mkdir()
    again = folder / "out" / "again.toml"
    run(capsys, "save", "script", "own", "--to", str(again))
    assert {path.name for path in again.parent.glob("*.md")} == {"salute.md", "reminder.md", "southern.md"}
    assert json.loads(run(capsys, "run", str(again), "--seed", "4", "--json"))["log_hash"] == played
    (again.parent / "salute.md").write_text(SALUTE, encoding="utf-8")  # the same letter, otherwise written
    again.unlink()
    run(capsys, "save", "script", "own", "--to", str(again))
    assert (again.parent / "salute.md").read_text(encoding="utf-8") == SALUTE


def test_letters_for_the_player_to_choose_need_no_script(folder: Path) -> None:
    two = (
        (folder / "two.toml").read_text().replace('player = "north"', 'player = "north"\nletters = ["note"]')
    )
    (folder / "two.toml").write_text(two)
    assert problems(folder) == [
        "two.toml:6:12: scenario.letters.1: there is no template 'note', did you mean 'short-note'?"
    ]
    (folder / "note.md").write_text(REMINDER.replace("follow-up", "outreach"))
    with Game.new("own", load_scenario(str(folder / "two.toml")), 4) as game:
        assert "note" in game.scenario.setup.letters.ids and game.templates["note"].stage == "outreach"


def test_a_shipped_scenario_takes_letters_of_the_present_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "recruiter.md").write_text(REMINDER)  # which the scenario does not mean by its own name
    assert load_scenario("first-letter").own_letters == {}
    assert "salute" in load_scenario("first-letter", ["script.1.template=salute"]).own_letters


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("salut", "there is no template 'salut', did you mean 'salute'?"),
        ("zzz", "there is no template 'zzz', a letter of your own is zzz.md beside this file"),
        ("README", "must be the name of a letter"),
        ("salute.md", "a letter is named without its ending, 'salute'"),
        ("../salute", "a letter must lie beside the scenario, and is named without its folder"),
        ("/etc/passwd", "a letter must lie beside the scenario"),
        ("letters/salute", "a letter must lie beside the scenario"),
        ("recruiter", "'recruiter' comes with the program"),
        ("led-away", "the letter led-away.md is a link that leads out of its folder"),
        ("round", "the letter round.md is a link that leads nowhere"),
        ("answer", "'answer' is a reply"),
    ],
)
def test_what_cannot_be_a_letter_is_told_where_it_is_named(folder: Path, name: str, words: str) -> None:
    (folder.parent / "salute.md").write_text(SALUTE, encoding="utf-8")
    (folder / "offer.md").write_text(REMINDER)
    (folder / "recruiter.md").write_text(REMINDER)
    (folder / "led-away.md").symlink_to(folder.parent / "salute.md")
    (folder / "round.md").symlink_to(folder / "round.md")
    reply = '+++\nname = "A"\nstage = "reply"\noutcome = "accepted"\n+++\nYes.\n'
    (folder / "answer.md").write_text(reply)
    two = folder / "two.toml"
    two.write_text(two.read_text().replace('"salute"', f'"{name}"'))
    (found,) = problems(folder)
    assert found.startswith(f"two.toml:28:1: script.1.template: {words}")


def test_a_copy_of_a_shipped_letter_is_that_letter(folder: Path) -> None:
    shipped = (shipped_folder("templates") / "recruiter.md").read_bytes()
    (folder / "recruiter.md").write_bytes(shipped)
    loaded = load_scenario(str(folder / "two.toml"), ["script.1.template=recruiter"])
    assert set(loaded.own_letters) == {"southern"}


def test_what_is_wrong_with_a_letter_is_told_in_the_scenario_and_in_the_letter(folder: Path) -> None:
    (folder / "salute.md").write_text(SALUTE.replace("{{ terms }}", "{{ trems }}"), encoding="utf-8")
    (folder / "southern.md").write_text(REMINDER.replace('"Once more"', '""'))
    two = folder / "two.toml"
    two.write_text(two.read_text().replace("size = 20", "size = 2_000"))
    assert problems(folder) == [
        "two.toml:8:1: population.size: 2,000 candidates, but the labs have only 80 researchers in all",
        "two.toml:24:31: labs.2.bot.template: the letter southern.md is not sound",
        "two.toml:28:1: script.1.template: the letter salute.md is not sound",
        "southern.md:5:1: subject: the subject is empty, say in a few words what the letter is about",
        "salute.md:12:72: there is no field 'trems', did you mean 'terms'?",
    ]
    assert "--set script.1.template=salute: script.1.template: the letter salute.md" in "\n".join(
        problems(folder, "script.1.template=salute")
    )


def test_what_looks_wrong_in_a_letter_is_told_when_its_scenario_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "reminder.md").write_text(REMINDER.replace("{{ first_name }}", "[First Name]"))
    out = run(capsys, "scenario", "check", str(folder / "two.toml"))
    assert "reminder.md:7:7: warning: '[First Name]' looks like a field of another program" in out
    told = json.loads(run(capsys, "scenario", "check", str(folder / "two.toml"), "--json"))
    assert [(w["line"], w["column"]) for w in told["warnings"]] == [(7, 7)] and told["errors"] == []


def test_a_letter_of_the_gallery_can_be_named_and_one_s_own_of_its_name_comes_first(tmp_path: Path) -> None:
    taught = load_scenario("first-letter", ["script.*.template=plain"])
    assert "plain" in taught.own_letters and "plain" in taught.setup.letters.ids
    assert taught.own_letters["plain"].teaches
    (tmp_path / "scenario.toml").write_text(
        SCENARIO.replace('"salute"', '"plain"').replace("southern", "recruiter")
    )
    (tmp_path / "plain.md").write_text(REMINDER.replace("follow-up", "outreach", 1))
    assert load_scenario(str(tmp_path)).own_letters["plain"].name != taught.own_letters["plain"].name
    with pytest.raises(BadInputError, match="did you mean 'plain'"):
        load_scenario("first-letter", ["script.*.template=plian"])
