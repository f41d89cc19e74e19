"""Finds, reads, checks and builds scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_sim.errors import BadInputError, Problem, UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.paths import below, is_slug, printable, read_text
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.toml import MAX_BYTES, Document, parse
from outreach_sim.inputs.toml_places import Location
from outreach_sim.mail.readership import Readership
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.events import Query
from outreach_sim.model.equality import same
from outreach_sim.scenario.build import Expectation, build_setup, expectations
from outreach_sim.scenario.check import validate
from outreach_sim.scenario.line_checks import hours
from outreach_sim.scenario.names import NameBook
from outreach_sim.scenario.overrides import apply_overrides
from outreach_sim.scenario.own_letters import OwnLetters, Places, own_letters
from outreach_sim.scenario.people import lab_pay, make_people, with_stakes
from outreach_sim.scenario.people_said import with_facts
from outreach_sim.scenario.population import Population
from outreach_sim.scenario.schema import Spec
from outreach_sim.scenario.script_file import with_script_file
from outreach_sim.scenario.story import Beat, beats

if TYPE_CHECKING:
    from outreach_sim.mail.own import LetterText
    from outreach_sim.mail.template import Template


IN_A_FOLDER = "scenario.toml"
"""The scenario of a folder that is named in place of a file."""


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A scenario ready to be played.

    Attributes:
        name: shipped name or file name without its ending.
        file: where it was read.
        text: the file's text, so that a save needs no other file.
        spec: the validated tables.
        population: facts and names of the candidates.
        setup: what the market plays.
        expectations: sentences about a run, in the order of the file.
        own_letters: letters and replies of its own, by id.
        letter_texts: the same as they were written.
    """

    name: str
    file: Path
    text: str
    spec: Spec
    population: Population
    setup: Setup
    expectations: Sequence[Expectation]
    own_letters: Mapping[str, Template] = field(default_factory=dict)
    letter_texts: Mapping[str, LetterText] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Whether both play the same: tables, people and letters; whatever the files are called."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.spec == other.spec and same(self.setup, other.setup)

    __hash__ = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        sizes = f"{counted(self.days, 'day')}, {len(self.population):,} people"
        return f"<Scenario {self.name}: {self.title}, {sizes}, {counted(len(self.lab_ids), 'lab')}>"

    def _repr_html_(self) -> str:
        head, text = escape(repr(self)[1:-1]), escape(self.summary)
        return f"<p><b>{head}</b><br>{text}</p>"

    @property
    def title(self) -> str:
        """The scenario's name as shown."""
        return self.spec.scenario.name

    @property
    def summary(self) -> str:
        """What a stranger should know."""
        return self.spec.scenario.summary

    @property
    def start(self) -> date:
        """Date of day 0."""
        return self.spec.scenario.start

    @property
    def days(self) -> int:
        """Length of the game."""
        return self.spec.scenario.days

    @property
    def queries(self) -> tuple[Query, ...]:
        """What a study counts for the expectations, in their order."""
        return tuple(e.query for e in self.expectations if isinstance(e.query, Query))

    @cached_property
    def boards(self) -> tuple[tuple[int, float], ...]:
        """Days of the game on which the board meets, and the points it asks for by then; none without a goal.

        A goal without a date is that of the last day.
        """
        goal = self.spec.scenario.goal
        if isinstance(goal, list):
            return tuple(((board.on - self.start).days, board.points) for board in goal)
        return () if goal is None else ((self.days, goal),)

    @property
    def goal(self) -> float | None:
        """Points that the board asks for by the end."""
        return self.boards[-1][1] if self.boards else None

    @property
    def seed(self) -> int | None:
        """The luck with which one game of it is played, unless another is asked for; ``None`` for any."""
        return self.spec.scenario.seed

    def luck(self, seed: int | None) -> int:
        """The seed of a run for which this one, or none, was asked."""
        return next((each for each in (seed, self.seed) if each is not None), 1)

    @cached_property
    def story(self) -> tuple[Beat, ...]:
        """What is told as it happens."""
        return beats(self.spec)

    @cached_property
    def lab_ids(self) -> tuple[str, ...]:
        """Lab ids in index order."""
        return tuple(lab.id for lab in self.spec.labs)

    @cached_property
    def readership(self) -> Readership:
        """Its people as readers of letters."""
        return self.population.readership(lab_names(self.spec))

    def templates(self) -> dict[str, Template]:
        """Every letter that can be written in it, by id."""
        from outreach_sim.mail.template import shipped_templates

        return {**shipped_templates(), **self.own_letters}

    def date_of(self, day: int) -> date:
        """The date of a day of the game."""
        return self.start + timedelta(days=day)


def lab_names(spec: Spec) -> tuple[str, ...]:
    """How labs are called, in index order."""
    return tuple(lab.name for lab in spec.labs)


def list_scenarios() -> list[str]:
    """Names of the shipped scenarios."""
    return sorted(path.stem for path in (shipped_folder("fixtures") / "scenarios").glob("*.toml"))


def find(name_or_path: str) -> Path:
    """The file of a shipped scenario, or of a path: its own, or that in a folder.

    Raises:
        UsageError: neither is there; with the nearest shipped name.
    """
    if is_slug(name_or_path):
        shipped = shipped_folder("fixtures") / "scenarios" / f"{name_or_path}.toml"
        if shipped.is_file():
            return shipped
    path = Path(name_or_path)
    if (path / IN_A_FOLDER).is_file():
        return path / IN_A_FOLDER
    if "/" in name_or_path or name_or_path.endswith(".toml") or path.exists():
        return path
    close = get_close_matches(name_or_path, list_scenarios(), 1, 0.4)
    hint = f"did you mean {close[0]!r}?" if close else f"shipped are {', '.join(list_scenarios())}"
    raise UsageError(f"there is no scenario {name_or_path!r}, {hint}")


def read(
    name_or_path: str, overrides: Sequence[str] = (), written: Mapping[str, str] | None = None
) -> tuple[Path, str, Document]:
    """Path, text and parsed document of a scenario, overrides applied."""
    path = find(name_or_path)
    text = read_text(path, MAX_BYTES)
    return path, text, apply_overrides(parse(text, _printable(path)), overrides, written)


def _is_folder(name_or_path: str, path: Path) -> bool:
    """Whether a folder was named that has a name of its own."""
    return path.name == IN_A_FOLDER and bool(path.parent.name) and Path(name_or_path) != path


def _printable(path: Path) -> str:
    return path.name if is_shipped(path) else printable(path)


def load_scenario(
    name_or_path: str,
    overrides: Sequence[str] = (),
    written: Mapping[str, str] | None = None,
    letters: Path | None = None,
) -> Scenario:
    """Read, check and build a scenario.

    Args:
        name_or_path: a shipped name or the path of a TOML file.
        overrides: ``KEY=VALUE`` with dotted keys, as ``--set`` takes them.
        written: for errors, how an override stands on the command line, where it is not after ``--set``.
        letters: a folder of which every letter may be named, and every reply is dealt.

    Raises:
        BadInputError: everything that is wrong with it.
        UsageError: there is no such scenario.
    """
    path, text, document = read(name_or_path, overrides, written)
    document = with_script_file(document, path.parent)
    own = own_letters(document, Places(text, path.parent, is_shipped(path), letters))
    spec = _with_letters(_validated(document, own), own.listed)
    population = _population(spec, path, document)
    setup = build_setup(spec, population.people, own.tables(population.readership(lab_names(spec))))
    _check_candidates(spec, population, document)
    _check_lines(spec, setup, document)
    name = path.parent.name if _is_folder(name_or_path, path) else path.stem
    return Scenario(name, path, text, spec, population, setup, expectations(spec), own.letters, own.texts)


def of_spec(name: str, spec: Spec) -> Scenario:
    """The scenario of tables that were checked before, with made-up people and shipped letters."""
    population = made_population(spec)
    letters = OwnLetters({}, ()).tables(population.readership(lab_names(spec)))
    setup = build_setup(spec, population.people, letters)
    return Scenario(name, Path(), "", spec, population, setup, expectations(spec))


def _with_letters(spec: Spec, listed: Sequence[str]) -> Spec:
    """The tables as they would be if the letters that stand in them, or were brought, lay beside the file."""
    if not listed and not spec.letters:
        return spec
    names = [*spec.scenario.letters, *(name for name in listed if name not in spec.scenario.letters)]
    table = spec.scenario.model_copy(update={"letters": names})
    return spec.model_copy(update={"scenario": table, "letters": []})


def is_shipped(path: Path) -> bool:
    """Whether a scenario comes with the program."""
    return path.parent == shipped_folder("fixtures") / "scenarios"


def letters_folder(name_or_path: str) -> Path:
    """Where letters of a scenario lie: beside it, or, for a shipped one, in the present folder."""
    path = find(name_or_path)
    return Path() if is_shipped(path) else path.parent


def _validated(document: Document, own: OwnLetters) -> Spec:
    """The validated scenario; what is wrong with it is told before what is wrong with its letters."""
    problems = list(own.problems)
    try:
        spec = validate(document, [*shipped_letters().ids, *own.named], own.nearby)
    except BadInputError as error:
        problems += error.problems
    if problems or own.faults:
        here = [*problems, *(fault for fault in own.faults if fault.file == document.file)]
        in_order = sorted(here, key=lambda problem: (not problem.line, document.order(problem)))
        raise BadInputError([*in_order, *(fault for fault in own.faults if fault.file != document.file)])
    return spec


def _population(spec: Spec, path: Path, document: Document) -> Population:
    table = spec.population
    if table.file is not None:
        if below(path.parent, table.file) is None:
            message = "the file must lie inside the scenario's own folder"
            raise BadInputError(document.problem(("population", "file"), message))
        from outreach_sim.scenario.candidates_csv import read_candidates

        # Not the resolved path: errors name the file as the user named the scenario beside it.
        population = read_candidates(path.parent / table.file, [lab.id for lab in spec.labs])
        _check_staff(spec, population, document)
        people = with_stakes(population.people, population.stake_unsaid, table.seed, lab_pay(spec.labs))
        return replace(population, people=with_facts(people, spec.people))
    return made_population(spec)


def made_population(spec: Spec) -> Population:
    """The people that size and seed of a scenario give."""
    table = spec.population
    people = make_people(table.size or 0, table.seed, lab_pay(spec.labs), table.pay_known)
    people = with_facts(people, spec.people)
    book = NameBook(table.seed)
    return Population(replace(people, reads=book.reading_masks(len(people))), book)


def _check_staff(spec: Spec, population: Population, document: Document) -> None:
    problems = []
    for index, lab in enumerate(spec.labs):
        staff = int((population.people.employer == index).sum())
        if staff > lab.researchers:
            heads = counted(lab.researchers, "researcher")
            message = f"{lab.id} has {heads}, but {counted(staff, 'candidate')} from the file"
            problems.append(document.problem(("labs", index, "researchers"), message))
    if problems:
        raise BadInputError(problems)


def _check_candidates(spec: Spec, population: Population, document: Document) -> None:
    hint = f"ids run from 1 to {len(population):,}"
    problems = [
        document.problem(where, f"there is no candidate {candidate}", hint)
        for where, candidate in named_people(spec)
        if candidate > len(population)
    ]
    if problems:
        raise BadInputError(problems)


def _check_lines(spec: Spec, setup: Setup, document: Document) -> None:
    labs, problems = [lab.id for lab in spec.labs], []
    for index, line in enumerate(spec.script):
        lab = setup.player if line.lab is None else labs.index(line.lab)
        wrong = hours(line, setup, lab)
        problems += [document.problem(("script", index, *w.where), w.message, w.hint) for w in wrong]
    if problems:
        raise BadInputError(problems)


def named_people(spec: Spec) -> Iterator[tuple[Location, int]]:
    """Every candidate whom a file names, and where."""
    for index, line in enumerate(spec.script):
        for n, candidate in enumerate(line.to.candidates):
            yield ("script", index, "to", "candidates", n), candidate
    for index, who in enumerate(spec.people):
        yield ("people", index, "id"), who.id
    for index, beat in enumerate(spec.story):
        if beat.who is not None:
            yield ("story", index, "who"), beat.who


def check(name_or_path: str, overrides: Sequence[str] = ()) -> list[Problem]:
    """All problems of a scenario; empty when it is sound."""
    try:
        load_scenario(name_or_path, overrides)
    except BadInputError as error:
        return list(error.problems)
    return []
