"""A policy of the user's own acts instead of the script; what is wrong in it is told by its file and line."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from outreach_sim import CTRL_C
from outreach_sim.__main__ import interrupt
from outreach_sim.api.policies import Reference, pairs
from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError, ExitCode, Problem, UsageError
from outreach_sim.market.day import play_day
from outreach_sim.market.policies.own import ask
from outreach_sim.market.policies.registry import POLICIES, handed_over
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, look
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import with_policy
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
from tests.market.worlds import richest_setup

DAYS = ("scenario.days=60",)
SMALL = load_scenario("small-lab", DAYS).setup
EVERYBODY = ["rules.fresh_share=0", "rules.ceo_hours=100", "labs.north.letters_per_week.recruiter=20"]
"""Is there from the first day on, and there is time for all of them."""
FIRST = load_scenario("first-letter", EVERYBODY).setup


def own_policies(options: list[str], labs: list[str]) -> dict[int, Reference]:
    """Classes by the index of the lab they act for, as options name them."""
    return {labs.index(lab): Reference(where) for lab, where in pairs(options, tuple(labs)).items()}


class Nothing:
    """Orders nothing."""

    def act(self, view: LabView) -> list[Order]:
        return []


def digests(setup: Setup, **own: object) -> tuple[bytes, ...]:
    return run_worlds(setup, 3, [0], **own).digests


def test_a_policy_that_orders_nothing_hires_nobody_and_is_the_idle_policy() -> None:
    result = run_worlds(SMALL, 3, [0], own={0: Nothing})
    assert result.funnel[0, 0].sum() == 0
    assert run_worlds(SMALL, 3, [0]).funnel[0, 0, FUNNEL.index(Event.SENT)] > 100
    by_word = load_scenario("small-lab", (*DAYS, "labs.pocket-lab.policy=idle")).setup
    assert result.digests == digests(with_policy(SMALL, "idle")) == digests(by_word) != digests(SMALL)


@pytest.mark.parametrize("name", ["sniper", "patient", "copycat", "compute-first"])
def test_a_policy_named_in_the_file_takes_the_place_of_the_lines_as_it_does_in_balance(name: str) -> None:
    by_word = load_scenario("small-lab", (*DAYS, f"labs.pocket-lab.policy={name}")).setup
    assert by_word.script == ()
    assert digests(by_word) == digests(with_policy(SMALL, name)) != digests(SMALL)


BY_ORDER = (
    Event.SENT, Event.INVITED, Event.DRAWN_UP, Event.OFFERED, Event.IMPROVED, Event.WITHDRAWN, Event.MET,
    Event.PAY_RAISED, Event.ORDERED, Event.RENTED, Event.ADOPTED, Event.REFUSED,
)  # fmt: skip
"""What happens to a lab because it, or a rule of its own, wants it."""


def done_by(setup: Setup, lab: int) -> set[str]:
    log = Session(setup, 5).advance(setup.days)
    return {kind.name for kind in BY_ORDER if ((log.kind == kind) & (log.lab == lab)).any()}


def test_a_lab_that_is_handed_over_does_nothing_by_itself_that_an_order_could_ask_for() -> None:
    setup = richest_setup(days=60)
    labs = tuple(replace(x, raise_share=1.0, copies=True) for x in setup.labs)
    rules = replace(setup.rules, copy_after_wins=1, copy_lag_days=1)
    setup = replace(setup, labs=labs, rules=rules, parameters=replace(setup.parameters, notice_chance=0.99))
    before = set.union(*(done_by(setup, lab) for lab in range(4)))
    assert {"SENT", "INVITED", "OFFERED", "MET", "PAY_RAISED", "ORDERED", "RENTED", "ADOPTED"} <= before
    for lab in range(4):
        assert not done_by(handed_over(setup, lab), lab)


def test_a_lab_that_is_handed_over_still_answers_offers_as_the_market_does() -> None:
    setup = handed_over(richest_setup(days=60), 3)
    log = Session(setup, 5).advance(setup.days)
    answered = log.where(log.kind == Event.COUNTERED)
    assert (setup.people.employer[answered.candidate] == 3).any()


def test_a_policy_reads_its_view_and_writes_nothing_into_it() -> None:
    world = World(richest_setup(days=30), 3, [0])
    view = look(world, 0)
    arrays = [getattr(view, name) for name in view.__slots__ if isinstance(getattr(view, name), np.ndarray)]
    assert len(arrays) >= 9
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    with pytest.raises(TypeError):
        view.letters_left[Sender.CEO] = 99  # type: ignore[index]
    assert world.stores.teams is not None and world.stores.teams.of.flags.writeable


HEAD = """
import sys
from outreach_sim.market.setup import Do, Order, Sender


class Secret:
    def __repr__(self): return 1 / 0


class Silent(Exception):
    def __str__(self): return 1 / 0


"""
SEND = "return [Order(view.lab, (), candidates=(3,), template=0, {})]"
WRONG = {
    "nothing back": ("return None", "act gave nothing back; it must return its orders, or [] for none"),
    "text": ("return 'abc'", "act must return a list of orders, not 'abc'"),
    "a number": ("return 5", "act must return a list of orders, not 5"),
    "a table": ("return {}", "act must return a list of orders, not something of type dict"),
    "an order alone": ("return Order(view.lab, ())", "a list of orders, not something of type Order"),
    "numbers for orders": ("return [1]", "asked for 1, which is no Order"),
    "a class for an order": ("return [Order]", "asked for something of type type, which is no Order"),
    "what cannot be shown": ("return [Secret()]", "asked for something of type Secret, which is no Order"),
    "no end": ("return iter(lambda: Order(view.lab, ()), 0)", "asked for more than 10,000 orders on one day"),
    "a generator that fails": ("yield 1 / 0  # here", "ZeroDivisionError: division by zero"),
    "an exception": ("raise ValueError('boom \\x1b]52;c;YQ==\\x07\\nand more')  # here",
                     "ValueError: boom ]52;c;YQ== and more"),
    "an exception below": ("return [1, 2].index(3)  # here", "ValueError: 3 is not in list"),
    "an exception without words": ("raise Silent  # here", "Silent"),
    "leaving": ("sys.exit(3)  # here", "must not end the program, as sys.exit does"),
    "Ctrl+C by itself": ("raise KeyboardInterrupt  # here", "KeyboardInterrupt"),
    "no bottom": ("return self.act(view)  # here", "RecursionError: maximum recursion depth exceeded"),
    "writing": ("view.free[:] = True  # here", "ValueError: assignment destination is read-only"),
    "setting": ("view.day = 3  # here", "FrozenInstanceError: cannot assign to field 'day'"),
    "a stranger": (SEND.format("").replace("3,", "10**9,"), "candidate 1000000000, but they are 1 to 20"),
    "the engine's first": (SEND.format("").replace("3,", "0,"), "named candidate 0, but they are 1 to 20"),
    "a name for a person": (SEND.format("").replace("3,", "'a',"), "a candidate must be a whole number"),
    "half a person": (SEND.format("").replace("3,", "3.5,"), "a candidate must be a whole number, not 3.5"),
    "nobody in particular": ("return [Order(view.lab, (), do=Do.OFFER)]", "must name candidates in an order"),
    "a letter by name": ("return [Order(view.lab, (), template='recruiter')]",
                         "template must be a whole number, not 'recruiter'; it is a place in view.templates"),
    "no such letter": ("return [Order(view.lab, (), template=999)]", "template must be from 0 to"),
    "a sender by name": (SEND.format("sender='ceo'"), "sender must be a Sender, such as Sender."),
    "what to do by name": (SEND.format("do='offer'"), "do must be a Do, such as Do.SEND, not 'offer'"),
    "no such order of people": (SEND.format("by='luck'"), "by must be \"impact\" or \"pay\", not 'luck'"),
    "no such lab": (SEND.format("employers=(7,)"), "an employer must be from 0 to 1, not 7"),
    "a lab by name": (SEND.format("employers='south'"), "an employer must be a whole number, not 's'"),
    "labs that are none": (SEND.format("employers=1"), "employers must be labs by their indices, not 1"),
    "its own lab": (SEND.format("employers=(view.lab,)"), "employers must be rivals, and 0 is its own lab"),
    "no number": (SEND.format("pay_ratio=float('nan')"), "pay_ratio must be from 0.01 to 1,000, not nan"),
    "an infinity": (SEND.format("pay_ratio=float('inf')"), "pay_ratio must be from 0.01 to 1,000, not inf"),
    "a huge ratio": (SEND.format("pay_ratio=1e300"), "pay_ratio must be from 0.01 to 1,000, not 1e+300"),
    "a ratio in words": (SEND.format("pay_ratio='2'"), "pay_ratio must be a number, not '2'"),
    "a huge number": (SEND.format("pay_usd=10**5000"), "not a number of more than 18 digits"),
    "a debt": (SEND.format("pay_usd=-5"), "pay_usd must be from 0 to 1,000,000,000, not -5"),
    "hardly any pay": (SEND.format("pay_usd=5"), "pay_usd must be at least 1,000, or 0"),
    "pay with cents": (SEND.format("pay_usd=1e6"), "pay_usd must be a whole number, not 1000000.0"),
    "a sign-on taken": (SEND.format("sign_on_usd=-1"), "sign_on_usd must be from 0 to 1,000,000,000, not -1"),
    "too many machines": (SEND.format("pledge_h100e=10**12"), "pledge_h100e must be from 0 to 1,000,000,000"),
    "no time": (SEND.format("deadline_days=0"), "deadline_days must be from 1 to 365, not 0"),
    "a switch that is none": (SEND.format("direct='no'"), "direct must be True or False, not 'no'"),
    "a number that is a switch": (SEND.format("top=True"), "top must be a whole number, not True"),
    "no interviews, and short ones": (SEND.format("direct=True, short=True"), "not short ones"),
    "nobody to keep": ("return [Order(view.lab, (), do=Do.COUNTER)]", "name candidates in an order COUNTER"),
    "hours that are owed": (SEND.format("keep_hours=-1"), "keep_hours must be from 0 to 100, not -1"),
    "more hours than there are": (SEND.format("keep_hours=101"), "keep_hours must be from 0 to 100, not 101"),
    "an impact in words": (SEND.format("counter_from='best'"), "counter_from must be a number, not 'best'"),
    "no machines": ("return [Order(view.lab, (), do=Do.BUY)]", "h100e must be from 1 to"),
}  # fmt: skip


def written(folder: Path, text: str) -> str:
    """A file with this code; its name as a user would name it."""
    (folder / "mine.py").write_text(text, encoding="utf-8")
    return str(folder / "mine.py")


def line_in(text: str, mark: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if mark in line)


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_in_a_policy_is_one_sentence_with_its_file_and_line(mistake: str, tmp_path: Path) -> None:
    body, says = WRONG[mistake]
    text = f"{HEAD}class Mine:\n    def act(self, view):\n        {body}\n"
    file = written(tmp_path, text)
    own = own_policies([f"north={file}:Mine"], ["north", "south"])
    with pytest.raises(BadInputError) as error:
        run_worlds(FIRST, 3, [0], own=own)
    line = line_in(text, "# here" if "# here" in text else "def act")
    told = str(error.value)
    assert told.startswith(f"{file}:{line}: the policy of north on day 1: ")
    assert says in told and told.isprintable() and len(told) < len(file) + 300


MAKING = {
    "needs an argument": ("def __init__(self, x): pass  # here", "__init__() missing 1 required positional"),
    "raises": ("def __init__(self):\n        raise OSError('no')  # here", "OSError: no"),
    "leaves": ("def __init__(self):\n        sys.exit()  # here", "must not end the program"),
}


@pytest.mark.parametrize("how", MAKING)
def test_a_policy_that_cannot_be_made_is_one_sentence_too(how: str, tmp_path: Path) -> None:
    body, says = MAKING[how]
    text = f"{HEAD}class Mine:\n    {body}\n    def act(self, view): return []\n"
    file = written(tmp_path, text)
    own = own_policies([f"north={file}:Mine"], ["north", "south"])
    with pytest.raises(BadInputError) as error:
        run_worlds(FIRST, 3, [0], own=own)
    assert str(error.value).startswith(f"{file}:{line_in(text, '# here')}: making the policy of north: ")
    assert says in str(error.value)


SIGNATURES = {
    "takes no view": ("def act(self): return []", "Mine.act() takes 1 positional argument but 2 were given"),
    "is async": ("async def act(self, view): return []", "act must be a plain method, not an async one"),
}


@pytest.mark.parametrize("how", SIGNATURES)
def test_an_act_that_cannot_be_called_is_told_by_its_own_line(how: str, tmp_path: Path) -> None:
    body, says = SIGNATURES[how]
    file = written(tmp_path, f"class Mine:\n    {body}\n")
    own = own_policies([f"north={file}:Mine"], ["north", "south"])
    with pytest.raises(BadInputError, match=re.escape(f"{file}:2: the policy of north on day 1: ")) as error:
        run_worlds(FIRST, 3, [0], own=own)
    assert says in str(error.value)


FILES = {
    "is not Python": ("class Mine\n", ":1: cannot be run: SyntaxError: expected ':'"),
    "imports what is not there": ("\nimport nowhere_at_all\n", ":2: cannot be run: ModuleNotFoundError"),
    "fails": ("x = 1\ny = x / 0\n", ":2: cannot be run: ZeroDivisionError: division by zero"),
    "leaves": ("raise SystemExit\n", ":1: cannot be run: must not end the program"),
    "holds nulls": ("x = 1\0\n", ": cannot be run: "),
    "has none": ("class Mina:\n    def act(self, view): return []\n",
                 ": has no class 'Mine' with a method act(self, view), did you mean 'Mina'?"),
    "has no act": ("\n\nclass Mine: pass\n", ":3: Mine: has no method act(self, view)"),
    "calls a value so": ("Mine = 5\n", ": has no class 'Mine'"),
}  # fmt: skip


@pytest.mark.parametrize("how", FILES)
def test_a_file_without_a_policy_says_what_it_lacks_and_where(how: str, tmp_path: Path) -> None:
    text, says = FILES[how]
    file = written(tmp_path, text)
    with pytest.raises(BadInputError) as error:
        own_policies([f"north={file}:Mine"], ["north"])
    assert str(error.value).startswith(f"{file}{says}")
    assert not (tmp_path / "__pycache__").exists()


def test_one_policy_acts_for_a_lab_not_two(tmp_path: Path) -> None:
    file = written(tmp_path, "class Mine:\n    def act(self, view): return []\n")
    option = f"north={file}:Mine"
    with pytest.raises(UsageError, match="the lab 'north' has a policy already"):
        own_policies([option, option], ["north"])


def test_ctrl_c_stops_a_policy_and_is_no_mistake_of_its() -> None:
    with pytest.raises(KeyboardInterrupt) as pressed:
        interrupt(2, None)
    assert pressed.value.args == (CTRL_C,)

    class Slow(Nothing):
        def act(self, view: LabView) -> list[Order]:
            interrupt(2, None)
            return []

    with pytest.raises(KeyboardInterrupt):
        run_worlds(FIRST, 3, [0], own={0: Slow})


def test_on_the_command_line_a_mistake_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "class Mine:\n    def act(self, view): raise ValueError('boom')\n")
    assert run_command_line(["run", "first-letter", "--policy", f"north={file}:Mine"]) == ExitCode.BAD_INPUT
    out, said = capsys.readouterr()
    assert out == "" and said == f"outreach-sim: {file}:2: the policy of north on day 1: ValueError: boom\n"


class Watcher:
    """Writes to the best of those it sees, and makes offers to whoever it sees interested."""

    seen: ClassVar[list[LabView]] = []

    def act(self, view: LabView) -> list[Order]:
        self.seen.append(view)
        best = view.judged[view.free[view.judged - 1]][:2].tolist()
        letter = Order(view.lab, (), candidates=tuple(best), pay_usd=3_000_000, by_hand=True, template=0)
        told = tuple(own.candidate for own in view.approaches if own.state == State.INTERESTED)
        offer = Order(view.lab, (), Do.OFFER, candidates=told, pay_usd=3_000_000)
        return [letter, offer] if told else [letter]


def test_a_policy_counts_candidates_from_1_as_everybody_does_but_the_engine() -> None:
    """Whom it sees and names are those whom the engine has a place below; nobody else is written to."""
    world, watcher = World(handed_over(FIRST, 0), 3, [0], keep_log=True), Watcher()
    engines = look(world, 0)
    while world.day < FIRST.days:
        ask(world, [{0: watcher}])
        play_day(world)
    log = world.recorder.take_log()
    mine, first = log.where(log.lab == 0), watcher.seen[0]
    assert (first.judged - 1).tolist() == engines.judged.tolist()
    assert sorted(first.judged.tolist()) == list(range(1, world.candidates + 1))
    sent = mine.where(mine.kind == Event.SENT)
    best = engines.judged[engines.free[engines.judged]][:2]
    assert sorted(best.tolist()) == sent.where(sent.day == 0).candidate.tolist()
    assert set(sent.candidate.tolist()) == set(np.flatnonzero(engines.free).tolist())
    assert (mine.kind == Event.DRAWN_UP).any() and not (mine.kind == Event.REFUSED).any()


TWO_LABS = f"""{HEAD}
class Mine:
    def __init__(self):
        self.written = []

    def act(self, view):
        best = [int(n) for n in view.judged if view.free[n - 1] and n not in self.written][:2]
        self.written += best
        letter = Order(view.lab, (), candidates=tuple(best), pay_ratio=2.0 + view.lab, by_hand=True)
        told = tuple(own.candidate for own in view.approaches if own.state == 3)
        offer = Order(view.lab, (), do=Do.OFFER, candidates=told, pay_ratio=2.5, pledge_h100e=view.day)
        best_paid = Order(view.lab, (), do=Do.RAISE, top=1, by="pay", pay_ratio=1.01)
        return [letter, offer, best_paid] if told else [letter]
"""


def test_policies_play_the_same_worlds_alone_stacked_and_in_other_processes(tmp_path: Path) -> None:
    """Two labs, each object with a memory of its own; the processes are told of the file alone."""
    setup = replace(richest_setup(count=60, days=25), script=())
    file = written(tmp_path, TWO_LABS)
    own = own_policies([f"a={file}:Mine", f"c={file}:Mine"], ["a", "b", "c", "d"])
    stacked = run_worlds(setup, 3, range(4), own=own)
    alone = [run_worlds(setup, 3, [number], own=own) for number in range(4)]
    assert stacked.digests == tuple(one.digests[0] for one in alone)
    assert len(set(stacked.digests)) == 4
    assert (stacked.funnel[:, [0, 2], FUNNEL.index(Event.SENT)] > 20).all()
    assert stacked.funnel[:, [0, 2], FUNNEL.index(Event.OFFERED)].sum(axis=0).all()
    elsewhere = run_study(plan(setup, 3, 4, jobs=2, own=own), jobs=2)
    assert elsewhere.digests == stacked.digests


def test_a_mistake_in_another_process_is_the_same_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "class Mine:\n    def act(self, view):\n        return 1 / view.day\n")
    command = ["run", "first-letter", "-n", "2", "--policy", f"north={file}:Mine"]
    said = []
    for jobs in ("1", "2"):
        assert run_command_line([*command, "--jobs", jobs]) == ExitCode.BAD_INPUT
        said.append(capsys.readouterr())
    assert said[0] == said[1] and said[0].err.count("\n") == 1
    assert f"{file}:3: the policy of north on day 1: ZeroDivisionError: " in said[0].err


def test_an_error_says_the_same_after_it_has_come_from_another_process() -> None:
    error = BadInputError([Problem("a.py", 3, 0, "here", "is wrong"), Problem("b.py", 0, 0, "", "too")])
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.problems) == (str(error), error.problems)


def test_numbers_of_numpy_lists_and_generators_are_orders_as_good_as_any(tmp_path: Path) -> None:
    same = [
        "return [Order(view.lab, (), candidates=tuple(view.judged[:1]), pay_usd=900_000)]",
        "yield Order(view.lab, (), candidates=view.judged[:1].tolist(), pay_usd=view.heads[0] * 0 + 900_000)",
    ]
    found = set()
    for body in same:
        file = written(tmp_path, f"{HEAD}class Mine:\n    def act(self, view):\n        {body}\n")
        result = run_worlds(FIRST, 3, [0], own=own_policies([f"north={file}:Mine"], ["north", "south"]))
        assert result.funnel[0, 0].sum() > 0
        found.add(result.digests)
    assert len(found) == 1


def test_lines_that_a_policy_takes_the_place_of_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    change = ["--set", "labs.north.policy=idle"]
    told = "the policy 'idle' acts for north, its lines of script (1) are put aside"
    for words in (
        ["run", "first-letter"],
        ["scenario", "check", "first-letter"],
        ["scenario", "show", "first-letter"],
    ):
        assert run_command_line([*words, *change]) == ExitCode.OK
        assert told in " ".join("".join(capsys.readouterr()).split())
        assert run_command_line(words) == ExitCode.OK
        assert "put aside" not in "".join(capsys.readouterr())


def test_every_named_policy_can_take_a_scripted_lab_over() -> None:
    for name in POLICIES:
        assert with_policy(SMALL, name).script == ()
