"""A whole game by plain commands: begun, shown, ordered, played on; and scenarios to begin with."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from click.testing import CliRunner

import outreach_sim as osim
from outreach_sim.cli import run, save, scenario, staff
from outreach_sim.cli.save_play import FLAGS, VERBS
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.market.outlook import outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.values import letter
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.scenario.script_file import kinds
from outreach_sim.scenario.seeds import seed_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.script_lines import order_of
from tests.cli.test_saves import call, home  # noqa: F401

TWO_LABS = str(Path(__file__).parents[1] / "two-labs.toml")
LETTER = ("--letter", "ceo-personal", "--sender", "ceo", "--by-hand", "--direct")


@pytest.fixture
def mine() -> None:
    call(save.command, "new", TWO_LABS, "mine", "--seed", "5")


def show(*more: str) -> Any:
    return call(save.command, "show", "mine", "--json", *more)


def act(*words: str) -> Any:
    return call(save.command, "act", "mine", *words, "--json")


def advance(*words: str) -> Any:
    return call(save.command, "advance", "mine", *words, "--json")


def test_a_whole_game_by_plain_commands_is_the_game_of_a_desk_and_of_a_script(
    mine: None, tmp_path: Path
) -> None:
    told, given = show(), []
    while not told["over"]:
        for one in told["waiting"]:
            if told["means"]["ceo_hours_left"] == 0 or one["needs"] not in ("answer", "better"):
                continue  # an answer can wait, until there is an hour
            who = str(one["candidate"])
            words = ("better", who, "--sign-on", "100k") if one["needs"] == "better" else (
                "offer", who, "--pay", "1.6m", "--pledge", "40")  # fmt: skip
            given += [(told["day"], table) for table in act(*words)["taken"]]
            told = show()
        best = [person["candidate"] for person in told["people"]][: told["means"]["letters_left"]["ceo"]]
        if best:
            taken = act("send", *map(str, best), *LETTER, "--pay-ratio", "2.5")
            left = told["means"]["letters_left"]["ceo"] - len(best)
            assert taken["letters_to"] == best and taken["left"]["letters_left"]["ceo"] == left
            given += [(told["day"], table) for table in taken["taken"]]
        advance("--days", "14")
        told = show()
    assert told["funnel"]["accepted"] >= 1 and any(table["do"] == "offer" for _, table in given)

    plain = without_players_script(load_scenario(TWO_LABS))
    session = Session(plain.setup, 5)
    for day in range(plain.days):
        for _, table in (one for one in given if one[0] == day):
            line = ScriptLine.model_validate_json(json.dumps(table | {"lab": "north"}), strict=False)
            session.act(order_of(plain, line))
        session.advance()
    with Game.open("mine", write=False) as game:
        assert session.digest() == game.session.digest(), "the orders of a desk"

    again = tmp_path / "again.toml"
    call(save.command, "script", "mine", "--to", str(again))
    assert call(run.command, str(again), "--seed", "5", "--json")["log_hash"] == told["log_hash"]


def test_everything_that_a_line_of_a_script_can_say_has_an_option() -> None:
    said_otherwise = {"do", "every", "on", "from", "until", "lab", "to.candidates"}
    assert set(kinds()) - said_otherwise == set(FLAGS.values())
    assert {do.name.lower() for do in Do} | {"better"} == set(VERBS)
    options = {param.name for param in save.command.commands["act"].params}
    assert set(FLAGS) < options


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("send", "14", "3", *LETTER), r"Jagdish Wali \(3\): this person may not be written to now"),
    (("send", "--top", "9", *LETTER), "Letters: the CEO has no hour left for letters this week"),
    (("offer", "14", "--pay", "1m"), r"Capucine Delahaye \(14\): nothing is under way with this person"),
    (("counter", "3"), "nobody has made this person an offer"),
    (("raise", "14", "--pay", "2m"), "this person does not work for you"),
    (("buy", "--h100e", "100"), "Machines: machines cannot be ordered here"),
    (("attend", "--top", "3"), "Meetings: there is no conference today"),
    (("better", "14", "--pledge", "3"), "nothing is under way with candidate 14"),
    (("send", "--top", "3", "--from", "south", "--letter", "ceo-personal", "--sender", "king"), "--sender"),
    (("send", "99", *LETTER), "ids run from 1 to 20"),
    (("send", "14", "--letter", "ceo-personnal"), "did you mean 'ceo-personal'"),
    (("offer", "14", "--pay", "1"), "must be at least 1,000"),
    (("buy",), "say how many"),
    (("stand",), "keep_hours"),
    ((), "a VERB such as send"),
]  # fmt: skip


def test_an_order_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(mine: None) -> None:
    with Game.open("mine", write=False) as game:
        before = game.path()
    for words, why in REFUSED:
        with pytest.raises(UsageError, match=why):
            act(*words)
    with Game.open("mine", write=False) as game:
        assert game.path() == before


def test_of_several_orders_all_are_taken_or_none(mine: None, tmp_path: Path) -> None:
    file = tmp_path / "today.toml"
    good = '[[script]]\ntemplate = "ceo-personal"\nsender = "ceo"\nto = { candidates = [14] }\n'
    file.write_text(
        good + '[[script]]\ndo = "raise"\nto = { candidates = [18] }\noffer = { pay_ratio = 2 }\n'
    )
    with pytest.raises(UsageError, match=r"nothing was ordered: Iwo Augustynek \(18\): this person does not"):
        act("--orders", str(file))
    assert show()["pending"] == []
    file.write_text(good + good.replace("14", "18"))
    assert len(act("--orders", str(file))["taken"]) == 2
    told = show()
    pending = told["pending"]
    assert told["means"]["letters_left"]["ceo"] == 1, "what the orders that wait leave"
    assert {14, 18}.isdisjoint(person["candidate"] for person in told["people"])
    assert [line["to"]["candidates"] for line in pending] == [[14], [18]]
    with pytest.raises(UsageError, match=r"14.*may not be written to now"):  # a waiting order has the person
        act("--orders", str(file))
    assert show()["pending"] == pending
    back = call(save.command, "undo", "mine", "--json")
    assert (back["taken_back"], back["to_redo"], back["undone"]) == ("order", 1, 1)
    assert show()["pending"] == pending[:1]
    with Game.open("mine") as game, pytest.raises(UsageError, match="cannot be given"):
        game.act_all([Order(0, (), candidates=(3,)), Order(0, (), do=Do.RAISE, candidates=(3,))])
    assert show()["pending"] == pending[:1] and call(save.command, "verify", "mine", "--json")["sound"]


def test_orders_in_a_file_are_faulted_at_their_line_and_column(mine: None, tmp_path: Path) -> None:
    file = tmp_path / "today.toml"
    file.write_text(
        '[[script]]\ndo = "offer"\nto = { candidates = [14] }\nofer = { pay_usd = 1 }\n'
        '[[script]]\nevery = "week"\ntemplate = "nope"\nto.top = 3\nlab = "south"\n[scenario]\ndays = 3\n'
    )
    with pytest.raises(BadInputError) as caught:
        act("--orders", str(file))
    told = "\n".join(map(str, caught.value.problems))
    assert f"{file}:4:1: script.1.ofer: unknown key 'ofer', did you mean 'offer'?" in told
    assert f"{file}:6:1: script.2.every: orders are for today, 2024-03-04, leave out every" in told
    assert f"{file}:10:1: scenario: 'scenario' has no place among orders" in told
    file.write_text('[[script]]\ntemplate = "nope"\nto = { candidates = [14, 77] }\nlab = "south"\n')
    with pytest.raises(BadInputError) as caught:
        act("--orders", str(file))
    told = "\n".join(map(str, caught.value.problems))
    assert "there is no template 'nope'" in told and "3:26: script.1.to.candidates.2" in told
    assert "script.1.lab: you play north" in told


def test_orders_come_from_standard_input_too(mine: None) -> None:
    group = click.Group("outreach-sim")
    group.add_command(save.command)
    text = '[[script]]\ntemplate = "recruiter"\nto = { top = 2, by = "pay" }\n'
    words = ["save", "act", "mine", "--orders", "-", "--json"]
    done = CliRunner().invoke(group, words, input=text, standalone_mode=False, catch_exceptions=False)
    assert len(json.loads(done.stdout)["letters_to"]) == 2


def test_a_turn_stops_on_the_day_on_which_somebody_needs_an_answer_and_on_the_last_for_it(mine: None) -> None:
    act("send", "14", "18", "10", *LETTER, "--pay-ratio", "2.5")
    first = advance("--until-news")
    assert [(one["needs"], one["name"]) for one in first["waiting"]] == [("answer", "Andrew Brown")]
    assert 0 < first["played"] < 60 and any(mail["step"] == "interested" for mail in first["mails"])
    last = first["waiting"][0]["last"]
    while (told := advance("--until-news"))["date"] < last:
        assert told["waiting"] and not told["over"]
    assert told["date"] == last, "the last day on which an answer is in time"
    act("withdraw", "10")
    assert all(one["candidate"] != 10 for one in show()["waiting"]), "an order of today answers"
    assert advance("--days", "1")["mails"][0]["step"] == "withdrawn"


def test_what_a_trial_of_orders_shows_leaves_no_trace(mine: None) -> None:
    with Game.open("mine") as game:
        order = Order(0, (), sender=Sender.CEO, candidates=(13, 17), pay_ratio=2.0)
        alone = Session(game.scenario.setup, 5)
        for session in (game.session, alone):
            session.act(order)
        for _ in range(20):
            game.session.tried([Order(0, (), top=5)])
            game.session.advance()
            alone.advance()
        assert game.session.digest() == alone.digest()


def test_chances_and_points_shown_are_those_of_the_engine(mine: None) -> None:
    told = show()
    loaded = without_players_script(load_scenario(TWO_LABS))
    world, ids = Session(loaded.setup, 5).world, loaded.setup.letters.ids
    for one in told["people"][:4]:
        sender = Sender[one["sender"].upper().replace("-", "_")]
        plans = Plans(one["pay_usd"], ids.index(one["letter"]), sender)
        worth = letter(outlook(world, 0), np.array([one["candidate"] - 1]), plans)
        assert one["chance"] == worth.chance[0] and one["points"] == worth.expected[0]
    assert told["people_free"] == len(told["people"]) == int(Session(loaded.setup, 5).observe().free.sum())
    assert len(show("--limit", "2")["people"]) == 2
    risks = call(staff.command, "--save", "mine", "--json")["staff"]
    assert [(row["candidate"], row["leaves_within_a_year"]) for row in told["staff"]] == [
        (row["id"], row["leaves"]) for row in risks
    ]


def test_what_is_shown_in_lines_says_whose_turn_it_is_and_whom_to_write_to(mine: None) -> None:
    act("send", "14", "18", "10", *LETTER, "--pay-ratio", "2.5")
    assert "is interested: invite, offer or withdraw" in call(save.command, "advance", "mine").stdout
    shown = call(save.command, "show", "mine").stdout
    assert "Andrew Brown (10) is interested: invite, offer or withdraw, on 2024-04-04 at the latest." in shown
    assert "to write to, those worth most first" in shown and "letters left this week" in shown


def test_a_letter_of_one_s_own_is_written_into_the_game_and_sent(mine: None, tmp_path: Path) -> None:
    file = tmp_path / "warm-hello.md"
    file.write_text(
        '+++\nname = "Warm"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "Hello"\n+++\n'
        "Dear {{ first_name }}, come.\n"
    )
    assert call(save.command, "write", "mine", str(file), "--json")["letters"] == ["warm-hello"]
    assert act("send", "14", "--letter", "warm-hello")["letters_to"] == [14]
    assert "come." in advance("--days", "1")["mails"][0]["body"]


def test_a_scenario_to_begin_with_is_sound_and_never_written_over_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    call(scenario.command, "new", str(file))
    done = call(scenario.command, "check", str(file))
    assert "is sound" in done.stdout and "warning" not in done.stdout
    assert sum(line.startswith("#") or "  # " in line for line in file.read_text().splitlines()) > 15
    file.write_text("mine")
    with pytest.raises(BadInputError, match="is there already"):
        call(scenario.command, "new", str(file))
    assert file.read_text() == "mine"
    with pytest.raises(UsageError, match=r"name it .*own\.toml"):
        call(scenario.command, "new", str(file.with_suffix("")))
    assert (
        call(run.command, str(_fresh(tmp_path)), "-n", "60", "--json")["expectations"][0]["verdict"] == "held"
    )


def _fresh(folder: Path) -> Path:
    call(scenario.command, "new", str(folder / "fresh.toml"))
    return folder / "fresh.toml"


def test_the_text_of_a_scenario_has_what_was_set_in_it_and_keeps_its_comments(tmp_path: Path) -> None:
    plain = call(scenario.command, "show", "first-letter", "--toml").stdout
    assert plain == load_scenario("first-letter").text
    changes = (
        "labs.south.compute=900",
        "script.*.offer.pay_ratio=3",
        "rules.rest_days=9",
        "luck.freeze=true",
    )
    words = [word for change in changes for word in ("--set", change)]
    text = call(scenario.command, "show", "first-letter", "--toml", *words).stdout
    assert "# The smallest game" in text and "compute = 900" in text
    file = tmp_path / "changed.toml"
    file.write_text(text)
    hashes = [call(run.command, name, *more, "--json")["log_hash"] for name, more in
              ((str(file), ()), ("first-letter", words), ("first-letter", ()))]  # fmt: skip
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_scenario_s_own_seed_is_its_luck_and_today_is_a_seed_of_every_game() -> None:
    own = osim.load("first-game").seed
    assert own is not None and own == call(save.command, "new", "first-game", "own", "--json")["seed"]
    assert own == osim.play("first-game").seed == osim.run("first-game").seed
    assert osim.play("first-game", seed=3).seed == osim.run("first-game", seed=3).seed == 3
    before = seed_of(date.today())
    today = call(save.command, "new", "first-game", "today", "--seed", "today", "--json")["seed"]
    assert before <= today <= seed_of(date.today())


def test_it_is_told_when_the_board_meets_and_what_it_asks_for(mine: None) -> None:
    assert show()["boards"] == [{"on": "2024-05-03", "points": 1.0}]


def test_nobody_is_named_to_sign_who_may_not_write() -> None:
    call(save.command, "new", "first-game", "ceo-only", "--json")
    told = call(save.command, "show", "ceo-only", "--json")
    assert told["people"] and {person["sender"] for person in told["people"]} == {"ceo"}
