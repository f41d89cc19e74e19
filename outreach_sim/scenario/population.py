"""A scenario's candidates: facts for the engine, and the book that names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from outreach_sim.errors import Problem
from outreach_sim.mail.names import first_name, plain_name
from outreach_sim.mail.readership import OF_READERS, Column, Readership, coded
from outreach_sim.market.setup import People
from outreach_sim.scenario.names import NameBook, Profile


class Book(Protocol):
    """Looks up how people are called and what a letter can know of them; ids count from 0 here."""

    def name(self, candidate: int) -> str:
        """One person's name."""

    def names(self, ids: Sequence[int]) -> list[str]:
        """Names of many people at once."""

    def reads(self, candidate: int) -> tuple[str, ...]:
        """Codes of the languages they read, of ``names.READABLE``; none where nobody says."""

    def profile(self, candidate: int, lab: str = "") -> Profile:
        """Everything a letter can know; ``lab`` names the employer's mail domain."""

    def profiles(self, ids: Sequence[int], labs: Sequence[str]) -> list[Profile]:
        """The same of many people at once; ``labs`` has one entry for each of them."""

    def column(self, name: str, size: int) -> Column:
        """What a field of letters says of the first so many people."""


_VALUES: dict[str, Callable[[Profile], str]] = {
    "topic": lambda profile: profile.topic,
    "paper": lambda profile: profile.paper,
    "former_team": lambda profile: profile.former_team,
    "city": lambda profile: profile.city,
    "name": lambda profile: plain_name(profile.name),
    "first_name": lambda profile: first_name(profile.name),
}


class StoredBook:
    """People as a file has them; each is made when somebody looks.

    Args:
        name_of: the name of the person with this id.
        profile_of: everything a letter can know of them.
        reads_of: codes of the languages they read; of nobody where it is left out.
    """

    def __init__(
        self,
        name_of: Callable[[int], str],
        profile_of: Callable[[int], Profile],
        reads_of: Callable[[int], tuple[str, ...]] = lambda _: (),
    ) -> None:
        self._name_of, self._profile_of, self._reads_of = name_of, profile_of, reads_of
        self._columns: dict[str, Column] = {}

    def name(self, candidate: int) -> str:
        """One person's name."""
        return self._name_of(candidate)

    def names(self, ids: Sequence[int]) -> list[str]:
        """Names of many people at once."""
        return [self._name_of(i) for i in ids]

    def reads(self, candidate: int) -> tuple[str, ...]:
        """Codes of the languages they read."""
        return self._reads_of(candidate)

    def profile(self, candidate: int, lab: str = "") -> Profile:
        """Everything a letter can know, as the file has it."""
        return self._profile_of(candidate)

    def profiles(self, ids: Sequence[int], labs: Sequence[str]) -> list[Profile]:
        """The same of many people at once."""
        return [self._profile_of(i) for i in ids]

    def column(self, name: str, size: int) -> Column:
        """What a field of letters says of the first so many people; all fields are read at once."""
        if name not in self._columns:
            self._columns = {key: coded(texts) for key, texts in self._texts(size).items()}
        return self._columns[name]

    def _texts(self, size: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {name: [] for name in OF_READERS}
        for i in range(size):
            profile = self._profile_of(i)
            for name, text in found.items():
                text.append(_VALUES[name](profile))
        return found


@dataclass(frozen=True, slots=True)
class Population:
    """Facts and names of the same people, in the same order.

    Attributes:
        people: facts.
        book: names, and what a letter can know.
        stake_unsaid: places of those whose stake the file they come from does not name.
        left_out: what of the file they come from is ignored.
        oddities: what of them will look wrong in a letter.
    """

    people: People
    book: Book
    left_out: Sequence[Problem] = ()
    oddities: Sequence[Problem] = ()
    stake_unsaid: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.people)

    def readership(self, labs: Sequence[str]) -> Readership:
        """They as readers of letters; ``labs`` has the labs' names, in index order."""
        made_up = isinstance(self.book, NameBook)
        return Readership(labs, self.people.known, lambda name: self.book.column(name, len(self)), made_up)
