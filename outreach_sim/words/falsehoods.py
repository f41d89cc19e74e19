"""What is false whenever it is read: another's name, paper, employer, lab. Claims are read narrowly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from outreach_sim.words.canonical import EMPLOYER_KNOWN, NAME_KNOWN, Canonical
from outreach_sim.words.facts import FACTS, MARKS, MISSPELT_TITLE
from outreach_sim.words.lexicon import shapes
from outreach_sim.words.lexicon.claims import FORMERLY, KNOWN_LABS
from outreach_sim.words.lexicon.languages import NAME_AFTER_GREETING, NAME_BEFORE_GREETING, NO_NAME, NOBODY
from outreach_sim.words.text import MARK, Text, han_in, is_signature

_PAPER_KNOWN = 1 << FACTS.index("paper")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]{1,24}")


def falsehoods(text: Canonical, body: Text, labs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each (kind, what the text has), one of a kind."""
    sentences = [text.subject, *body.sentences]
    finds = (
        ("wrong name", _wrong_name(text)),
        ("wrong paper", _wrong_paper(text, sentences)),
        ("wrong lab", _wrong_lab(text, sentences, labs)),
        ("wrong employer", _wrong_employer(text, sentences, labs)),
    )
    for kind, found in finds:
        if found:
            yield kind, found


def _wrong_name(text: Canonical) -> str:
    """The name of somebody else whom the letter greets."""
    found = NAME_AFTER_GREETING.match(text.body) or NAME_BEFORE_GREETING.match(text.body)
    if found is None or not text.known & NAME_KNOWN:
        return ""
    name = found["name"].strip()
    words = name.split()
    if (
        MARK.search(name)
        or len(words) > 4
        or {word.lower().strip(".") for word in words} & (NOBODY | NO_NAME)
    ):
        return ""
    is_name = all(_NAME_WORD.fullmatch(word) and not word[0].islower() for word in words)
    return name if words and is_name and not name.isupper() else ""


def _wrong_paper(text: Canonical, sentences: Sequence[str]) -> str:
    """A title that is called the reader's and is not."""
    if not text.known & _PAPER_KNOWN:
        return ""
    for sentence in sentences:
        if (
            MARKS["paper"] in sentence
            or MISSPELT_TITLE in sentence
            or ('"' not in sentence and "aper " not in sentence)
        ):
            continue
        low = sentence.lower()
        quoted = shapes.YOUR_PAPER.search(low) or shapes.YOURS_AFTER.search(low)
        found = quoted or shapes.UNQUOTED.search(sentence)
        if found and (len(found["title"].split()) >= 2 or han_in(found["title"]) >= 4):
            return sentence[found.start("title") : found.end("title")].strip('"')
    return ""


@lru_cache(maxsize=256)
def _lab_patterns(labs: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(any lab, the reader at one, the writer at one) of labs that are neither's own."""
    names = sorted(
        {re.escape(lab.lower()) for lab in (*labs, *KNOWN_LABS) if lab}, key=lambda name: (-len(name), name)
    )
    any_lab = r"(?P<lab>" + "|".join(names) + r")(?![^\W\u3040-\u9fff]|-)"
    return (
        re.compile(r"(?<![\w-])" + any_lab),
        re.compile(f"(?:{shapes.YOU_AT}|{shapes.LEAVE}){any_lab}"),
        re.compile(f"(?:{shapes.WE_AT}){any_lab}"),
    )


def _wrong_lab(text: Canonical, sentences: Sequence[str], labs: Sequence[str]) -> str:
    """Another lab that signs, or that the writer says to write from."""
    any_lab, _, we_at = _lab_patterns(tuple(labs))
    last = text.body.split("\n\n")[-1]
    if is_signature(last) and MARKS["lab"] not in last and "\n\n" in text.body:
        found = any_lab.search(last.lower())
        if found:
            return last[found.start("lab") : found.end("lab")]
    for sentence in sentences:
        low = sentence.lower()
        found = we_at.search(low)
        if found and not FORMERLY.search(low) and not _are_others(low, found):
            return sentence[found.start("lab") : found.end("lab")]
    return ""


def _are_others(low: str, found: re.Match[str]) -> bool:
    """Whether "team at X" is somebody else's: "people at X" and the like speak of others."""
    start = found[0].split(" ")[0]
    return start in ("team", "group", "people", "colleagues") and not re.search(
        r"\b(?:my|our|the) $", low[: found.start()]
    )


def _wrong_employer(text: Canonical, sentences: Sequence[str], labs: Sequence[str]) -> str:
    """Another lab at which the reader is said to work."""
    if not text.known & EMPLOYER_KNOWN:
        return ""
    _, you_at, _ = _lab_patterns(tuple(labs))
    for sentence in sentences:
        low = sentence.lower()
        found = you_at.search(low)
        if found is None or FORMERLY.search(low) or MARKS["employer"] in found[0]:
            continue
        if not shapes.MOVES.search(found[0]) and MARKS["lab"] not in found[0]:
            return sentence[found.start("lab") : found.end("lab")]
    return ""
