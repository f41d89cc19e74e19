"""Numbers as people write them in letters: with marks, scales, in words."""

from __future__ import annotations

import re

from outreach_sim.words.lexicon.claims import NUMBER_WORDS, SCALES

MOST = 10**15
_GROUPED = re.compile(r"\d{1,3}(?:[., '\u00a0]\d{3})+")
_WORD_SCALE = re.compile(
    r"\b(" + "|".join(word for word in NUMBER_WORDS if word.isascii() or word[0] < "\u3000") + r")"
    r"(?= (?:million|milliard|thousand|tausend|mille\b|mil\b|millon|billion))"
)
_HAN_SCALE = re.compile(
    "(["
    + "".join(word for word in NUMBER_WORDS if len(word) == 1 and word > "\u3000")
    + "])(?=万|百万|千万|亿|个)"
)
_HUNDREDS = re.compile(
    r"(\d{1,3}|\b[a-z]{3,6}) (?:hundred|hundert|cent|cientos) (?=thousand|tausend|mille|mil\b)"
)


def in_digits(low: str) -> str:
    """A text in small letters with the numbers before a scale in digits: ``two million`` is ``2 million``."""
    low = _HUNDREDS.sub(lambda found: f"{NUMBER_WORDS.get(found[1], found[1])}00 ", low)
    low = _WORD_SCALE.sub(lambda found: NUMBER_WORDS[found[1]], low)
    return low if low.isascii() else _HAN_SCALE.sub(lambda found: NUMBER_WORDS[found[1]], low)


def amount(digits: str, scale: str | None) -> float:
    """What digits with marks and a scale stand for; a mark groups thousands in full groups of three."""
    bare = digits.strip().strip(".,'")
    if _GROUPED.fullmatch(bare) and not (scale and re.fullmatch(r"\d{1,3}[.,]\d{3}", bare)):
        value = float(re.sub(r"\D", "", bare))
    else:
        bare = re.sub(r"[ '\u00a0]", "", bare)
        value = _decimal(bare)
    return min(value * 10 ** SCALES.get((scale or "").strip("."), 0), float(MOST))


def _decimal(bare: str) -> float:
    last = max(bare.rfind("."), bare.rfind(","))
    whole, part = (bare[:last], bare[last + 1 :]) if last >= 0 else (bare, "")
    digits = re.sub(r"\D", "", whole)[:16] or "0"
    return float(f"{digits}.{re.sub(r'[^0-9]', '', part)[:16] or '0'}")
