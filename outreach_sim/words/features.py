"""What a reader notices of a canonical text, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from outreach_sim.model.wording import ASKS, HOSTILE_KINDS
from outreach_sim.words.facts import FACTS, MARKS, MISSPELT_NAME, MISSPELT_TITLE
from outreach_sim.words.lexicon import asks, manner, shapes, tone
from outreach_sim.words.lexicon import claims as said
from outreach_sim.words.lexicon.languages import FUNCTION_WORDS, NAME_AFTER_GREETING, NOBODY
from outreach_sim.words.lexicon.phrases import Phrases
from outreach_sim.words.text import (
    ANY_MARK,
    MARK,
    Text,
    han_in,
    size,
    words_of,
)

_FACT_MARKS = [MARKS[name] for name in FACTS]
_OFFER_MARKS = (MARKS["pay"], MARKS["terms"])
_OVER_AND_OVER = re.compile(rf"([{''.join(_OFFER_MARKS)}])(?:[\s,.;!]{{1,3}}\1)+")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ]{2,}(?:['-][A-ZÀ-ÖØ-Þ]+){0,4}(?![\w(-])")
_RUN_OF_CAPITALS = re.compile(
    r"(?<![\w-])(?:[A-ZÀ-ÖØ-Þ]{2,}(?:['-][A-ZÀ-ÖØ-Þ]+){0,3} ){2,12}[A-ZÀ-ÖØ-Þ]{2,}(?![\w-])"
)
_LONGEST_ACRONYM = 8
_PIECE = re.compile(f"[^\\W\\d_\u3040-\u9fff]+|{ANY_MARK}")
_NAME_IN_SUBJECT = re.compile(
    f"[{MARKS['name']}{MARKS['first_name']}](?! (?:you|we|i|it|this|that|they|there|the|be)\\b)"
)
_PITCHES: Mapping[int, Phrases] = {
    1: Phrases(r"missions?|misión", r"_使命"),
    2: Phrases(r"products?|produkte?n?|produits?|productos?", r"_产品"),
}


def subject_words(subject: str) -> int:
    """Words of the subject, at most 30; a title is one thing, however many words it has."""
    return min(size(MARK.sub(" ", subject))[0] + len(MARK.findall(subject)), 30)


def subject_fact(subject: str, body: Text) -> int:
    """1 where the subject says something of the reader: a value, their work, a word from beside a fact."""
    if (
        any(mark in subject for mark in _FACT_MARKS)
        or MISSPELT_TITLE in subject
        or _NAME_IN_SUBJECT.search(subject)
    ):
        return 1
    low = subject.lower()
    if shapes.YOUR_WORK.search(low):
        return 1
    shared = {word for word in words_of(low) if len(word) >= 4 and not _is_anybody_s(word)}
    said = [s for s in body.sentences if any(mark in s for mark in _FACT_MARKS) or _is_exact(s)]
    return int(bool(shared) and any(shared & set(words_of(sentence.lower())) for sentence in said))


def _is_anybody_s(word: str) -> bool:
    """Whether a word stands in letters on anything."""
    return word in shapes.GENERIC or any(word in words for words in FUNCTION_WORDS.values())


def facts_told(subject: str, body: Text) -> int:
    """Bit mask of the facts, each told in a sentence that says something besides; a title misspelt too.

    What the subject names is told where the body speaks of it as the reader's: "your Table 2".
    """
    told = 0
    for sentence in body.sentences:
        if MARK.search(sentence) and size(MARK.sub("", sentence))[0] >= 3:
            told |= sum(1 << bit for bit, mark in enumerate(_FACT_MARKS) if _is_told(sentence, mark))
            told |= _is_told(sentence, MISSPELT_TITLE) << FACTS.index("paper")
    if any(shapes.YOUR_WORK.search(sentence) for sentence in body.low_sentences):
        told |= sum(1 << bit for bit, mark in enumerate(_FACT_MARKS) if mark in subject)
    return told


_SMALL_WORDS = frozenset().union(*FUNCTION_WORDS.values())
_NEAR_CHARACTERS, _NEAR_WORDS = 60, 4


def _is_told(sentence: str, mark: str) -> bool:
    """Whether a value is part of what is said, and no keyword: a small word stands near it."""
    place = sentence.find(mark)
    while place >= 0:
        before = sentence[max(0, place - _NEAR_CHARACTERS) : place]
        after = sentence[place + 1 : place + _NEAR_CHARACTERS]
        near = words_of(before.lower())[-_NEAR_WORDS:] + words_of(after.lower())[:_NEAR_WORDS]
        if not _SMALL_WORDS.isdisjoint(near) or han_in(before[-9:] + after[:9]):
            return True
        place = sentence.find(mark, place + _NEAR_CHARACTERS)
    return False


def exactness(body: Text) -> int:
    """Sentences, at most 2, with figures, code or terms of method."""
    return min(sum(map(_is_exact, body.sentences)), 2)


def _is_exact(sentence: str) -> bool:
    told = shapes.MEASURED.search(sentence) or shapes.CODE_NAME.search(sentence)
    is_said = han_in(sentence) or not _SMALL_WORDS.isdisjoint(words_of(sentence.lower()))
    return bool(
        told and is_said and size(sentence)[0] >= 6 and not shouting(sentence) and not _holes(sentence)
    )


def slips(subject: str, body: str) -> int:
    """Holes, leftovers of programs, misspelt names and titles, at most 4."""
    misspelt = (MISSPELT_NAME in body) + (MISSPELT_TITLE in body or MISSPELT_TITLE in subject)
    whole = f"{subject}\n{body}"
    leftovers = sum(bool(shape.search(whole)) for shape in shapes.MARKUP) + manner.CHAT.distinct(
        whole.lower()
    )
    return min(len(_holes(subject) | _holes(body)) + leftovers + misspelt, 4)


def _holes(text: str) -> set[str]:
    empty = {found[0] for found in shapes.QUOTED.finditer(text) if not found[1].strip()}
    return empty | {found[0] for found in shapes.HOLE.finditer(text)}


def questions(body: Text) -> list[str]:
    """Questions, of two words at least, in small letters."""
    return [s for s in body.low_sentences if ("?" in s or "？" in s) and _pieces(s) >= 2]


def _pieces(sentence: str) -> int:
    """Words, those that French and Spanish write as one told apart."""
    return len(_PIECE.findall(sentence)) + han_in(sentence) // 3


def ask(body: Text, asked: Sequence[str]) -> int:
    """How the letter asks for an answer: an index of ``ASKS``. Who wants something done asks for it."""
    said = "\n".join(body.low_sentences)
    if asks.CALENDAR.search(said):
        return ASKS.index("calendar")
    if asks.MEETING.search(said):
        return ASKS.index("meeting")
    if asked:
        return ASKS.index("question")
    invites = asks.INVITE.search(said) or "?" in said or "？" in said or burdens(body)
    return ASKS.index("invite" if invites else "none")


_TAKEN_BACK = re.compile(
    rf"(?:{asks.NEGATED})(?![^\W\u3040-\u9fff])[^.?!;]{{0,30}}$|(?:不需要|无需|不用|没有|不必)[^。！？]{{0,10}}$"
)


def burdens(body: Text) -> int:
    """Distinct things that the reader is to do or to hand in; "no need for a CV" asks for nothing."""
    wanted = [s for s in body.low_sentences if not _is_prying(s)]
    return min(sum(any(_is_asked(phrases, s) for s in wanted) for phrases in asks.BURDENS.values()), 5)


def _is_asked(phrases: Phrases, low: str) -> bool:
    found = phrases.search(low)
    return found is not None and not _TAKEN_BACK.search(low[max(0, found.start() - 45) : found.start()])


def prying(body: Text) -> int:
    """Distinct questions that are nobody's business; none of them is a thing to hand in besides."""
    return min(sum(min(asks.PRYING.distinct(s), 3) for s in body.low_sentences if _is_prying(s)), 3)


def _is_prying(low: str) -> bool:
    return ("?" in low or "？" in low or "tell me" in low) and bool(asks.PRYING.search(low))


_PHRASES_OF = dict(
    zip(HOSTILE_KINDS, (tone.THREAT, tone.INSULT, tone.BREACH, tone.PRIVATE_LIFE), strict=False)
)
_OWN_BEFORE = {
    kind: re.compile(rf"\b{tone.FIRST_PERSON}\b[^.?!,;]{{0,{characters}}}$|我们?[^。，]{{0,8}}$")
    for kind, characters in (("insult", 30), ("breach of confidence", 10))
}
"""What is said of one's own side, shortly before: "our model is mediocre", "our internal data"."""


def hostile(subject: str, body: Text) -> int:
    """Bit mask of what ends a conversation, said of the reader and not of the writer's own side."""
    found = 0
    for sentence in (subject.lower(), *body.low_sentences):
        for bit, (kind, phrases) in enumerate(_PHRASES_OF.items()):
            place = phrases.search(sentence)
            if place and (kind not in _OWN_BEFORE or _meant_for_reader(sentence, place.start(), kind)):
                found |= 1 << bit
    return found | _is_swindle(subject, body) << HOSTILE_KINDS.index("swindle")


_SIGNS_OF_SWINDLE = 2


def _is_swindle(subject: str, body: Text) -> bool:
    """Whether a letter baits: two of the things that swindlers write, or words that pass for others."""
    whole = f"{subject}\n{body.body}"
    disguised = bool(shapes.MIXED_SCRIPT.search(whole))
    signs = tone.SWINDLE.distinct(whole.lower()) + bool(manner.BAIT.search(subject.lower()))
    return disguised or signs >= _SIGNS_OF_SWINDLE


def _meant_for_reader(low: str, place: int, kind: str) -> bool:
    meant = tone.SECOND_PERSON.search(low) or any(mark in low for mark in (*_FACT_MARKS, MARKS["employer"]))
    return bool(meant) and not _OWN_BEFORE[kind].search(low[max(0, place - 60) : place])


def names_offer(text: str, pay_usd: int) -> int:
    """1 where pay or terms are named; a sum over and over is none."""
    named = _OVER_AND_OVER.sub(" ", text)
    return int(pay_usd > 0 or any(mark in named for mark in _OFFER_MARKS))


def tells_weakness(body: Text) -> int:
    """1 where a weakness of the writer's side is told."""
    return int(any(tone.HONEST.search(sentence) for sentence in body.low_sentences))


def makes_no_easy(body: Text) -> int:
    """1 where a no is made easy."""
    return int(any(tone.EASY_NO.search(sentence) for sentence in body.low_sentences))


def links(body: str) -> int:
    """Addresses, at most 2."""
    return min(len(shapes.LINK.findall(body)), 2)


def stock(subject: str, body: Text) -> int:
    """Distinct stock phrases, a greeting of nobody among them."""
    found = manner.STOCK.distinct(f"{subject.lower()}\n{body.low}")
    greeted = NAME_AFTER_GREETING.match(body.body)
    nobody = greeted is not None and bool(set(greeted["name"].lower().split()) & NOBODY)
    return min(found + nobody, 6)


def praise(body: Text) -> int:
    """Distinct words of praise, at most 8."""
    return min(manner.PRAISE.different("\n".join(body.low_sentences)), 8)


def shouting(text: str) -> int:
    """Words in capitals that are no acronyms, told by shape and neighbours, not by a list of acronyms."""
    bare = MARK.sub("", text)
    runs = sum(len(found[0].split()) for found in _RUN_OF_CAPITALS.finditer(bare))
    low_words = set(words_of("".join(c for c in bare if not c.isupper() or c == " ")))
    loud = {word for word in _CAPITALS.findall(bare) if _is_loud(word, low_words)}
    return min(max(runs, len(loud)), 5)


def _is_loud(word: str, low_words: set[str]) -> bool:
    letters = re.sub(r"['-]", "", word)
    in_use = len(letters) >= 4 and (word.lower() in manner.SHOUTED or word.lower() in low_words)
    return in_use or len(letters) > _LONGEST_ACRONYM


def exclaiming(text: str) -> int:
    """Emoji, and exclamation marks beyond one."""
    marks = text.count("!") + text.count("！")
    doubled = len(re.findall(r"[!！]{2,8}", text))
    return min(len(set(_EMOJI.findall(text))), 3) + min(doubled + max(0, marks - 1 - doubled), 3)


def pressing(low: str) -> int:
    """Distinct phrases of pressure; "you need not decide now" is none."""
    found = (place for place in manner.PRESSURE.finditer(low) if not _is_denied(low, place.start()))
    return len({place[0] for place in found})


def _is_denied(low: str, place: int) -> bool:
    return bool(said.NEGATION.search(low[max(0, place - 25) : place]))


def stuffing(subject: str, body: Text) -> int:
    """Facts told more than twice over, sentences twice over."""
    said = Counter(MARK.findall(body.body))
    again = sum(max(0, said[mark] - 3 - len(body.body) // 800) for mark in _FACT_MARKS)
    return again + len(body.again)


_MOST_OF_A_VALUE, _WORDS_TO_A_VALUE = 5, 12


def is_stuffed(body: Text) -> bool:
    """Whether one fact is named over and over, with little besides."""
    told = max(map(body.body.count, _FACT_MARKS))
    return told >= _MOST_OF_A_VALUE and told * _WORDS_TO_A_VALUE > size(MARK.sub("", body.body))[0]


def subject_faults(subject: str) -> int:
    """Stock phrases, holes and marks of the subject, at most 4."""
    low = subject.lower()
    said = max(manner.STOCK.distinct(low), bool(manner.VAGUE_SUBJECT.fullmatch(subject.strip())))
    again = Counter(MARK.findall(subject))
    baits = (manner.BAIT.search(low), tone.FOR_A_MACHINE.search(low), shapes.MIXED_SCRIPT.search(subject))
    tricks = sum(map(bool, baits)) + (hostile(subject, Text("")) > 0) + (max(again.values(), default=0) > 1)
    loud = pressing(low) + shouting(subject) + exclaiming(subject)
    return min(said + len(_holes(subject)) + tricks + loud, 4)


def marks(subject: str, body: Text) -> int:
    """Capitals, exclamation, emoji, pressure, stuffing, at most 5."""
    whole = f"{subject}\n{body.body}"
    return min(
        shouting(whole) + exclaiming(whole) + pressing(whole.lower()) + stuffing(subject, body),
        5,
    )


def pitches(body: str) -> int:
    """What a letter's own words speak of: mission (1), products (2)."""
    own = re.sub(ANY_MARK, " ", body).lower()
    return sum(bit for bit, words in _PITCHES.items() if words.search(own))


_LEAST_SHARE, _MOST_SHARE = {"en": 0.17, "de": 0.14, "fr": 0.17, "es": 0.17}, 0.78
_MOST_LOOSE = 40
_MOST_QUESTIONS = 8


def is_nonsense(body: Text, asked: Sequence[str]) -> bool:
    """Whether it is no text: nothing said, words in a heap, sentences over and over."""
    said = body.sentences
    language, share = body.language
    if not said or body.loose_words > _MOST_LOOSE or len(asked) > _MOST_QUESTIONS:
        return True
    if body.is_again_and_again or body.is_salad or is_stuffed(body) or len(said) <= 2 * len(body.again):
        return True
    if any(tone.FOR_A_MACHINE.search(sentence) for sentence in body.low_sentences):
        return True
    words = [size(MARK.sub("", sentence))[0] for sentence in said]
    short = sum(count < 3 for count in words)
    if max(words) < 2 or (len(said) >= 8 and 2 * short > len(said)):
        return True
    if language == "zh":
        return han_in(body.body) > 25 and share < 0.06
    if language == "unknown":
        return len(body.tokens) >= 8
    among = len(body.tokens) + len(MARK.findall(body.body))
    is_padded = share * len(body.tokens) > _MOST_SHARE * among
    return len(body.tokens) >= 12 and (share < _LEAST_SHARE[language] or is_padded)
