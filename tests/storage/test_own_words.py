"""What a lab answers in its own words is what people read: in threads, searches, files, scripts, saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.cli.save_script import _write_folder
from outreach_sim.errors import BadInputError, ExitCode, UsageError
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import ROLES, shipped_templates
from outreach_sim.mail.typed import typed_letter
from outreach_sim.market.session import Session
from outreach_sim.market.setup import PLAIN, Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import own_approaches
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.script_file import write_lines
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.mailfiles import messages_of
from outreach_sim.storage.correspondence.search import Found
from outreach_sim.storage.correspondence.threads import Mail, correspondence
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.played import played_game
from outreach_sim.storage.saves.script import Script, script_of
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from outreach_sim.study.statistics import log_hash
from tests.storage.small import TOML, load

EAGER = """
open_constant = 9.0
reply_cut_1 = 5.0
reply_cut_2 = 5.1
reply_cut_3 = 5.2
reply_cut_4 = 5.3
interest_cut = 0.0
offer_chance_direct = 0.99
offer_chance_interviewed = 0.99
"""
WORLD = TOML[: TOML.index("[[script]]")] + TOML[TOML.index("[parameters]") :] + EAGER
WORLD = WORLD.replace("budget_usd = 40_000_000", "interviews_per_week = 20")
EVERYBODY = tuple(range(60))


def typed(body: str) -> str:
    """An answer as somebody types it."""
    return f"Hi {{{{ first_name }}}},\n\n{body}\n\n{{{{ sender }}}}, {{{{ lab }}}}"


INVITATION, OFFER, BETTER, END = (
    typed_letter("", typed(body), stage="answer", senders=())
    for body in (
        "Come and see our {{ fleet }} H100s. Bring a problem you could not solve.",
        "We offer you {{ terms }}, and hope that you like zebras.",
        "It is now {{ pay }}. We shall not go higher.",
        "I am sorry to take this back; the team has changed.",
    )
)


@pytest.fixture(scope="module")
def eager(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(tmp_path_factory.mktemp("eager"), WORLD)


def ask(game: Game, do: Do, letter: str | None, *people: int, pay_usd: int = 1_500_000) -> None:
    words = PLAIN if letter is None else game.scenario.setup.letters.ids.index(letter)
    game.act(Order(0, (), do, candidates=people or EVERYBODY, pay_usd=pay_usd, deadline_days=15, words=words))


def in_state(game: Game, state: int) -> list[int]:
    return [own.candidate for own in own_approaches(game.session.world, 0) if own.state == state]


def answered(name: str, scenario: Scenario) -> Game:
    """A game in which some are invited, some offered at once and bettered, and with some it is ended."""
    game = Game.new(name, scenario, 5)
    letters = [game.write(letter) for letter in (INVITATION, OFFER, BETTER, END)]
    recruiter = game.scenario.setup.letters.ids.index("recruiter")
    game.act(Order(0, (), Do.SEND, recruiter, Sender.RECRUITER, top=40, pay_usd=1_500_000, by_hand=True))
    game.advance(20)
    waiting = in_state(game, State.INTERESTED)
    assert len(waiting) >= 8
    ask(game, Do.INVITE, letters[0], *waiting[:3])
    ask(game, Do.OFFER, letters[1], *waiting[3:6])
    ask(game, Do.WITHDRAW, letters[3], waiting[6])
    ask(game, Do.INVITE, None, waiting[7])
    game.advance(4)
    ask(game, Do.OFFER, letters[2], *in_state(game, State.OFFERED), pay_usd=1_600_000)
    game.advance(30)
    return game


def steps(mails: Iterator[Mail] | list[Mail], step: Step) -> list[Mail]:
    return [mail for mail in mails if mail.step is step]


@dataclass
class Played:
    """A game with own answers, looked at from every side."""

    mails: list[Mail]
    files: list[str]
    found: Found
    script: Script
    folder: Script
    digests: tuple[str, str]
    problem: str


@pytest.fixture(scope="module")
def played(eager: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("own-words")))
        with answered("a", eager) as game:
            digest, folder, script = game.log_hash, script_of(game, lines_file="orders.csv"), script_of(game)
            inbox = Inbox(game, 0)
            for session, log in days_of(game):
                inbox.take(session, log)
        with Game.open("a") as again:
            digests = digest, again.log_hash
        with closing(Store.open("a", write=False)) as store:
            problem = verify(store).problem
        with played_game("a") as kept:
            mails = list(correspondence(kept.scenario, kept.templates, kept.days, 0))
            files = [m.get_content() for _, m in messages_of(kept.scenario, 5, mails)]
        yield Played(mails, files, inbox.index.find("zebras", 20), script, folder, digests, problem)


def test_threads_show_what_was_said_with_the_values_of_that_day(eager: Scenario, played: Played) -> None:
    invited = steps(played.mails, Step.INVITED)
    own = [mail for mail in invited if "Bring a problem you could not solve." in mail.letter.body]
    assert len(own) == 3 and len(invited) == 4
    for mail in own:
        assert mail.letter.subject.startswith("Re: ") and not mail.from_candidate
        fleet = eager.setup.labs[0].fleet_h100e[(mail.when.date() - eager.date_of(0)).days]
        assert f"Come and see our {fleet:,} H100s." in mail.letter.body
        first_name = eager.population.book.name(mail.candidate).split()[0]
        assert mail.letter.body.startswith(f"Hi {first_name},")
        assert mail.letter.body.endswith("The recruiting team, North Lab")
    offered = [mail for mail in steps(played.mails, Step.OFFERED) if "zebras" in mail.letter.body]
    assert offered and all("$1,500,000 a year, without interviews" in m.letter.body for m in offered)
    assert {mail.candidate for mail in own}.isdisjoint(mail.candidate for mail in offered)
    better = steps(played.mails, Step.IMPROVED)
    assert better and all("It is now $1,600,000." in mail.letter.body for mail in better)
    (end,) = steps(played.mails, Step.WITHDRAWN)
    assert "the team has changed" in end.letter.body
    for words, count in (("zebras", len(offered)), ("the team has changed", 1)):
        assert sum(words in text for text in played.files) == count


def test_a_search_finds_what_was_said(played: Played) -> None:
    assert played.found.total >= 1
    assert all(hit.mail.step is Step.OFFERED for hit in played.found.hits)


def test_a_game_with_own_answers_is_kept_and_verified(played: Played) -> None:
    assert played.digests[0] == played.digests[1]
    assert not played.problem


def test_its_script_has_the_answers_and_the_same_hash(played: Played, tmp_path: Path) -> None:
    made = played.folder
    assert f'template = "{INVITATION.id}"' in played.script.toml and INVITATION.id in made.lines
    assert 'stage = "answer"' in made.letters[f"{END.id}.md"]
    _write_folder(tmp_path / "script", made)
    scenario = load_scenario(str(tmp_path / "script"))
    session = Session(scenario.setup, 5)
    days = ((session, session.advance(1)) for _ in range(session.setup.days))
    mails = list(correspondence(scenario, {**shipped_templates(), **scenario.own_letters}, days, 0))
    assert log_hash([bytes.fromhex(session.digest())]) == played.digests[0]
    assert [mail.letter for mail in mails] == [mail.letter for mail in played.mails]


def test_an_answer_that_lies_is_given_as_the_reason_of_the_refusal(eager: Scenario) -> None:
    lie = typed_letter("", typed("We have 9,000,000 H100s today. It was great to meet you."), stage="answer",
                       senders=ROLES)  # fmt: skip
    told = {}
    for words in (None, lie):
        with Game.new("lie" if words else "plain", eager, 5) as game:
            letter = None if words is None else game.write(words)
            ids = game.scenario.setup.letters.ids
            send = Order(0, (), Do.SEND, ids.index("short-note"), top=40, pay_usd=1_500_000, by_hand=True)
            game.act(send)
            game.advance(20)
            ask(game, Do.OFFER, letter)
            game.advance(20)
            inbox = Inbox(game, 0)
            mails = [mail for session, log in days_of(game) for mail in inbox.take(session, log)]
            told[words] = steps(mails, Step.DECLINED)
    assert len(told[lie]) > len(told[None])
    assert Reason.FALSE_CLAIM not in {mail.reason for mail in told[None]}
    assert Reason.FALSE_CLAIM in {mail.reason for mail in told[lie]}


def test_orders_name_letters_of_the_right_stage(eager: Scenario) -> None:
    with Game.new("a", eager, 5) as game:
        letter = game.write(INVITATION)
        ids = game.scenario.setup.letters.ids
        with pytest.raises(UsageError, match=f"'{letter}' has the stage answer, and is not a letter that"):
            game.act(Order(0, (), Do.SEND, ids.index(letter), candidates=(3,)))
        with pytest.raises(UsageError, match="'recruiter' has the stage outreach, and is not an answer"):
            ask(game, Do.INVITE, "recruiter", 3)
        ask(game, Do.INVITE, letter, 3)
        assert not game.lines()[0].model_dump(exclude_defaults=True).keys() - {"do", "on", "lab", "template",
                                                                              "to", "offer"}  # fmt: skip


LETTERS = """
[[letters]]
id = "my-invitation"
stage = "answer"
body = "Hi {{ first_name }}, bring a problem. {{ sender }}, {{ lab }}"

[[letters]]
id = "my-letter"
subject = "A question"
body = "Would you talk to us?"
"""
SENT = """
[[script]]
on = 2024-01-05
template = "recruiter"
to = { top = 30 }
by_hand = true
offer = { pay_usd = 1_500_000 }
"""
INVITED = """
[[script]]
every = "day"
do = "invite"
template = "my-invitation"
to = { candidates = [PEOPLE] }
""".replace("PEOPLE", ", ".join(str(n + 1) for n in range(60)))


def test_a_script_answers_in_letters_of_the_scenario_in_its_file_or_a_csv(tmp_path: Path) -> None:
    said = []
    lines = [{"every": "day", "do": "invite", "template": "my-invitation",
              "to": {"candidates": list(range(1, 61))}}]  # fmt: skip
    (tmp_path / "orders.csv").write_text(write_lines(lines), encoding="utf-8")
    by_file = WORLD.replace("days = 80", 'days = 80\nscript_file = "orders.csv"')
    for text in (WORLD + SENT + INVITED + LETTERS, by_file + SENT + LETTERS):
        scenario = load(tmp_path, text)
        session = Session(scenario.setup, 5)
        days = ((session, session.advance(1)) for _ in range(25))
        mails = correspondence(scenario, {**shipped_templates(), **scenario.own_letters}, days, 0)
        said.append([mail.letter.body for mail in steps(mails, Step.INVITED)])
    assert said[0] == said[1] and len(said[0]) > 5
    assert all("bring a problem. The recruiting team, North Lab" in body for body in said[0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('template = "my-invitation"', 'template = "my-letter"', "'my-letter' is no answer"),
        ('template = "my-invitation"', 'template = "recruiter"', "'recruiter' is no answer"),
        ('template = "recruiter"\nto', 'template = "my-invitation"\nto', "'my-invitation' is an answer"),
        ('do = "invite"', 'do = "attend"', "template goes with invite, offer, withdraw and send"),
        ('stage = "answer"', 'stage = "answer"\nsubject = "Hello"', "an answer has no such key"),
        ('stage = "answer"', 'stage = "answer"\noutcome = "declined"', "belongs to replies only"),
        ('template = "recruiter"\nto', "to", 'do = "send" needs a template'),
        ("bring a problem", "{% if rival %}bring{% endif %}", "'rival' is empty in a letter"),
    ],
)
def test_what_cannot_be_an_answer_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = WORLD + SENT + INVITED + LETTERS
    assert old in text
    with pytest.raises(BadInputError, match=message) as caught:
        load(tmp_path, text.replace(old, new))
    assert caught.value.problems[0].line > 0


@pytest.mark.parametrize(
    "command",
    [
        "explain small.toml --candidate 3 --template my-invitation",
        "drivers small.toml --template my-invitation -n 1",
        "template try my-invitation recruiter --scenario small.toml -n 2",
    ],
)
def test_nobody_is_written_to_first_with_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    load(tmp_path, WORLD + SENT + INVITED + LETTERS)
    monkeypatch.chdir(tmp_path)
    assert run_command_line(command.split()) == ExitCode.USAGE
    assert "'my-invitation' is an answer" in capsys.readouterr().err
