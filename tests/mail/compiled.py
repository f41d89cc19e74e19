"""Holds what the market weighs to what ``words.measure`` says of the rendered letter, reader by reader.

``python -m tests.mail.compiled`` does it for everybody of *The personal email*, every letter that comes with
the program and those of ``literal.toml``, from every lab, met or not, in some hours; with a number, 40, for
every fortieth of them in two minutes. The tests do it for some.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click
import numpy as np

from outreach_sim.mail.compile import with_letters
from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.names import first_name, plain_name
from outreach_sim.mail.shipped import shipped_letters_for
from outreach_sim.mail.template import Template, gallery, shipped_templates
from outreach_sim.market.letters import MOST_MAILS
from outreach_sim.market.phases.features import (
    add_what_the_day_tells,
    add_what_was_said_before,
    letters_of,
    mail_place,
    readers_of,
    subjects_of,
)
from outreach_sim.market.setup import Fact
from outreach_sim.market.state.approaches import ApproachTable
from outreach_sim.market.state.world import World
from outreach_sim.model.features import Features
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.words.facts import Facts
from outreach_sim.words.measure import measure
from tests.params import PARAMETERS

DAYS, FLEET = 9, 600_000
SENDERS = ("The recruiting team", "The hiring manager", "The CEO")
_FACTS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
_LATER = ("follow-up", "follow-up-again", "follow-up-last")


def literal(table: str = "letters") -> dict[str, Template]:
    """Letters whose own words are somebody's values or labs, by id."""
    listed = tomllib.loads(Path(__file__).with_name("literal.toml").read_text(encoding="utf-8"))[table]
    return {one["id"]: letter(one.pop("id"), **one) for one in listed}


def letter(
    name: str, subject: str, body: str, follow_ups: Sequence[str] = _LATER, times: Sequence[int] = (1, 1)
) -> Template:
    """A letter of one's own, whatever it says."""
    texts = (subject * times[0], body * times[1])
    return Template(name, name, "outreach", ("recruiter",), *texts, tuple(follow_ups), "")


@dataclass(frozen=True)
class Compiled:
    """A scenario with the letters that come with the program, and others.

    Attributes:
        scenario: whose people and labs.
        own: letters besides the shipped ones.
    """

    scenario: Scenario
    own: Mapping[str, Template]

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        return {**shipped_templates(), **self.own}

    @cached_property
    def world(self) -> World:
        shipped = shipped_letters_for(self.scenario.readership)
        added = {name: one for name, one in self.templates.items() if name not in shipped.ids}
        tables = with_letters(shipped, added, self.scenario.readership)
        return World(replace(self.scenario.setup, letters=tables), 1, [0])

    @cached_property
    def labs(self) -> tuple[str, ...]:
        return tuple(lab.name for lab in self.scenario.setup.labs)

    def values(self, candidate: int, writer: int) -> dict[str, str]:
        """A real letter's values: this person's, and terms of all lengths."""
        employer = int(self.world.home[candidate])
        profile = self.scenario.population.book.profile(candidate, self.scenario.lab_ids[employer])
        known = int(self.scenario.setup.people.known[candidate])
        facts = {name: getattr(profile, name) if known >> fact & 1 else "" for name, fact in _FACTS.items()}
        pay = f"${303_001 + candidate * 7_919:,}"
        return facts | {
            "name": plain_name(profile.name),
            "first_name": first_name(profile.name),
            "employer": self.labs[employer],
            "lab": self.labs[writer],
            "sender": SENDERS[candidate % 3],
            "pay": pay,
            "terms": f"{pay} a year" + ", without interviews" * (candidate % 2),
            "fleet": f"{FLEET:,}",
            "deadline_days": str(DAYS),
            "compute_per_researcher": str(20 + candidate % 300),
        }

    def unlike(
        self, identity: str, candidate: int, writer: int, met: bool, before: str = ""
    ) -> Iterator[tuple[int, float, float]]:
        """(mail, weighed, measured) of the mails of a sequence that are weighed unlike what they measure; 0
        is the subject of the first. ``before`` opened the lab's last approach, of which all mails went out.
        """
        values = self.values(candidate, writer)
        last = [] if not before else [self._read(name, values) for name in self._chain(before)]
        had: list[Letter] = []
        for number, name in enumerate(self._chain(identity), start=1):
            text = self._read(name, values)
            theirs = measure(text.subject, text.body, self._about(candidate, values, met, had, last))
            weighed = self.weighed(identity, candidate, writer, number, met, before)
            if number == 1:
                subject = self.subject(identity, candidate, writer)
                if abs(subject - theirs.opening(PARAMETERS)) > 1e-12:
                    yield 0, subject, theirs.opening(PARAMETERS)
            if abs(weighed - theirs.reply(PARAMETERS)) > 1e-12:
                yield number, weighed, theirs.reply(PARAMETERS)
            had.append(text)

    def _chain(self, identity: str) -> list[str]:
        letters = self.world.setup.letters
        place = letters.ids.index(identity)
        return [letters.ids[row] for row in letters.sequence[place, : letters.mails[place]]]

    def _read(self, name: str, values: Mapping[str, str]) -> Letter:
        return render(self.templates[name], values)

    def _about(
        self,
        candidate: int,
        values: Mapping[str, str],
        met: bool,
        had: Sequence[Letter],
        last: Sequence[Letter],
    ) -> Facts:
        reads = frozenset(self.scenario.population.book.reads(candidate))
        earlier, before = (tuple((one.subject, one.body) for one in letters) for letters in (had, last))
        return Facts(values, self.labs, met, earlier, before, DAYS, float(FLEET), reads)

    def subject(self, identity: str, candidate: int, writer: int) -> float:
        """What the engine makes of the subject of a first mail, log-odds."""
        template = self.world.setup.letters.ids.index(identity)
        of = (np.array([template]), np.array([candidate]), np.array([writer]))
        return float(subjects_of(self.world, *of)[0])

    def weighed(
        self, identity: str, candidate: int, writer: int, number: int, met: bool, before: str = ""
    ) -> float:
        """What the engine makes of a mail of a sequence, log-odds."""
        world, table, row = self.world, ApproachTable(1), np.zeros(1, dtype=np.intp)
        ids = world.setup.letters.ids
        table.append(1)
        table.person[0], table.template[0] = candidate, ids.index(identity)
        table.mails[0], table.row[0] = number, writer
        table.number[0], table.deadline_days[0] = 1 + bool(before), DAYS
        if before:
            table.before[0] = ids.index(before) * (MOST_MAILS + 1) + MOST_MAILS
        features = Features(*(np.zeros(1) for _ in range(8)))
        features.met = np.full(1, float(met))
        reader = readers_of(world, table.person)
        place = mail_place(world, letters_of(table, row), table.person, table.row, reader)
        features.words = world.reading.reply.take(place)
        world.fleet_today = np.full(world.labs, FLEET)
        add_what_was_said_before(world, table, row, letters_of(table, row), place, reader.known, features)
        add_what_the_day_tells(world, table, row, place, features)
        return float(features.words[0])


def personal_email() -> Compiled:
    """*The personal email* with all letters."""
    return Compiled(load_scenario("personal-email"), {**gallery(), **literal()})


def main() -> int:
    """Compare all of it; prints what differs, and how many letters were equal."""
    case, mails, wrong = personal_email(), 0, 0
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for candidate in range(0, len(case.scenario.setup.people), step):
        for writer in range(len(case.labs)):
            if writer == case.world.home[candidate]:
                continue
            for identity in case.world.setup.letters.ids:
                for met in (False, True):
                    mails += MOST_MAILS
                    for found in case.unlike(identity, candidate, writer, met):
                        wrong += 1
                        click.echo((identity, candidate + 1, case.labs[writer], "met" * met, *found))
    click.echo(f"{mails - wrong:,} of {mails:,} mails are weighed as they are measured")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
