"""Whether an entry of the hall of fame is so: its script is played again, and everything is compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.market.points import POINT
from outreach_sim.market.session import Session
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.fame import LONGEST, Entry, hash_of, medal_of, script_numbered
from outreach_sim.storage.saves.script import write_folder
from outreach_sim.study.luck import luck_in_steps
from outreach_sim.study.statistics import log_hash
from outreach_sim.study.steps import Steps

MOST_WORLDS = 1_000
"""Luck is never counted among more."""
SIDE_BY_SIDE = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a check.

    Attributes:
        problem: what is not so; empty when all is.
        older: that another engine played it, so that only its seal was checked; empty for this one.
    """

    problem: str = ""
    older: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything came out again."""
        return not self.problem and not self.older

    def told(self, entry: Entry) -> str:
        """It as a sentence."""
        which = f"Entry {entry.number}, {entry.title}"
        if self.problem:
            return f"{which}, is not so: {self.problem}."
        if self.older:
            return f"{which}, cannot be played again here: {self.older}."
        luck = "" if entry.luck is None else ", luck"
        return f"{which}, is so: its script comes to the same points{luck} and log hash."


def proof_of(entry: Entry) -> Steps[Proof]:
    """Play an entry's game again from its script, and compare; a day of some worlds with each step.

    Raises:
        UsageError: it was taken away meanwhile.
        BadInputError: the hall of fame cannot be read.
    """
    files = script_numbered(entry.number)
    if not entry.is_sealed:
        return Proof("it is not as it was written: its seal is broken")
    if not files or hash_of(files) != entry.script_hash:
        return Proof("its script is not the one whose hash it names")
    if not entry.is_of_this_engine:
        return Proof(older=_other_engine(entry))
    try:
        scenario = _loaded(files)
    except OutreachError as error:
        return Proof(f"its script cannot be played ({clean(str(error), 200)})")
    return Proof((yield from _differs(entry, scenario)))


def _other_engine(entry: Entry) -> str:
    return (
        f"it was played by the rules of outreach-sim {entry.engine}, and these are those of {engine()}; that "
        "version can play it again, this one sees that it is as it was sealed"
    )


def _loaded(files: dict[str, str]) -> Scenario:
    """The script as a scenario, read as a user's folder is."""
    with TemporaryDirectory(prefix="outreach-sim-") as temporary:
        folder = Path(temporary) / "script"
        write_folder(folder, files)
        return load_scenario(str(folder))


def _differs(entry: Entry, scenario: Scenario) -> Steps[str]:
    """What does not come out again, a sentence without its end; empty when everything does."""
    wrong = _first_wrong(
        ("title", entry.title, clean(scenario.title, LONGEST)),
        ("difficulty", entry.difficulty, scenario.spec.scenario.difficulty),
        ("days", entry.days, scenario.days),
        ("goal", entry.goal, scenario.goal),
    )
    if wrong:
        return wrong
    hashed, points = yield from _played(entry, scenario)
    wrong = _first_wrong(
        ("log hash", entry.log_hash, hashed),
        ("points", entry.points / POINT, points / POINT),
        ("medal", entry.medal or "none", medal_of(points, scenario.goal) or "none"),
    )
    return wrong or (yield from _luckier(entry, scenario, points))


def _first_wrong(*told: tuple[str, object, object]) -> str:
    """The first of these of which an entry says something else than its script."""
    wrong = ((what, said, true) for what, said, true in told if said != true)
    return next((f"its {what} is {said}, its script has {true}" for what, said, true in wrong), "")


def _played(entry: Entry, scenario: Scenario) -> Steps[tuple[str, int]]:
    """The log hash and the points, in millionths, that the script comes to."""
    session = Session(scenario.setup, entry.seed)
    twin = Twin(session.world, entry.seed, [0])
    while not session.over:
        session.advance()
        yield
    for _ in twin.catch_up():
        yield
    return log_hash([bytes.fromhex(session.digest())]), int(twin.points().score[0])


def _luckier(entry: Entry, scenario: Scenario, points: int) -> Steps[str]:
    """Whether its luck, where it names one, is another."""
    if entry.luck is None:
        return ""
    place, worlds = entry.luck
    if not 1 <= worlds <= MOST_WORLDS:
        return f"nobody counts luck among {counted(worlds, 'world')}"
    found = yield from luck_in_steps(
        scenario.setup, entry.seed, (), scenario.days, points, worlds, SIDE_BY_SIDE
    )
    return "" if found.place == place else f"its luck is {place} of {worlds}, its script has {found.place}"
