"""Which language a letter is written in, as far as replies are worded in it."""

from __future__ import annotations

import re
from functools import lru_cache

ENGLISH = "en"
_FUNCTION_WORDS = {
    ENGLISH: "the and of to a in is you we i that for it with your our this would at be have my not",
    "de": """der die das und wir sie ich ist nicht ein eine zu mit für auf von ihr ihre ihnen den im dass bei
        uns du dir dein als auch noch""",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=512)
def language_of(text: str) -> str:
    """The code of the language whose function words a text, or a template's body, holds most of.

    English where none or several stand out.
    """
    words = _WORD.findall(_TAG.sub(" ", text).lower())
    return max(_KNOWN, key=lambda language: sum(word in _KNOWN[language] for word in words))
