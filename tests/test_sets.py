"""What is written in several places is the same in all of them: nothing forgotten, nothing made up."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import get_args

import numpy as np
import pytest

from outreach_sim import errors
from outreach_sim.cli import script_view
from outreach_sim.cli.failure import run_command_line
from outreach_sim.cli.main import COMMANDS
from outreach_sim.errors import ExitCode, OutreachError, Problem
from outreach_sim.mail.decks import PLAIN, shipped_decks
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import sample_values
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import ROLES as WHO_MAY_SIGN
from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.market.session import Session
from outreach_sim.market.setup import SENDER_NAMES, Do, Fact, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import THREAD, Event, Refusal
from outreach_sim.market.state.told import Told
from outreach_sim.market.view import OwnApproach
from outreach_sim.model import sentences
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.features import Features
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import SENDERS as WHO_SIGNS
from outreach_sim.model.prospect import Crowd, Mail
from outreach_sim.model.word_terms import REPLY, REPLY_JUDGED
from outreach_sim.scenario import candidates_csv, columns
from outreach_sim.scenario.build import SENDERS, USUAL_LETTERS
from outreach_sim.scenario.lab_tables import LetterQuota
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.people import KNOWN_CHANCES
from outreach_sim.scenario.schema import MechanismsTable, RulesTable, ScriptLine
from outreach_sim.storage.correspondence import news, reasons, threads, values
from outreach_sim.storage.correspondence.history import History
from outreach_sim.storage.correspondence.values import letter_values
from outreach_sim.tui import status
from outreach_sim.tui.texts import header
from tests.model.prospects import FEATURES, WHO, but, feared_gate
from tests.params import PARAMETERS

ROOT = Path(__file__).parents[1]
CODE = {
    path.relative_to(ROOT / "outreach_sim").as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "outreach_sim").rglob("*.py")
}


def members_named(name: str, room: str, besides: str = "") -> set[str]:
    """What stands after `name.` anywhere in the code of a room."""
    found = (re.findall(rf"\b{name}\.([A-Z_]+)\b", text) for file, text in CODE.items()
             if file.startswith(room) and file != besides)  # fmt: skip
    return {member for members in found for member in members}


# -- scenario files and the market -----------------------------------------------------------------------


@pytest.mark.parametrize(("table", "kept"), [(MechanismsTable, Mechanisms), (RulesTable, Rules)])
def test_what_a_file_can_switch_is_what_the_market_has_with_the_same_defaults(table, kept) -> None:
    in_files = {name: field.default for name, field in table.model_fields.items()}
    assert in_files == {field.name: field.default for field in fields(kept)}


@pytest.mark.parametrize(
    ("kept", "asked"), [(Mechanisms, r"\b(?:mechanisms|on)\.(\w+)"), (Rules, r"rules\.(\w+)")]
)
def test_every_switch_and_every_rule_is_asked_for_by_the_market(kept, asked: str) -> None:
    market = "".join(text for file, text in CODE.items() if file.startswith("market/"))
    market += CODE["scenario/build.py"]
    assert {field.name for field in fields(kept)} <= set(re.findall(asked, market))


def test_every_mechanism_is_called_from_outside_its_module() -> None:
    """A mechanism whose line in the day, or in the phase that it bears on, was forgotten does nothing."""
    modules = {path.stem for path in (ROOT / "outreach_sim/market/mechanisms").glob("[a-z]*.py")}
    imported = {
        name
        for file, text in CODE.items()
        for name in re.findall(r"from outreach_sim\.market\.mechanisms\.(\w+) import", text)
        if file != f"market/mechanisms/{name}.py"
    }
    assert len(modules) > 10
    assert modules == imported


def test_every_policy_is_in_a_module_of_its_own() -> None:
    modules = {path.stem for path in (ROOT / "outreach_sim/market/policies").glob("*.py")}
    about_all = {"__init__", "base", "registry", "own", "numbers", "own_order", "blame", "table", "players",
                 "stacked", "seen"}  # fmt: skip
    assert modules - about_all == {name.replace("-", "_") for name in POLICIES}
    assert len({type(policy) for policy in POLICIES.values()}) == len(POLICIES)


def test_nobody_asks_for_a_policy_by_its_name_but_the_registry() -> None:
    """What a policy does stands in its module: a new one is that and a line of the registry."""
    meant_otherwise = {"random"}  # a module of Python's, a draw
    named = {
        (file, node.value)
        for file, text in CODE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and node.value in set(POLICIES) - meant_otherwise
    }
    named -= {("cli/balance.py", "defender")}  # a scenario of that name
    assert named == {("market/policies/registry.py", name) for name in set(POLICIES) - meant_otherwise}


def test_whoever_may_sign_can_sign_everywhere() -> None:
    names = list(SENDER_NAMES.values())
    assert list(SENDER_NAMES) == list(Sender)
    assert names == list(WHO_SIGNS) == list(WHO_MAY_SIGN) == list(SENDERS)
    assert {field.alias or name for name, field in LetterQuota.model_fields.items()} == set(names)
    assert set(script_view._SENDERS) == set(names)
    assert set(USUAL_LETTERS) == set(values.ROLES) == set(header._SENDERS) == set(Sender)
    signed = {field.name for field in fields(Parameters) if field.name.startswith("sender_")}
    assert signed == {f"sender_{name.replace('-', '_')}" for name in names[1:]}, "compared with a recruiter"


def test_what_can_be_ordered_can_be_scripted_and_is_told() -> None:
    words = [do.name.lower() for do in Do]
    assert set(get_args(ScriptLine.model_fields["do"].annotation)) == set(words)
    in_other_words = {"send", "stand", "buy", "rent"}
    assert set(script_view._WORDS) | in_other_words == set(words)


# -- letters ---------------------------------------------------------------------------------------------


def test_every_field_of_a_letter_has_a_value_and_every_value_a_field() -> None:
    scenario = load_scenario("first-letter")
    own = OwnApproach(3, State.OFFERED, 1, 1, 0, 2, True, True, 1_234_000, 50_000, 100, 5, 9)
    given = set(letter_values(scenario, Session(scenario.setup, 1), 0, own, 0))
    history = History(scenario).slots(Session(scenario.setup, 1), 0, own, shipped_decks()["en"].words)
    told_by_replies = {"threshold", *history}  # what a single reply is about
    assert given | told_by_replies == set(FIELDS) == set(sample_values())
    assert not given & told_by_replies
    assert told_by_replies == {name for name, field in FIELDS.items() if field.reply}


def test_facts_of_people_are_the_same_in_letters_and_candidates_files() -> None:
    in_letters = {name: field.fact for name, field in FIELDS.items() if field.fact is not None}
    assert set(in_letters.values()) == set(Fact) == set(KNOWN_CHANCES)
    assert in_letters == values._FACTS == candidates_csv._FACT_COLUMNS
    assert set(in_letters) <= set(columns.COLUMNS)


def everything_on(signed: str = "ceo") -> Explanation:
    """A prospect for whom every term of the model counts, whatever feature it is a function of."""
    mail = Mail(
        4, words=0.1, weekday=-0.05, load_campaigns=4.0, mails_per_person=4.0, mission=1.0, product=1.0
    )
    crowd = Crowd(lambda pay, pledge, sender: np.ones_like(pay), 1e6)
    amounts = {"present_usd": 6e5, "named_usd": 2e6, "heard_usd": 2e6}
    who = but(
        WHO, **dict.fromkeys(FEATURES, 0.5) | amounts, sender=signed, mails=(mail,), subject=0.1,
        counter_chance=1.0, other_offers=(1.0,), spam_chance=0.1, copied=crowd, gate=feared_gate(1.0),
    )  # fmt: skip
    return explain(PARAMETERS, who)


def test_every_term_of_the_model_has_a_source_and_every_source_a_term() -> None:
    terms = {term.name for link in everything_on().links for term in link.terms}
    assert terms == set(sentences.TERMS)


def test_a_reason_that_people_give_is_a_term_or_an_event_and_none_is_left_over() -> None:
    terms = {term.name for link in everything_on().links for term in link.terms}
    given = {sign: reasons.reasons_of(sign) for sign in (1.0, -1.0)}
    of_words = {f"words: {part.name}" for part in (*REPLY, *REPLY_JUDGED)}
    of_answers = {name.replace("words", "answer", 1) for name in of_words}
    assert set(given[1.0]) == set(given[-1.0]) <= terms | of_words | of_answers
    assert reasons.OF_WORDS.keys() <= of_words
    events = {Reason.DIRECT, Reason.COUNTER_OFFER, Reason.OTHER_OFFER, Reason.LEADER_BACK}
    waiting = set(list(Reason)[list(Reason).index(Reason.GOOD_LETTER) :])  # for terms of a letter's words
    assert {*given[1.0].values(), *given[-1.0].values()} | events | waiting == set(Reason)
    assert waiting.isdisjoint(events) and set(reasons.OF_WORDS.values()) <= waiting


def reasons_by_step() -> dict[Step, set[Reason]]:
    """What `reason_for` can answer to each step."""
    links = {link.stage: {term.name for term in link.terms} for link in everything_on().links}
    found = {
        step: {reason for name, reason in reasons.reasons_of(sign).items() if name in links[stage]}
        for step, (stage, sign) in reasons._LINKS.items()
    }
    found[Step.OFFERED] = found[Step.NO_OFFER] = {Reason.DIRECT}
    found[Step.IMPROVED] = {Reason.COUNTER_OFFER}
    found[Step.WITHDRAWN] = found[Step.TURNED_BACK] = {Reason.LEADER_BACK}
    found[Step.DECLINED] |= {Reason.OTHER_OFFER, Reason.COUNTER_OFFER}
    return found


def test_every_reason_that_can_be_given_has_a_cell_in_every_language_and_none_waits_in_vain() -> None:
    words = set(list(Reason)[list(Reason).index(Reason.GOOD_LETTER) :])
    against = {str(reason) for reason in words - {Reason.GOOD_LETTER}}
    cells = {str(step): {str(reason) for reason in given} for step, given in reasons_by_step().items()}
    cells[Step.NOT_INTERESTED] |= against
    cells[Step.INTERESTED] |= {str(Reason.GOOD_LETTER)}
    cells[Step.DECLINED] |= {str(Reason.FALSE_CLAIM), str(Reason.OFFENCE)}  # in the lab's own answer
    one_sided = set(
        map(str, (Reason.LETTERS, Reason.CONFERENCE, Reason.DEADLINE, Reason.WAIT, Reason.BROKEN_WORD))
    )
    for language, decks in shipped_decks().items():
        for step in Step:
            written = {cell for deck, cell in decks.cells if deck == step}
            assert PLAIN in written, (language, step)
            assert written - {PLAIN} <= cells.get(step, set()), (language, step, "no such reason is given")
            assert cells.get(step, set()) - written <= one_sided, (language, step, "a reason without words")


def test_every_step_of_a_thread_has_an_event_and_an_hour() -> None:
    assert set(threads._HOURS) == set(Step)
    # A gate is told apart by its value, and who follows a leader by there being no thread yet.
    assert {*threads._STEPS.values(), Step.COME_BACK, Step.FOLLOWS} == set(Step)


# -- events ----------------------------------------------------------------------------------------------


def test_an_event_says_what_it_means_and_what_is_told_of_it_or_cannot_be_named() -> None:
    told = {event: event.told for event in Event if isinstance(event.told, Told)}
    assert len(told) > 20
    for event, lines in told.items():
        assert any((lines.own, lines.employer, lines.rivals, lines.world)), event.name
        assert lines.world is None or not any((lines.own, lines.employer, lines.rivals)), event.name
    with pytest.raises(TypeError, match="event 99 says whose it is"):
        Event._new_member_(Event, 99, "who writes", "0")  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="refusal 99 says why"):
        Refusal._new_member_(Refusal, 99)  # type: ignore[attr-defined]


def test_an_event_that_is_no_news_is_a_mail_or_says_where_it_shows() -> None:
    silent = {event: event.told for event in Event if not isinstance(event.told, Told)}
    assert {event for event, where in silent.items() if where == THREAD} == set(silent) & set(threads._STEPS)


def test_the_news_can_fill_in_every_sentence_and_nothing_that_none_asks_for() -> None:
    fields_used, forms_used = set(), set()
    for event in Event:
        for line in ([getattr(event.told, name) for name in Told.__slots__ if name != "only"]
                     if isinstance(event.told, Told) else []):  # fmt: skip
            for _, field, form, _ in Formatter().parse(line or ""):
                fields_used.add(field)
                forms_used.add(form)
                assert field != "value" or form in news._FORMS or re.fullmatch(r"\w+(\|\w+)?", form or "")
    assert fields_used - {None} == set(news._FIELDS)
    assert forms_used > set(news._FORMS)


@pytest.mark.parametrize(("kind", "room"), [(Event, "market/"), (Refusal, "market/")])
def test_everything_that_can_be_logged_is_logged_somewhere(kind, room: str) -> None:
    assert members_named(kind.__name__, room, besides="market/state/events.py") == {
        member.name for member in kind
    }


def test_every_refusal_and_every_tactic_has_words() -> None:
    assert len({refusal.why for refusal in Refusal}) == len(Refusal)
    for words in ("word", "heard", "words"):
        assert len({getattr(tactic, words) for tactic in Tactic}) == len(Tactic)


def test_every_state_of_an_approach_has_words() -> None:
    states = {value for name, value in vars(State).items() if name.isupper()}
    assert len(states) == max(states) + 1, "no number stands for two states, and none is left out"
    # who will not last is seen by nobody
    assert set(status._STANDS) == states - {State.EMPTY, State.MISFIT}
    assert set(status._ENDED) < set(Step)


# -- errors ----------------------------------------------------------------------------------------------

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OutreachError)),
    key=lambda kind: kind.__name__,
)


def test_every_error_of_our_own_stands_in_one_file() -> None:
    defined = {
        node.name
        for file, text in CODE.items()
        if file != "errors.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name) and base.id.endswith("Error") and base.id in {k.__name__ for k in KINDS}
    }
    assert defined == set()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_the_command_line_ends_with_the_exit_code_of_the_error(kind, monkeypatch, capsys) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind(
            Problem("a.toml", 1, 2, "labs", "x") if issubclass(kind, errors.BadInputError) else "wrong"
        )

    monkeypatch.setattr("outreach_sim.scenario.load.load_scenario", fail)
    assert run_command_line(["run", "first-letter"]) == kind.exit_code
    assert capsys.readouterr().err.count("\n") == 1


def test_the_tree_of_errors_names_every_error_with_its_exit_code() -> None:
    told = dict(re.findall(r"(\w+Error) .*exit (\d+)", errors.__doc__ or ""))
    assert {kind.__name__ for kind in KINDS} == set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert told == {kind.__name__: str(int(kind.exit_code)) for kind in KINDS if kind.__name__ in told}
    assert {int(kind.exit_code) for kind in KINDS} == set(map(int, told.values()))


def test_readme_says_every_exit_code_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"^Exit codes: (.*?)\. ", readme, re.M | re.S)
    assert sentence
    assert [int(number) for number in re.findall(r"\d+", sentence[1])] == sorted(ExitCode)


# -- the desk --------------------------------------------------------------------------------------------


def screens() -> list[type]:
    """Every screen of the desk, and the program itself."""
    from importlib import import_module

    from textual.screen import Screen

    from outreach_sim.tui.app import Desk

    found: list[type] = [Desk]
    for file in sorted(CODE):
        if file.startswith("tui/screens/") and not file.endswith("__init__.py"):
            module = import_module("outreach_sim." + file.removesuffix(".py").replace("/", "."))
            found += [
                kind
                for kind in vars(module).values()
                if isinstance(kind, type)
                and issubclass(kind, Screen)
                and "BINDINGS" in vars(kind)
                and kind.__module__ == module.__name__
            ]
    return found


def test_every_key_of_the_desk_calls_something_once_and_says_what() -> None:
    from outreach_sim.tui.widgets.keys import commands_of

    every = screens()
    assert len(every) > 9
    for screen in every:
        commands = list(commands_of(screen))
        assert commands
        for keys, word, says, action in commands:
            name, arguments = re.fullmatch(r"(?:app\.|screen\.)?(\w+)(\(.*\))?", action).groups()  # type: ignore[union-attr]
            whose = every[0] if action.startswith("app.") else screen
            assert hasattr(whose, f"action_{name}"), f"{screen.__name__}: {keys} calls nothing"
            assert word and says and (arguments is None or ast.literal_eval(arguments))
        pressed = [key for keys, *_ in commands for key in keys.split()]
        assert len(set(pressed)) == len(pressed), f"{screen.__name__}: a key means two things"


def test_the_catalogue_of_commands_has_every_screen_and_each_command_is_of_its_own() -> None:
    from outreach_sim.tui.catalogue import EVERYWHERE, SCREENS, commands

    assert {place.kind for place in (EVERYWHERE, *SCREENS)} == {screen.__name__ for screen in screens()}
    identities = [binding.id for _, binding in commands()]
    assert len(set(identities)) == len(identities) > 60


def test_whatever_module_has_a_command_is_a_command_of_the_program() -> None:
    made = {file for file, text in CODE.items() if file.startswith("cli/") and "\ndef command(" in text}
    assert made == {
        f"{module.removeprefix('outreach_sim.').replace('.', '/')}.py" for module, _ in COMMANDS.values()
    }


def test_every_feature_is_filled_by_the_engine() -> None:
    engine = "\n".join(text for file, text in CODE.items() if file.startswith("market/"))
    for field in fields(Features):
        assert re.search(rf"\.{field.name}\b[^=\n]* = |\b{field.name}=", engine), field.name
