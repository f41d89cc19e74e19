"""Headers of mail files, encoded so that every reader that follows the standards reads what was meant.

RFC 2047 (words outside ASCII) and RFC 5322 (names of addresses). The encoding is ``email.header``'s, and so
is the decoding that checks it: the parser that comes with ``email.policy.default`` puts blanks between the
parts of a long encoded name, and folds names in quotes so that they lose them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses, quote
from typing import Any

from outreach_sim.inputs.text import clean

MAX_LINE = 76
"""Characters of a line that holds encoded words."""
MAX_NAME = 200
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
"""A name that needs no quotes."""
_ADDRESS_LIKE = re.compile(r"[<>@]")
_FOLD = re.compile(r"\r?\n(?=[ \t])")


class Encoded(str):
    """A header as it stands in a file.

    Attributes:
        meant: what a reader makes of it; of an address, its name.
        address: of an address, where it goes; else empty.
    """

    __slots__ = ("address", "meant")
    meant: str
    address: str


class AsEncoded(EmailPolicy):
    """Headers are written as they were set, not parsed and folded anew."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """The header as it was set, if it is one."""
        if re.search(r"[\r\n](?![ \t])", value):
            raise ValueError("a header has one line, or folded ones")
        return name, value

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The same again."""
        return value

    def fold(self, name: str, value: str) -> str:
        """Its lines."""
        return f"{name}: {value}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii")


def header_text(text: str, length: int) -> str:
    """Text that stays one header: no line ends, and nothing that a parser decodes into one."""
    return clean(text, length).replace("=?", "= ?")


def display_name(name: str) -> str:
    """A name that is not taken for an address, whoever reads it and however."""
    return clean(header_text(_ADDRESS_LIKE.sub(" ", name), MAX_NAME))


def text_header(name: str, text: str) -> Encoded:
    """A header that says ``text``, which ``header_text`` returned."""
    return _encoded(_words(name, text, plain=text.isascii()), text)


def address_header(header: str, name: str, address: str) -> Encoded:
    """A header with one address.

    Args:
        header: what it is called.
        name: as ``display_name`` returned it.
        address: in ASCII.
    """
    words = _phrase(header, name)
    line = len(words.rpartition("\n")[2]) + (0 if "\n" in words else len(header) + 2)
    gap = "\n " if line + len(address) + 3 > MAX_LINE else " "
    return _encoded(f"{words}{gap}<{address}>", name, address)


def misread(content: EmailMessage, seen: Any) -> Iterator[str]:
    """Headers of a message that somebody who reads its bytes would take otherwise than they are meant.

    Args:
        content: its headers are ``Encoded``, or ASCII that stands for itself.
        seen: what a parser makes of the bytes, headers as they stand.
    """
    there, wanted = seen.keys(), content.keys()
    yield from sorted(set(there) ^ set(wanted))
    yield from sorted({name for name in there if there.count(name) > 1})
    for name in sorted(set(there) & set(wanted)):
        meant = content[name]
        expected = (meant.meant, meant.address) if isinstance(meant, Encoded) else (_unfolded(meant), "")
        if _read(str(seen[name]), is_address=bool(expected[1])) != expected:
            yield name


def _phrase(header: str, name: str) -> str:
    """A name as it stands before an address: bare, in quotes, or encoded."""
    if not name.isascii() or len(name) > MAX_LINE - len(header) - 4:
        return _words(header, name, plain=_ATOMS.fullmatch(name) is not None)
    return name if _ATOMS.fullmatch(name) else f'"{quote(name)}"'


def _words(header: str, text: str, *, plain: bool) -> str:
    """A text folded to lines; as it is where it can be ``plain`` and no word is too long for a line."""
    fits = max(map(len, text.split(" "))) < MAX_LINE - len(header) - 2
    charset = "us-ascii" if plain and fits else "utf-8"
    return Header(text, charset, MAX_LINE, header).encode(splitchars=" ", linesep="\n")


def _encoded(value: str, meant: str, address: str = "") -> Encoded:
    result = Encoded(value)
    result.meant, result.address = meant, address
    return result


def _unfolded(value: str) -> str:
    return _FOLD.sub("", value)


def _read(value: str, *, is_address: bool) -> tuple[str, str] | None:
    """What a reader makes of a header: its text, or the name and address of the only one it names."""
    try:
        if not is_address:
            return _decoded(_unfolded(value)), ""
        (name, address), *others = getaddresses([_unfolded(value)])
        return None if others else (_decoded(name), address)
    except (HeaderParseError, ValueError, LookupError):
        return None


def _decoded(text: str) -> str:
    return str(make_header(decode_header(text)))
