"""A scenario's candidates: facts for the engine, and the book that names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from outreach_sim.errors import Problem
from outreach_sim.market.setup import People
from outreach_sim.scenario.names import Profile


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
