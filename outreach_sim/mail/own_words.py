"""What a template says in its own words, to everybody: what may be somebody's value there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.readership import Column, tokens

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template

_TAG = re.compile(r"\{[{%].{0,4000}?[%}]\}", re.DOTALL)
_WORD = re.compile(r"\b[a-z_]+\b")
_CONSTANT = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_IN_ANY_CASE = ("topic", "paper", "former_team")
"""Of these nothing more is asked than that the words are there; others need a capital."""
_LOWERED = re.compile(r"\b([a-z_]+)\b[^{}|]*\|[^{}]*\blower\b")


@dataclass(frozen=True)
class OwnWords:
    """A template's own words, and what of its readers it asks for.

    Attributes:
        text: subject and body as they are written, tags among them; what stands in tags to be compared
            or put in comes once more, in capitals as names have them.
        inserts: fields that it inserts, or asks about. lowered: those it writes in small letters.
        greets: names in its own words that it greets somebody by.
        titles: what it has in quotes in its own words.
        shipped: whether it comes with the program.
    """

    text: str
    inserts: Sequence[str]
    lowered: Sequence[str]
    greets: Sequence[str]
    titles: Sequence[str]
    shipped: bool = False

    @cached_property
    def line(self) -> str:
        """Its words in one case, one blank between and around them."""
        return f" {' '.join(tokens(self.text))} "

    @cached_property
    def words(self) -> frozenset[str]:
        """The same, each once."""
        return frozenset(self.line.split())

    def has(self, words: Sequence[str]) -> bool:
        """Whether these words stand in it one after the other, in whatever case."""
        return bool(words) and f" {' '.join(words)} " in self.line

    def values_in(self, field: str, column: Column) -> Iterator[int]:
        """The values of a column that a reader may find in it, and those that are never found."""
        near = [
            code
            for word in self.words & column.by_first_word.keys()
            for code, words in column.by_first_word[word]
            if words in self.line
        ]
        for code in (*near, *column.wordless):
            if field in _IN_ANY_CASE or _stands_in(field, column.values[code], self.text):
                yield code
        if field in self.inserts:
            yield from column.unfound
        if field in self.lowered and field == "city":
            yield from range(len(column.values))


def _stands_in(field: str, value: str, text: str) -> bool:
    from outreach_sim.words.canonical import stands_in
    from outreach_sim.words.text import plain

    value = plain(value)
    return len(value) > 1 and stands_in(field, value, text)


@lru_cache(maxsize=1024)
def own_words(template: Template) -> OwnWords:
    """What a template says in its own words."""
    from outreach_sim.mail.template import shipped_templates
    from outreach_sim.mail.texts import canonical_texts
    from outreach_sim.words.canonical import greeted_name, quoted_titles
    from outreach_sim.words.lexicon.languages import NO_NAME, NOBODY
    from outreach_sim.words.text import plain

    source = f"{template.subject}\n{template.body}"
    tags = _TAG.findall(source)
    constants = [one or other for tag in tags for one, other in _CONSTANT.findall(tag)]
    texts = canonical_texts(template)
    greets = {greeted_name(text.body) for text in texts}
    titles = {title for text in texts for part in (text.subject, text.body) for title in quoted_titles(part)}
    nobody = NOBODY | NO_NAME
    return OwnWords(
        text=plain("\n".join([source, *constants, *(one.title() for one in constants)])),
        inserts=tuple(name for name in FIELDS if any(name in _WORD.findall(tag) for tag in tags)),
        lowered=tuple(sorted({name for tag in tags for name in _LOWERED.findall(tag)} & set(FIELDS))),
        greets=_in_words(name for name in greets if not set(tokens(name)) & nobody),
        titles=_in_words(titles),
        shipped=shipped_templates().get(template.id) == template,
    )


def _in_words(found: Iterable[str]) -> tuple[str, ...]:
    """Those that are more than a value."""
    from outreach_sim.words.text import MARK

    return tuple(sorted(text for text in found if text and not MARK.fullmatch(text)))
