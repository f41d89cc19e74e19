"""Studies in a file: chunks of worlds as they are finished, and where a long world was put aside.

A study is known by a hash of everything its worlds follow from; the number of worlds is no part of it, so
more worlds of the same study can be added later. Each chunk is one transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from sqlite_utils import Database

from outreach_sim.errors import RunError
from outreach_sim.inputs.paths import printable
from outreach_sim.market.observers.sequences import SequenceCounts
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import WorldsResult
from outreach_sim.market.state.events import Query
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.arrays import Arrays, pack, unpack
from outreach_sim.storage.saves.database import UNREADABLE, damaged, transaction, why
from outreach_sim.storage.saves.embed import letters_json
from outreach_sim.storage.saves.hash_chain import canonical, fold
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.study_file import KIND, OTHER, STUDY, file_to_write, open_file
from outreach_sim.study.run import TakeState

REST_SECONDS = 5.0
"""A chunk that runs longer is put aside as often as this, and no more than a tenth of the time."""
DIGEST_BYTES = 32
_SEQUENCES = "sequences."
_PLAIN = [f.name for f in fields(WorldsResult) if f.name not in ("digests", "sequences", "journeys")]
"""Columns of a result that are arrays; the others are taken apart."""


def identity(scenario: Scenario, seed: int, queries: Sequence[Query]) -> str:
    """A hash, hexadecimal, over all that the worlds of a study follow from."""
    setup = scenario.setup
    texts = [
        engine(),
        scenario.spec.model_dump_json(),
        json.dumps(asdict(setup.parameters)),
        letters_json(setup.letters),
        str(seed),
        repr(tuple(queries)),
        repr([f.name for f in (*fields(WorldsResult), *fields(SequenceCounts))]),  # what is counted
    ]
    return fold([canonical(texts), *_people_bytes(setup)]).hex()


def _people_bytes(setup: Setup) -> list[bytes]:
    columns = [getattr(setup.people, field.name) for field in fields(setup.people)]
    return [hashlib.sha256(np.ascontiguousarray(column).data).digest() for column in columns]


class StudyFile:
    """One study in a file that may hold several; a ``study.run.Keeper``. Use it in a ``with`` block.

    Attributes:
        kept_worlds: worlds of this study that are on the disk.
        other_rules: worlds of the same scenario and seed from another engine; they are left alone.

    Raises:
        BadInputError: the file is something else, damaged, of a newer version, or cannot be written to.
        RunError: another process writes to it, or the disk is full.
    """

    def __init__(self, path: Path, scenario: Scenario, seed: int, queries: Sequence[Query]) -> None:
        self.path = path
        self.kept_worlds = 0
        self._seconds, self._since = REST_SECONDS, time.monotonic()
        target = file_to_write(path)
        self._lock = Lock(target)
        self._db = open_file(path, target, self._lock)
        try:
            with self._reading():
                self._study = self._find(scenario, seed, identity(scenario, seed, queries))
                self.other_rules = self._worlds_of_other_rules(scenario, seed)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> StudyFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what is in it lasts."""
        self._db.close()
        self._lock.release()

    def done(self, worlds: int) -> list[WorldsResult]:
        """Finished chunks among the first so many worlds; no world is in two of them.

        Raises:
            BadInputError: one is not as it was written.
        """
        sql = (
            "SELECT first, worlds, header, data, seal FROM chunk WHERE study = ? ORDER BY first, worlds DESC"
        )
        results, at = [], 0
        with self._reading():
            for first, count, header, data, seal in self._db.execute(sql, [self._study]):
                if first >= at and first + count <= worlds:
                    results.append(_result(self._arrays(header, data, seal), range(first, first + count)))
                    at = first + count
        self.kept_worlds = sum(len(result.replications) for result in results)
        return results

    # -- study.run.Keeper --------------------------------------------------------------------------

    def keep(self, result: WorldsResult) -> None:
        """A chunk is finished; it is on the disk when this returns."""
        header, data = pack(_as_arrays(result))
        first, count = int(result.replications[0]), len(result.replications)
        hires = int(result.race[:, -1, :, 1].sum())
        with self._writing():
            self._db.conn.execute(
                "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self._study, first, count, hires, header, data, _seal(header, data)),
            )
            self._db.conn.execute(
                "DELETE FROM state WHERE study = ? AND first >= ? AND first < ?",
                (self._study, first, first + count),
            )
        self.kept_worlds += count
        self._since = time.monotonic()

    def day(self, replications: range, state: TakeState) -> None:
        """Put a long chunk aside, if it is time to."""
        began = time.monotonic()
        if began - self._since < self._seconds:
            return
        arrays = state()
        day = int(arrays["day"][0])
        header, data = pack(arrays)
        del arrays  # a tenth of a large world, and the database needs room for the data
        key = (self._study, replications.start, len(replications))
        with self._writing():
            self._db.conn.execute(
                "INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, day, header, data, _seal(header, data)),
            )
        self._since = time.monotonic()
        self._seconds = max(REST_SECONDS, 10 * (self._since - began))

    def state_of(self, replications: range) -> Arrays | None:
        """Where a chunk was put aside, if it was."""
        with self._reading():
            row = self._db.execute(
                "SELECT header, data, seal FROM state WHERE study = ? AND first = ? AND worlds = ?",
                [self._study, replications.start, len(replications)],
            ).fetchone()
        return None if row is None else self._arrays(*row)

    # -- reading and writing -----------------------------------------------------------------------

    def _find(self, scenario: Scenario, seed: int, known_by: str) -> int:
        """The row of the study, made where there is none."""
        row = self._db.execute("SELECT id FROM study WHERE identity = ?", [known_by]).fetchone()
        if row is not None:
            return int(row[0])
        values = {
            "id": None,
            "identity": known_by,
            "scenario": scenario.name,
            "title": scenario.title,
            "spec": scenario.spec.model_dump_json(),
            "parameters": json.dumps(asdict(scenario.setup.parameters)),
            "seed": seed,
            "days": scenario.days,
            "engine": engine(),
        }
        with self._writing():
            marks = ", ".join("?" * len(STUDY))
            self._db.conn.execute(f"INSERT INTO study VALUES ({marks})", [values[c] for c in STUDY])  # noqa: S608
        return int(self._db.execute("SELECT id FROM study WHERE identity = ?", [known_by]).fetchone()[0])

    def _worlds_of_other_rules(self, scenario: Scenario, seed: int) -> int:
        """Worlds of the same scenario and seed that the file holds from another engine."""
        sql = (
            "SELECT coalesce(sum(worlds), 0) FROM chunk JOIN study ON study.id = chunk.study "
            "WHERE study.spec = ? AND study.seed = ? AND study.engine <> ?"
        )
        row = self._db.execute(sql, [scenario.spec.model_dump_json(), seed, engine()]).fetchone()
        return int(row[0])

    def _arrays(self, header: str, data: bytes, seal: bytes) -> Arrays:
        return arrays_of(self.path, header, data, seal)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What a damaged file makes SQLite say becomes a sentence."""
        try:
            yield
        except UNREADABLE as error:
            raise damaged(self.path, f"this {KIND.noun} is damaged ({why(error)})", OTHER) from None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction; what the disk refuses becomes a sentence."""
        try:
            with transaction(self._db):
                yield
        except (OSError, sqlite3.Error) as error:
            message = f"{printable(self.path)} cannot be written to ({why(error)})"
            raise RunError(f"{message}; what was finished before is kept") from None


def worlds_in(db: Database, path: Path, study: int) -> dict[int, bytes]:
    """Digests of the finished worlds of a study, by their numbers from 0, in order.

    Raises:
        BadInputError: a chunk is not as it was written.
    """
    found: dict[int, bytes] = {}
    sql = "SELECT first, header, data, seal FROM chunk WHERE study = ? ORDER BY first, worlds"
    for first, header, data, seal in db.execute(sql, [study]):
        digests = arrays_of(path, header, data, seal)["digests"]
        found |= {first + i: row.tobytes() for i, row in enumerate(digests)}
    return dict(sorted(found.items()))


def arrays_of(path: Path, header: str, data: bytes, seal: bytes) -> Arrays:
    """What a chunk or a state holds.

    Raises:
        BadInputError: it is not as it was written.
    """
    if _seal(header, data) != seal:
        raise damaged(path, "a chunk of this study is not as it was written", OTHER)
    try:
        return unpack(header, data)
    except ValueError as error:
        raise damaged(path, f"a chunk of this study cannot be read ({why(error)})", OTHER) from None


def _seal(header: str, data: bytes) -> bytes:
    return fold([header.encode("utf-8"), data])


def _as_arrays(result: WorldsResult) -> Arrays:
    """Everything counted; what was not asked for is left out.

    Raises:
        RunError: sequences were noted one by one, which no file of studies has room for.
    """
    if result.journeys is not None:
        raise RunError("sequences that are noted one by one are not kept in a file")
    digests = np.frombuffer(b"".join(result.digests), dtype=np.uint8).reshape(-1, DIGEST_BYTES)
    arrays = {name: array for name in _PLAIN if (array := getattr(result, name)) is not None}
    if result.sequences is not None:
        counts = result.sequences
        arrays |= {f"{_SEQUENCES}{f.name}": np.asarray(getattr(counts, f.name)) for f in fields(counts)}
    return arrays | {"digests": digests}


def _result(arrays: Arrays, replications: range) -> WorldsResult:
    counts = {name.removeprefix(_SEQUENCES): a for name, a in arrays.items() if name.startswith(_SEQUENCES)}
    columns: dict[str, Any] = {name: arrays[name] for name in _PLAIN if name in arrays}
    columns["digests"] = tuple(row.tobytes() for row in arrays["digests"])
    if counts:
        period_days = int(counts.pop("period_days"))
        columns["sequences"] = SequenceCounts(period_days, **counts)
    result = WorldsResult(**columns)
    if result.replications.tolist() != list(replications):
        raise RunError("a chunk of this study holds other worlds than it says")
    return result
