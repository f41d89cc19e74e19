"""How a reply is put together: which parts it has, and how it is framed, by who writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach_sim.mail.decks import PLAIN, TEMPERS, Decks, Piece, piece_of
from outreach_sim.mail.keys import keyed
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.words.text import size

SENIOR = 4
"""From this level up people write less."""
_SENIOR_LEAST = 8
"""Somebody senior writes the shorter half of what could be written, or so many pieces where half is less."""
_ONE_LINE = 50
"""Characters of a reason that its close stands beside and not below; a Chinese one counts as 2.5."""
_PARTS = {"warm": 2, "formal": 2, "dry": 1, "curt": 0}
"""How many parts besides the reason each temper writes; an opening, a close or both."""
_ANSWERS = (Step.INTERESTED, Step.NOT_INTERESTED, Step.COME_BACK)
"""Steps that answer a letter and can begin with a word about it."""
_CLEAR = (Step.INTERESTED, Step.NOT_INTERESTED)
"""Steps of which a reason alone does not always tell the two apart."""
_UNTHANKED = frozenset(
    {Reason.LETTERS, Reason.FORM_LETTER, Reason.SLIP, Reason.OFFENCE, Reason.DEADLINE, Reason.BROKEN_WORD,
     Reason.NOT_MY_LANGUAGE, Reason.FALSE_CLAIM, Reason.FALSE_NAME, Reason.FALSE_PAPER, Reason.FALSE_LAB,
     Reason.FALSE_EMPLOYER, Reason.NEVER_MET, Reason.FALSE_FLEET, Reason.FALSE_DEADLINE}
)  # fmt: skip
"""Who says no for one of these does not first say thank you."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a reply, as far as it shows.

    Attributes:
        name: in full, which keys temper and habits.
        level: 1 to 5.
    """

    name: str
    level: int

    @property
    def temper(self) -> str:
        """One of ``TEMPERS``, the same in every world."""
        return _temper(self.name)

    @property
    def parts(self) -> int:
        """How many parts besides the reason they write."""
        return max(_PARTS[self.temper] - (self.level >= SENIOR), 0)

    def fitting(self, pieces: Sequence[Piece], values: Mapping[str, str]) -> list[Piece]:
        """The pieces in their temper whose slots all have something to say; of the senior the short ones."""
        temper = self.temper
        fits = [piece for piece in pieces if temper in piece.tempers and piece.fits(values)]
        if self.level < SENIOR:
            return fits
        return sorted(fits, key=lambda piece: len(piece.text))[: max(_SENIOR_LEAST, len(fits) // 2)]


@lru_cache(maxsize=1_024)
def _temper(name: str) -> str:
    """Asked of every piece that somebody could write."""
    return TEMPERS[keyed("temper", name) % len(TEMPERS)]


def opening_cell(writer: Writer, step: Step, reason: Reason | None, past: str) -> str | None:
    """The cell an answer's opening comes from, ``None`` for no opening.

    Args:
        writer: who answers.
        step: what they write about.
        reason: why.
        past: what the two have behind them, a cell of ``openings.toml``; ``PLAIN`` for nothing.
    """
    if step not in _ANSWERS:
        return None
    if past in ("again", "unanswered"):
        return past
    if writer.parts == 0 or (writer.parts == 1 and _ends(writer)):
        return None
    return None if past == PLAIN and step is Step.NOT_INTERESTED and reason in _UNTHANKED else past


def has_close(writer: Writer, step: Step) -> bool:
    """Whether a reply ends with a word of its own; a lab's does, and who answers a letter says yes or no."""
    if step not in FROM_CANDIDATE or step in _CLEAR:
        return True
    return writer.parts > 1 or (writer.parts == 1 and _ends(writer))


def _ends(writer: Writer) -> bool:
    """Of those who write one part besides the reason: a close, not an opening."""
    return keyed("ends", writer.name) % 2 == 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the parts of a reply.

    Attributes:
        above, below: greeting and signature, with slots.
        between: what stands between two sentences.
    """

    above: str
    below: str
    between: str


def frame(decks: Decks, step: Step, writer: Writer) -> Frame:
    """What stands around a reply in the language of the decks."""
    words = decks.words
    if step not in FROM_CANDIDATE:
        return Frame(f"{words['greeting']}\n\n", f"\n\n{words['signed']}", words["between"])
    signatures = words["signatures"][writer.temper]
    signature = signatures[keyed("signature", writer.name) % len(signatures)]
    return Frame("", f"\n\n{signature}", words["between"])


def put_together(frame: Frame, parts: Sequence[Piece | None], values: Mapping[str, str]) -> str:
    """A reply's text.

    Args:
        frame: what stands around it.
        parts: opening, reason and close; ``None`` for one that is left out.
        values: text by slot.
    """
    opening, reason, close = (part.filled(values) if part else "" for part in parts)
    _, width = size(reason)
    gap = "\n\n" if opening or width > _ONE_LINE else frame.between
    text = frame.between.join(filter(None, (opening, reason))) + (f"{gap}{close}" if close else "")
    return f"{_filled(frame.above, values)}{text}{_filled(frame.below, values)}"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return piece_of(text, "any").filled(values)
