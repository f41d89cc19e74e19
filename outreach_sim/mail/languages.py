"""Which language a letter is written in, as far as replies are worded in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

ENGLISH, CHINESE = "en", "zh"
_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """The code of the language in which a text, or a template's body, is written.

    Chinese where most of it is; else the language whose function words it holds most of, English where it
    holds as many. However short the text: who answers one line need not be sure of more.
    """
    from outreach_sim.words.lexicon.languages import FUNCTION_WORDS
    from outreach_sim.words.text import han_in

    bare = _TAG.sub(" ", text)
    words = [word.lower() for word in _word().findall(bare) if not _is_acronym(word)]
    if 6 * han_in(bare) > 10 * len(words):  # a Chinese character is .6 of a word
        return CHINESE
    counts = {code: sum(map(known.__contains__, words)) for code, known in FUNCTION_WORDS.items()}
    return max(counts, key=lambda code: (counts[code], code == ENGLISH))


@cache
def _word() -> re.Pattern[str]:
    from outreach_sim.words.text import HAN

    return re.compile(rf"[^\W\d_{HAN}]+")


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()
