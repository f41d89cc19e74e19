"""Looks at the bytes of a table before anybody reads it: what kind of file it is, how its text is encoded."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import problem

_AS_CSV = "open it there and save the sheet as CSV (UTF-8, commas)"
_KINDS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (xls), or a locked one",
        _AS_CSV,
    ),
    (b"%PDF", "a PDF", "export the table itself as CSV"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it"),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
    (b"PAR1", "a Parquet file", "export the table as CSV"),
    (b"{\\rtf", "a text document (RTF)", "export the table itself as CSV"),
)
"""First bytes, what they are the beginning of, and what to do."""
_IN_A_ZIP = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument workbook (ods)", _AS_CSV),
    (b"xl/workbook.bin", "an Excel workbook (xlsb)", _AS_CSV),
    (b"xl/", "an Excel workbook (xlsx)", _AS_CSV),
    (b"Index/", "a Numbers workbook", _AS_CSV),
    (b"word/", "a text document (docx)", "export the table itself as CSV"),
)
"""What names of the parts of an archive, which stand in it as they are, say of it."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "in UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "in UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "in UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "in UTF-16"),
)
"""Byte-order marks, the codecs they belong to, and how those are called where they are not what is wanted."""
_LOOKED_AT = 4_000


class Text(NamedTuple):
    """What a table says.

    Attributes:
        text: without a byte-order mark.
        encoding: what the text "is" where it is not UTF-8, such as "in UTF-16"; else empty.
    """

    text: str
    encoding: str


def decoded(data: bytes, path: Path) -> Text:
    """The text of a table, in whatever encoding it is.

    Raises:
        BadInputError: it is no text at all, but a workbook or the like.
    """
    found = _kind(data)
    if found:
        raise problem(path, f"this is {found[0]}, not CSV", found[1])
    codec, called = _encoding(data)
    try:
        return Text(data.decode(codec), called)
    except UnicodeDecodeError:
        if codec not in ("utf-8", "utf-8-sig"):
            raise _not_utf8(path, called) from None
    at = _first_bad(data)
    line = data.count(b"\n", 0, at) + 1
    called = f"not UTF-8 (first in line {line}) but probably Windows-1252"
    # Five bytes mean nothing there; every byte means something in Latin-1.
    return Text(data.decode("cp1252", "replace"), called)


def _kind(data: bytes) -> tuple[str, str] | None:
    """What a file is that is no text, and what to do with it."""
    if data.startswith(b"PK\x03\x04"):
        parts = ((kind, cure) for name, kind, cure in _IN_A_ZIP if name in data)
        return next(parts, ("an archive (zip), perhaps a workbook", _AS_CSV))
    return next(((kind, cure) for first, kind, cure in _KINDS if data.startswith(first)), None)


def _encoding(data: bytes) -> tuple[str, str]:
    """The codec, and how it is called where it is not UTF-8."""
    for mark, codec, called in _MARKS:
        if data.startswith(mark):
            return codec, called
    # Latin text in UTF-16 has a zero in every other byte.
    head = data[:_LOOKED_AT]
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[start::2]
        if half and half.count(0) > len(half) // 2:
            return codec, "in UTF-16"
    return "utf-8", ""


def _first_bad(data: bytes) -> int:
    """Where the first byte stands that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _not_utf8(path: Path, called: str) -> BadInputError:
    return problem(path, f"this text begins {called} and does not go on so", "save it as CSV (UTF-8, commas)")
