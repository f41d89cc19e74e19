"""A scenario's own letters: in it, beside it, and in a folder that is brought along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.toml import Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.mail.readership import Readership
from outreach_sim.mail.shipped import shipped_letters, shipped_letters_for
from outreach_sim.market.letters import LetterTables
from outreach_sim.scenario.schema import ANSWERS

if TYPE_CHECKING:
    from outreach_sim.mail.own import LetterText
    from outreach_sim.mail.template import Template

_FOR_THE_PLAYER = ("scenario", "letters")


@dataclass(frozen=True, slots=True)
class OwnLetters:
    """What a scenario brings of its own.

    Attributes:
        letters: all that can be named, and those that follow them up, by id; all are sound.
        nearby: names of all files that could be letters.
        named: names of those and of all that cannot be used.
        listed: ids of those that need not be named, for they stand in the scenario or were brought along.
        problems: why not, at the place in the scenario that names them.
        faults: what is wrong in a letter, at its place there.
        texts: as they were written, by id.
    """

    letters: Mapping[str, Template]
    nearby: Sequence[str]
    named: Sequence[str] = ()
    listed: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    faults: Sequence[Problem] = ()
    texts: Mapping[str, LetterText] = field(default_factory=dict)

    def tables(self, readers: Readership) -> LetterTables:
        """The shipped letters, and these after them, as these people read them."""
        shipped = shipped_letters_for(readers)
        if all(letter.stage == "reply" for letter in self.letters.values()):
            return shipped
        from outreach_sim.mail.compile import with_letters

        return with_letters(shipped, self.letters, readers)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the letters of a scenario are looked for.

    Attributes:
        text: of the scenario, which may hold some.
        folder: where it lies.
        shipped: whether it comes with the program; then it means the letters that do by their names.
        brought: a folder of which every letter may be named.
    """

    text: str
    folder: Path
    shipped: bool = False
    brought: Path | None = None

    @property
    def beside(self) -> Path:
        """Where letters are looked for by their names: a shipped scenario has the present folder for it."""
        return Path() if self.shipped else self.folder


def own_letters(document: Document, places: Places) -> OwnLetters:
    """The letters of a scenario's own, and why others cannot be."""
    shipped = shipped_letters().ids
    mentions = list(_named(document.data))
    if places.shipped:
        mentions = [(location, name) for location, name in mentions if name not in shipped]
    if not mentions and not document.data.get("letters") and places.brought is None:
        return OwnLetters({}, ())
    from outreach_sim.mail.own import letters_in

    search = _Search(places.beside)
    problems = list(_listed(search, document, places))
    for location, name in mentions:
        problems += [document.problem(location, *wrong) for wrong in search.look(name)]
    search.follow()
    problems += _misplaced(document, mentions, search.letters)
    known = [*search.seen, *search.unsound]
    nearby = () if {name for _, name in mentions} <= {*shipped, *known} else letters_in(places.beside)
    listed = [name for name in search.listed if name in search.letters]
    return OwnLetters(search.letters, nearby, known, listed, problems, search.faults, search.texts)


def _listed(search: _Search, document: Document, places: Places) -> Iterator[Problem]:
    """Find the letters that need not be named; what is wrong with where they stand."""
    if document.data.get("letters"):
        from outreach_sim.scenario.inline_letters import inline_letters

        inline = inline_letters(document, places.text, places.folder)
        search.texts.update(inline.texts)
        search.unsound += [name for name in inline.named if name not in inline.texts]
        yield from inline.problems
    from outreach_sim.mail.own import MAX_OWN, folder_of_letters

    if places.brought is not None:
        found, problems = folder_of_letters(places.brought)
        search.faults += problems
        for text in found:
            search.bring(text)
    search.listed = list(search.texts)
    if len(search.listed) > MAX_OWN:
        message = (
            f"there are {len(search.listed)} letters of your own, at most {MAX_OWN:,} can be played with"
        )
        search.faults.append(Problem(document.file, 0, 0, "", message))
        search.listed = []
    for name in search.listed:
        search.read(name)


def _misplaced(
    document: Document, mentions: Sequence[tuple[Location, str]], letters: Mapping[str, Template]
) -> Iterator[Problem]:
    """Letters that a lab is told to write where their stage has no place."""
    shipped = shipped_letters().ids
    for location, name in mentions:
        if location[:2] == _FOR_THE_PLAYER or name not in {*letters, *shipped}:
            continue
        stage = letters[name].stage if name in letters else "outreach"
        line = document.data["script"][location[1]] if location[0] == "script" else {}
        answers = line.get("do") in ANSWERS
        if answers and stage != "answer":
            yield document.problem(location, f"{name!r} is no answer", "an answer has the stage answer")
        elif not answers and stage in ("answer", "reply"):
            a = "an answer" if stage == "answer" else "a reply"
            hint = "a lab writes letters of the stage outreach or follow-up"
            yield document.problem(location, f"{name!r} is {a}", hint)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Every name of a letter in a scenario, with its place; what is no name at all is for the schema."""
    places: list[tuple[Location, Any]] = []
    listed = _inside(data, _FOR_THE_PLAYER)
    places += [((*_FOR_THE_PLAYER, n), name) for n, name in enumerate(_list(listed))]
    for index, lab in enumerate(_list(data.get("labs"))):
        places.append((("labs", index, "bot", "template"), _inside(lab, ("bot", "template"))))
    for index, line in enumerate(_list(data.get("script"))):
        places.append((("script", index, "template"), _inside(line, ("template",))))
    yield from ((location, name) for location, name in places if isinstance(name, str) and is_slug(name))


def _inside(value: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _Search:
    """Reads letters, each once, and those that follow them up.

    Attributes:
        beside: folder of letters that are found by their names.
        texts: letters as they were written, by id.
        letters: what they are, where they are sound.
        listed: ids of those that need not be named.
        seen: names of all that were looked at.
        unsound: names of those that stand in the scenario and cannot be looked at.
        faults: what is wrong in them.
    """

    def __init__(self, beside: Path) -> None:
        self.beside = beside
        self.texts: dict[str, LetterText] = {}
        self.letters: dict[str, Template] = {}
        self.listed: list[str] = []
        self.seen: list[str] = []
        self.unsound: list[str] = []
        self.faults: list[Problem] = []

    def bring(self, text: LetterText) -> None:
        """Take a letter of a folder that was brought along, unless another of its name is there."""
        from outreach_sim.mail.own import lies_in, named_letter

        other = self.texts.get(text.id)
        if other is None and lies_in(self.beside, text.id):
            other = named_letter(self.beside, text.id)
        if other is not None and other.text != text.text:
            message = f"{other.file} has another letter {text.id!r}"
            self.faults.append(Problem(text.file, 0, 0, "", message, "rename one of them"))
        self.texts.setdefault(text.id, text)

    def look(self, name: str) -> Iterator[tuple[str, str]]:
        """Read the letter of this name, if there is one; what is wrong where it is named, and a hint."""
        from outreach_sim.mail.own import MAX_OWN, home_of, lies_in, named_letter, objection_to

        home = home_of(self.beside, name)
        if name in self.seen or not lies_in(home, name):
            return
        if wrong := objection_to(home, name):
            self.seen.append(name)
            yield wrong
            return
        if name in shipped_letters().ids:
            return  # what lies there is the shipped letter
        if len(self.seen) >= MAX_OWN:
            self.seen.append(name)
            yield f"{name!r} is one letter too many", f"a scenario brings at most {MAX_OWN:,} of its own"
            return
        faults = len(self.faults)
        try:
            self.texts[name] = named_letter(home, name)
        except BadInputError as error:
            self.seen.append(name)
            self.faults += error.problems
        else:
            self.read(name)
        if len(self.faults) > faults:
            yield f"the letter {name}.md is not sound", ""
            return
        for follow_up in self.letters[name].follow_ups:
            yield from self.look(follow_up)

    def read(self, name: str) -> None:
        """Read a letter that was found."""
        self.seen.append(name)
        try:
            self.letters[name] = self.texts[name].read([*self.texts, *self.unsound])
        except BadInputError as error:
            self.faults += error.problems

    def follow(self) -> None:
        """Read those that follow up letters that were listed; none may be an answer or a reply."""
        for name in list(self.letters):
            for number, follow_up in enumerate(self.letters[name].follow_ups):
                text = self.texts[name]
                wrong = next(self.look(follow_up), None)
                wrong = wrong or self._unfit(follow_up)
                if wrong is not None:
                    self.faults.append(text.told(text.follow_up_problem(number, *wrong)))

    def _unfit(self, name: str) -> tuple[str, str] | None:
        """Why a lab cannot write this as a mail that follows up."""
        stage = self.letters[name].stage if name in self.letters else ""
        if stage in ("answer", "reply"):
            a = "an answer" if stage == "answer" else "a reply"
            return f"{name!r} is {a}", "a lab writes letters of the stage follow-up"
        if name not in (*self.seen, *self.unsound, *shipped_letters().ids):
            return f"{name}.md is no letter", "a letter begins with a line +++ and its front matter"
        return None
