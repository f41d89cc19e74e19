"""One world played from Python: look, ask, go on, and be told. Candidates count from 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Unpack

from outreach_sim.api.asks import Ask, orders_of
from outreach_sim.api.at_risk import at_risk
from outreach_sim.api.loading import Changes, loaded
from outreach_sim.api.noticed import known_of, noticed
from outreach_sim.api.outcome import Outcome, Step, outcome_of
from outreach_sim.api.prospects import free_people
from outreach_sim.api.state import State
from outreach_sim.api.studies import whole
from outreach_sim.api.table import Table
from outreach_sim.api.told import (
    Row,
    approach_row,
    labs_table,
    letters_table,
    mail_row,
    means,
    this_morning,
    tried,
)
from outreach_sim.api.weighing import Terms, weighed
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.mail.template import Template
from outreach_sim.mail.typed import row_of, typed_letter
from outreach_sim.market.policies.numbers import numbered, place_of
from outreach_sim.market.view import LabView
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.model.prospect import Prospect
from outreach_sim.model.what_if import WhatItTakes, what_would_it_take
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.waiting import Lookout
from outreach_sim.study.statistics import log_hash

OnDay = Callable[["Game"], object]


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """What some days brought.

    Attributes:
        days: how many were played.
        mails: letters and replies, in the order of their dates: date, candidate, name, from, step, subject,
            body.
        news: what was heard besides: date, about, candidate, text.
        waiting: what needs an answer now: needs, candidate, name, rival, last.
    """

    days: int
    mails: tuple[Row, ...]
    news: tuple[Row, ...]
    waiting: tuple[Row, ...]

    @property
    def replies(self) -> tuple[Row, ...]:
        """The mails that candidates wrote."""
        return tuple(mail for mail in self.mails if mail["from"] == "candidate")

    def __repr__(self) -> str:
        replies = counted(len(self.replies), "reply", "replies")
        return f"<Turn of {counted(self.days, 'day')}: {replies}, {len(self.news)} news>"


class Game:
    """One world that is played from Python; world 0 of ``run`` with the same seed and orders.

    Whatever breaks off a day, Ctrl-C or an error of your own, the game stands at the start of that day, with
    the orders that were given for it. One thread at a time.
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._scenario = without_players_script(scenario)
        self._templates: dict[str, Template] = dict(scenario.templates())
        self.seed = seed
        self._done: list[Step] = []
        self._whole: State | None = None
        self._state()

    # -- where it stands -----------------------------------------------------------------------------

    def _state(self) -> State:
        """The world as it stands; made anew from what was done, where the last step broke off."""
        if self._whole is None:
            state = State(self._scenario, self._templates, self.seed)
            for step in self._done:
                state.do(step)
            self._whole = state
        return self._whole

    def _do(self, step: Step) -> tuple[list[Row], list[Row]]:
        """Carry out a step: all of it, or none."""
        state, self._whole = self._state(), None
        told = state.do(step)
        self._done.append(step)
        self._whole = state
        return told

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self._scenario

    @property
    def lab(self) -> str:
        """Id of the lab that you play."""
        return self._scenario.spec.scenario.player

    @property
    def day(self) -> int:
        """The day about to be played, from 0."""
        return self._state().session.day

    @property
    def date(self) -> str:
        """Its date."""
        return self._scenario.date_of(self.day).isoformat()

    @property
    def over(self) -> bool:
        """Whether all days have been played."""
        return self._state().session.over

    @property
    def log_hash(self) -> str:
        """What ``outreach-sim run`` prints for one world with the same events."""
        return log_hash([bytes.fromhex(self._state().session.digest())])

    def view(self) -> LabView:
        """What your lab can know now, candidates by their numbers; what policies of your own see."""
        return numbered(self._state().session.observe())

    @property
    def free(self) -> list[int]:
        """Numbers of those to whom you can write, who is worth most points first."""
        return [one.candidate for one in self._free()]

    def _free(self) -> list[Any]:
        state = self._state()
        return list(free_people(self._scenario, state.session, this_morning(state.session, state.lab)))

    def people(self) -> Table:
        """Whom you can write to: the usual letter that is worth most, its chance, and its points."""
        rows = [
            {name: getattr(one, name) for name in one.__slots__ if name != "facts"}
            | {"facts": " ".join(one.facts)}
            for one in self._free()
        ]
        return Table.of_rows(rows, ["candidate", "name", "employer", "chance", "points"])

    def staff(self) -> Table:
        """Your own people, who is likeliest to leave first."""
        state, labs = self._state(), self._scenario.lab_ids
        rows = [
            {
                "candidate": one.id, "name": one.name, "level": one.level, "impact": one.impact,
                "pay_usd": one.pay_usd, "leaves": one.leaves,
                "rival": labs[one.rival] if one.rival >= 0 else None, "halves_usd": one.halves_usd,
                "offer_taken": one.offer_taken,
            }
            for one in at_risk(self._scenario, state.session.world, state.lab)
        ]  # fmt: skip
        return Table.of_rows(rows, ["candidate", "name", "leaves"])

    def approaches(self) -> Table:
        """What is under way, as you know it."""
        played = self._played()  # approaches may be by letters that were written since
        rows = [approach_row(played, own) for own in self._state().session.observe().approaches]
        return Table.of_rows(rows, ["candidate", "name", "state", "due"])

    def labs(self) -> Table:
        """What is public of every lab."""
        return Table.of_rows(labs_table(self._scenario, self._state().session.observe()))

    def means(self) -> Row:
        """What today's orders leave you: money, letters, interviews, machines; ``None`` without a limit."""
        state = self._state()
        return means(this_morning(state.session, state.lab))

    def waiting(self) -> list[Row]:
        """What needs an answer: needs, candidate, name, rival, and the last day for it."""
        return self._state().waiting_rows()

    def mails(self, candidate: int) -> list[Row]:
        """All letters to somebody, and what they answered."""
        who = self._place(candidate)
        return [mail_row(self._scenario, mail) for mail in self._state().inbox.threads.get(who, ())]

    def person(self, candidate: int) -> Row:
        """What your lab can know of anybody, what a letter can name of them under ``values``."""
        return known_of(self._scenario, self._state().session, self._place(candidate))

    def letters(self) -> list[Row]:
        """What can be sent or said: id, stage, who may sign."""
        return letters_table(self._state().session.setup.letters.ids, self._templates)

    def _place(self, candidate: int) -> int:
        """The array position of a candidate."""
        there = len(self._scenario.population)
        return place_of(whole("a candidate", candidate, 1, there), there)

    # -- what is done --------------------------------------------------------------------------------

    def act(self, *asks: Ask) -> list[int]:
        """Ask for something today; all of it is taken, or nothing. Returns to whom letters will go out.

        Raises:
            UsageError: the game is over, or something cannot be asked or would be refused, in the market's
                own words.
        """
        if self.over:
            raise UsageError("the game is over")
        state = self._state()
        orders = orders_of(asks, self._played(), self._templates, self.day)
        refused, outcome = tried(self._scenario, state.session, orders, state.lab)
        if refused:
            raise UsageError(f"nothing was ordered: {'; '.join(refused)}")
        for order in orders:
            self._do(order)
        reached: list[int] = outcome["letters_to"]
        return reached

    def write(
        self,
        letter: str,
        subject: str,
        body: str,
        *,
        senders: tuple[str, ...] = ("recruiter", "hiring-manager", "ceo"),
        stage: str = "outreach",
        follow_ups: tuple[str, ...] = (),
        spacing_days: tuple[int, ...] = (),
    ) -> str:
        """Add a letter in your own words, to be sent under its id ``letter``; returns the id.

        Raises:
            OutreachError: everything in it that no letter may hold; or another is called so.
        """
        text = typed_letter(
            subject, body, stage=stage, senders=senders, follow_ups=follow_ups,
            spacing_days=spacing_days, id=letter,
        )  # fmt: skip
        tables = self._state().session.setup.letters
        template = text.read([*tables.ids, letter])
        if self._templates.get(letter, template) != template:
            raise UsageError(f"there is another letter {letter!r} in this game, call yours something else")
        if letter not in tables.ids:
            row = row_of(template, tables, self._templates, self._scenario.readership)
            self._templates[letter] = template
            self._do(row)
        return letter

    def advance(self, days: int = 7, *, stop: bool = True, on_day: OnDay | None = None) -> Turn:
        """Play so many days, not beyond the end.

        Args:
            days: how many.
            stop: whether it ends before that on the first day on which something new needs an answer.
            on_day: called after each day with the game.

        Raises:
            UsageError: the game is over.
        """
        if self.over:
            raise UsageError("the game is over")
        played, mails, news = 0, list[Row](), list[Row]()
        state = self._state()
        lookout = Lookout(state.session, state.lab, state.inbox.threads, state.session.world.orders)
        for _ in range(min(whole("days", days, 1, 10_000), self._scenario.days - self.day)):
            of_day, heard = self._do(None)
            played, mails, news = played + 1, mails + of_day, news + heard
            if on_day is not None:
                on_day(self)
            if stop and lookout.calls(self._state().session):
                break
        return Turn(played, tuple(mails), tuple(news), tuple(self.waiting()))

    def noticed(self, letter: str, candidate: int | None = None) -> Row:
        """What somebody, or the made-up person of previews, notices of a letter, in log-odds."""
        if letter not in self._templates:
            raise UsageError(f"there is no letter {letter!r}")
        who = None if candidate is None else self._place(candidate)
        template = self._templates[letter]
        return noticed(self._scenario, self._state().session, template, self._templates, who)

    # -- why, and what it came to --------------------------------------------------------------------

    def explain(self, candidate: int, **terms: Unpack[Terms]) -> Explanation:
        """Why somebody would come, link by link, as your lab can know it; terms as in ``send``.

        Raises:
            UsageError: there is no such candidate or letter, or they work for you.
        """
        who = self._weighed(candidate, terms)
        return explain(self._scenario.setup.parameters, who)

    def what_would_it_take(
        self, candidate: int, *, target: float | None = None, link: str = "chain", **terms: Unpack[Terms]
    ) -> WhatItTakes:
        """The ways to a chance, each lever alone: twice the present chance, unless a target is given."""
        who = self._weighed(candidate, terms)
        return what_would_it_take(self._scenario.setup.parameters, who, link=link, target=target)

    def _weighed(self, candidate: int, terms: Terms) -> Prospect:
        who, state = self._place(candidate), self._state()
        return weighed(self._scenario, state.session, who, terms, state.inbox.threads.get(who, ()))

    def outcome(self) -> Outcome:
        """What it has come to: points, what they are made of, hires; the game is played again for it."""
        return outcome_of(self._scenario, self.seed, self._done)

    def points(self) -> float:
        """What you have gained over doing nothing on the same luck; the game is played again for it."""
        return self.outcome().points

    def _played(self) -> Scenario:
        """The scenario with the letters written so far."""
        return replace(self._scenario, setup=self._state().session.setup)

    def __repr__(self) -> str:
        told = f"{self.lab}, {self.date}, day {self.day} of {self._scenario.days}, seed {self.seed}"
        return f"<Game of {self._scenario.name}: {told}>"


def play(scenario: str | Path | Scenario, seed: int | None = None, *, changes: Changes = ()) -> Game:
    """Begin a game that is played from Python.

    Args:
        scenario: a shipped name, a path, or one that was loaded; the script of the player's lab is put aside.
        seed: of luck: the same seed, the same luck; the scenario's own where none is given, else 1.
        changes: values by their dotted keys, or ``KEY=VALUE`` strings.

    Raises:
        OutreachError: there is no such scenario, or everything that is wrong with it.
    """
    ready = loaded(scenario, changes)
    return Game(ready, whole("seed", ready.luck(seed), 0, 2**63 - 1))
