"""What a step of an approach reads like: pieces dealt from decks, or a whole reply of the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from outreach_sim.inputs.text import clean_lines
from outreach_sim.mail.decks import PLAIN, Decks, Piece, shipped_decks
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.languages import ENGLISH, language_of
from outreach_sim.mail.letter import render
from outreach_sim.mail.replies import Writer, frame, has_close, opening_cell, put_together
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.dealing import Card, Dealer
from outreach_sim.storage.correspondence.history import History
from outreach_sim.storage.correspondence.values import letter_values, terms_text

_NO = (Step.NOT_INTERESTED, Step.COME_BACK, Step.DECLINED)
_YES_OR_NO = (*_NO, Step.INTERESTED)


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that is written about.

    Attributes:
        session: just after the day.
        lab: that writes, or is written to.
        own: the approach as it stands.
        step, reason: what and why.
        value: of the event.
    """

    session: Session
    lab: int
    own: OwnApproach
    step: Step
    reason: Reason | None
    value: int


class Wording:
    """Words every step of a game, in the order of its log.

    Args:
        scenario: what is played.
        templates: letters by id, and replies of the user's own.
    """

    def __init__(self, scenario: Scenario, templates: Mapping[str, Template]) -> None:
        self._scenario, self._templates = scenario, templates
        self._own = [template for _, template in sorted(templates.items()) if template.stage == "reply"]
        self._dealer = Dealer()
        self.history = History(scenario)

    def copied(self) -> Wording:
        """One that has dealt the same, and from now on goes its own way."""
        other = copy(self)
        other._dealer, other.history = self._dealer.copied(), self.history.copied()
        return other

    def word(self, what: Happened) -> tuple[str, tuple[str, ...]]:
        """The text, and the pieces it was made of."""
        self._dealer.next_reply()
        decks = shipped_decks()[self._language(what)]
        values = self._values(what, decks)
        level = int(self._scenario.setup.people.level[what.own.candidate])
        writer = Writer(values["name"], level)
        own = what.own
        cell = opening_cell(writer, what.step, what.reason, self.history.cell(own, values))
        self._answered(what)
        main = self._main(what, decks, writer, values)
        if isinstance(main, Template):
            theirs, to_them = decks.words["employers"]
            said = theirs if what.step in FROM_CANDIDATE else to_them
            return render(main, values | {"employer": values["employer"] or said}).body, (main.body,)
        opening = None if cell is None else self._piece(what, decks, writer, values, "openings", cell)
        ends = has_close(writer, what.step)
        close = self._piece(what, decks, writer, values, "closes", what.step) if ends else None
        text = put_together(frame(decks, what.step, writer), (opening, main, close), values)
        return clean_lines(text), tuple(part.text for part in (opening, main, close) if part)

    def passed_over(self, what: Happened, pieces: Sequence[str]) -> None:
        """The step is known to be worded with these pieces, and nobody asks for its text."""
        self._dealer.passed_over(pieces)
        self._answered(what)

    def _answered(self, what: Happened) -> None:
        """What is remembered of a step in which the candidate has decided."""
        if what.step in _YES_OR_NO:
            day, own = what.session.day - 1, what.own
            self.history.answered(what.lab, own.candidate, own.number, day, refused=what.step in _NO)

    def plain(self, what: Happened) -> str:
        """How a lab's step may be worded, as a text to be changed: a letter's fields stay fields in it."""
        decks, own = shipped_decks()[self._language(what)], what.own
        values = letter_values(self._scenario, what.session, what.lab, own, what.session.day)
        slots = {name: f"{{{{ {name} }}}}" if values.get(name) else "" for name in FIELDS}
        one, many = decks.words["days"]
        slots["deadline"] = one if own.deadline_days == 1 else many.format(slots["deadline_days"])
        pieces = decks.cell(what.step, what.reason or PLAIN)
        first = next(piece for piece in pieces if piece.fits(slots))
        return put_together(frame(decks, what.step, Writer(values["name"], 1)), (None, first, None), slots)

    def _language(self, what: Happened) -> str:
        """The letter's, where there are decks in it and its reader reads it or nobody says what they read."""
        ids = what.session.setup.letters.ids
        language = language_of(self._templates[ids[what.own.template]].body)
        reads = self._scenario.population.book.reads(what.own.candidate)
        return language if language in shipped_decks() and language in (reads or (language,)) else ENGLISH

    def _values(self, what: Happened, decks: Decks) -> dict[str, str]:
        session, own = what.session, what.own
        values = letter_values(self._scenario, session, what.lab, own, session.day - 1)
        if int(session.world.home[own.candidate]) == session.world.outside:
            values["employer"] = ""  # many employers, of which no piece can speak by name
        values |= self.history.slots(session, what.lab, own, decks.words)
        if "terms" in decks.words:  # a letter says them in English
            values |= {
                "terms": terms_text(own, decks.words["terms"]),
                "sender": decks.words["senders"][own.sender],
            }
        asked = what.step in (Step.COME_BACK, Step.CAME_BACK)
        return values | {"threshold": f"{what.value:,}" if asked else ""}

    def _main(self, what: Happened, decks: Decks, writer: Writer, values: Mapping[str, str]) -> Card:
        """The reason, or a whole reply of the user's own that gives it."""
        pieces = decks.cell(what.step, what.reason or PLAIN)
        own = [template for template in self._own if template.outcome == what.step]
        exact = [template for template in own if template.reason == what.reason]
        cards: list[Card] = [*_fitting(what.step, writer, values, pieces)]
        cards += exact or [template for template in own if not template.reason]
        return self._dealer.deal(what.session.seed, cards)

    def _piece(
        self, what: Happened, decks: Decks, writer: Writer, values: Mapping[str, str], deck: str, cell: str
    ) -> Piece | None:
        fitting = _fitting(what.step, writer, values, decks.cells.get((deck, cell), ()))
        return self._dealer.deal_rested(what.session.seed, fitting)


def _fitting(
    step: Step, writer: Writer, values: Mapping[str, str], pieces: Sequence[Piece]
) -> Sequence[Piece]:
    """The pieces that can be written; a lab writes in no temper of its own."""
    if step in FROM_CANDIDATE:
        return writer.fitting(pieces, values)
    return [piece for piece in pieces if piece.fits(values)]
