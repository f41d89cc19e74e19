"""Full text over mails: who wrote to whom, subject and body, by SQLite's FTS5.

The index lives in memory and is made of mails that were just rendered: nothing of it is kept, so nothing can
be stale, damaged or forged. What is asked for is never a query of SQLite's own: every word goes in quotes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from outreach_sim.errors import RunError, UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.storage.correspondence.threads import Mail

MAX_QUERY = 400
"""Characters that may be asked for."""
MAX_WORDS = 32
_APART, _BEGIN, _END = "\x1f", "\x02", "\x03"
"""Between characters that are words by themselves, and around what was found: cleaned text has none."""
_UNSPACED = re.compile(
    "(["
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\uff66-\uff9f"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
    "])"
)
"""Scripts without blanks between words: SQLite would take a whole sentence for one word."""
_MARKS = re.compile(f"[{_APART}{_BEGIN}{_END}]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_TABLE = (
    "CREATE VIRTUAL TABLE mail USING fts5(who, subject, body, "
    "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
)
_MATCHING = "SELECT rowid FROM mail WHERE mail MATCH ? ORDER BY bm25(mail, 2.0, 3.0, 1.0), rowid DESC"
_SHOWN = (
    f"SELECT highlight(mail, 1, '{_BEGIN}', '{_END}'), highlight(mail, 2, '{_BEGIN}', '{_END}'), "  # noqa: S608
    f"snippet(mail, 2, '{_BEGIN}', '{_END}', '…', 24) FROM mail WHERE mail MATCH ? AND rowid = ?"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and where in it something was found: first place, and place after the last."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A mail that was found: its subject, its body, and the part of it that tells why, on one line."""

    mail: Mail
    subject: Marked
    body: Marked
    snippet: Marked


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all.

    Attributes:
        near: whether nothing holds the words, and these are only near to them.
    """

    hits: tuple[Hit, ...]
    total: int
    near: bool = False


def everything(mail: Mail) -> bool:
    """Take every mail."""
    return True


class Index:
    """Mails that can be searched; it grows with the game."""

    def __init__(self, who: Callable[[Mail], str]) -> None:
        """Empty.

        Args:
            who: the names of those who wrote and were written to.

        Raises:
            RunError: this SQLite has no full-text search.
        """
        self._who = who
        self._mails: list[Mail] = []
        self._db = sqlite3.connect(":memory:")
        try:
            self._db.execute(_TABLE)
        except sqlite3.OperationalError as error:
            raise _without_search(error) from None

    def __len__(self) -> int:
        return len(self._mails)

    def add(self, mails: Iterable[Mail]) -> None:
        """Take mails in, in the order of their dates."""
        added = list(mails)
        rows = [
            (_apart(self._who(mail)), _apart(mail.letter.subject), _apart(mail.letter.body)) for mail in added
        ]
        self._db.executemany("INSERT INTO mail (who, subject, body) VALUES (?, ?, ?)", rows)
        self._mails += added

    def find(
        self,
        words: str,
        most: int,
        accepts: Callable[[Mail], bool] = everything,
        *,
        newest_first: bool = False,
    ) -> Found:
        """What holds all these words, the best first: rare words and subjects count for more.

        Args:
            words: a word finds all that begin like it; words in quotes stand side by side as they are.
            most: so many hits are shown.
            accepts: which mails count.
            newest_first: by date instead.

        Raises:
            UsageError: nothing can be looked for.
        """
        query = query_of(words)
        rows = [row for (row,) in self._db.execute(_MATCHING, [query]) if accepts(self._mails[row - 1])]
        if newest_first:
            rows.sort(reverse=True)
        return Found(tuple(self._hit(query, row) for row in rows[:most]), len(rows))

    def _hit(self, query: str, row: int) -> Hit:
        subject, body, snippet = self._db.execute(_SHOWN, [query, row]).fetchone()
        folded = _marked(" ".join(snippet.replace(_APART, "").split()))
        return Hit(self._mails[row - 1], _marked(subject), _marked(body), folded)


def query_of(words: str) -> str:
    """What SQLite is asked: every word or phrase in quotes, so that none of them is an operator.

    Raises:
        UsageError: there is no word in it, or too many.
    """
    text = clean(words, MAX_QUERY + 1).translate(_QUOTES)
    if len(text) > MAX_QUERY:
        raise UsageError(f"a search may be at most {MAX_QUERY} characters long")
    parts = [(phrase, "") if phrase else (word, "*") for phrase, word in _PART.findall(text)]
    asked = [f'"{_apart(part)}"{star}' for part, star in parts if any(map(str.isalnum, part))]
    if not asked:
        raise UsageError("there is no word to search for: name one, such as compute")
    if len(asked) > MAX_WORDS:
        raise UsageError(f"a search may have at most {MAX_WORDS} words")
    return " ".join(asked)


def _apart(text: str) -> str:
    return _UNSPACED.sub(rf"{_APART}\1{_APART}", _MARKS.sub("", text))


def _marked(text: str) -> Marked:
    """The text without what was put into it, and the places of the marks."""
    plain, marks, begun = "", [], 0
    for piece in re.split(f"([{_BEGIN}{_END}])", text.replace(_APART, "")):
        if piece == _BEGIN:
            begun = len(plain)
        elif piece == _END:
            marks.append((begun, len(plain)))
        else:
            plain += piece
    return Marked(plain, tuple(marks))


def _without_search(error: sqlite3.OperationalError) -> RunError:
    return RunError(
        f"the SQLite of this Python ({sqlite3.sqlite_version}) was built without the full-text search FTS5 "
        f"({clean(str(error), 80)}); with another Python, such as python.org's, mails can be searched"
    )
