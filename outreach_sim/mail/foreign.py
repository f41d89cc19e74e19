"""Fields of other mail programs in a letter's text: they would reach the reader as they stand.

Marks that mean nothing else (``*|FNAME|*``, ``%%first%%``) are told whatever they hold. Brackets, percent and
dollar signs also stand in prices, code and quotations; between those only words count that such fields have:
those of ``fixtures/foreign_fields.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.fields import FIELDS

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CODE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\bf\"[^\"\n]*\"|\bf'[^'\n]*'|^(?: {4}|\t)[^\n]*", re.DOTALL | re.MULTILINE
)
_SAYING = r"[^\W\d_]{2,30}(?:[ ,!]{1,3}[^\W\d_]{2,30}){0,8}[ ,!]{0,3}"
_ALWAYS = re.compile(
    r"\*\|[^|\n]{1,60}\|\*"
    r"|%%[^%\n]{1,60}%%"
    r"|<%[^%\n]{1,60}%>"
    r"|\{![\w.]{1,60}\}"
    r"|<<[^\W\d_](?:[\w .-]{0,40}\w)?>>"
    rf"|\{{{_SAYING}(?:\|{_SAYING})+\}}"  # one of several wordings, picked by chance
)
_LABEL = r"[^\W\d_][\w .:'-]{0,48}"
_LOUD = r"(?:[A-Z][A-Z_]{2,40}|[a-z]+_[a-z_]{1,40})"
_BY_WORDS = re.compile(
    rf"\$\{{({_LABEL})\}}|\$\(({_LABEL})\)|\(\(({_LABEL})\)\)|<<\s({_LABEL})>>"
    rf"|(?<![\w|])\|{{1,2}}({_LOUD})\|{{1,2}}(?![\w|])|\$({_LOUD})\$"
    rf"|(?<![\w\\$}}])\{{({_LABEL})(?:\|[^{{}}\n]{{0,60}})?\}}+"
    rf"|(?<![\w\])])\[{{1,2}}({_LABEL})(?:[,|\"][^\[\]\n]{{0,60}})?\]{{1,2}}(?![(\[:\w])"
    rf"|(?<![\w<])<({_LABEL})>"
    rf"|«({_LABEL})»"
    rf"|(?<![\w%/=&?-])%({_LABEL})%"
    rf"|(?<![\w#])\#{{1,2}}({_LABEL})\#{{1,2}}"
    r"|(?<!\w)__([A-Z][A-Z_]{2,40})__"
    r"|@@?([A-Za-z]\w{2,40})@@?"
    r"|(?<![\w$])\$([A-Za-z]+_[A-Za-z_]{2,40}|[a-z]+[A-Z][A-Za-z]{2,40}|(?i:[fl]name|(?:fir|la)stname))\b(?!\$)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something of another program: where it starts in the text, and what would be right."""

    start: int
    text: str
    hint: str


def foreign_fields(source: str) -> Iterator[Found]:
    """What looks like a field of another program, in the order of the text; tags and code do not."""
    text = without_tags(source)
    every = [*_ALWAYS.finditer(text), *(match for match in _BY_WORDS.finditer(text) if _is_field(match))]
    taken = 0
    for match in sorted(every, key=lambda match: (match.start(), -match.end())):
        if match.start() >= taken:
            taken = match.end()
            yield Found(match.start(), match[0], _hint(match))


def without_tags(source: str) -> str:
    """The text with NULs where tags and code stand, so that everything else keeps its place."""
    for hidden in (_TAG, _CODE):
        source = hidden.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), source)
    return source


def foreign_hint(label: str) -> str | None:
    """What would be right instead of another program's name for a field; ``None`` for any other word."""
    field = _vocabulary().meant.get(_key(label))
    if field:
        return f"write {{{{ {field} }}}}"
    if re.search(r"unsub|opt.?out|browser|webversion", label, re.IGNORECASE):
        return "leave it out: nobody is subscribed here"
    return None


def _hint(match: re.Match[str]) -> str:
    label = _label(match)
    if label.startswith("{") and "|" in label:
        return "write one of them"
    return foreign_hint(label) or f"the fields are {', '.join(FIELDS)}, as in {{{{ first_name }}}}"


def _label(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), match[0])


def _is_field(match: re.Match[str]) -> bool:
    known, label = _vocabulary(), _label(match)
    words = _words(label)
    if not words or (match[0][0] in "[<" and label in known.ordinary):
        return False
    asked = words[0] in known.asking and len(words) > 1
    return asked or _key(label) in known.names or (len(words) > 1 and known.parts.issuperset(words))


def _words(label: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", label.replace("'s", "")).encode("ascii", "ignore").decode()
    return [word.lower() for word in _WORDS.findall(plain)]


def _key(label: str) -> str:
    words = _words(label)
    return "".join([word for word in words if word not in _vocabulary().about] or words)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of ``fixtures/foreign_fields.toml``.

    Attributes:
        meant: our field by another program's name for it.
        names: names of whole fields, those that there are not here included.
        parts: words of which longer names are made.
        about, asking, ordinary: as the file has them.
    """

    meant: Mapping[str, str]
    names: frozenset[str]
    parts: frozenset[str]
    about: frozenset[str]
    asking: frozenset[str]
    ordinary: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    text = (shipped_folder("fixtures") / "foreign_fields.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    others = tables["others"]
    meant = {word: field for field, words in tables["ours"].items() for word in words}
    meant |= {name.replace("_", ""): name for name in FIELDS}
    names = frozenset(meant) | frozenset(others["names"])
    about = frozenset(others["about"])
    return _Vocabulary(
        meant=meant,
        names=names,
        parts=names | about | frozenset(others["parts"]),
        about=about,
        asking=frozenset(others["asking"]),
        ordinary=frozenset(others["ordinary"]),
    )
