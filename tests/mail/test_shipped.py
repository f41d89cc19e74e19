"""The kept tables of the shipped letters are those of the letters themselves."""

import json
import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.shipped import (
    TABLES,
    as_text,
    compiled_tables,
    kept_library,
    kept_tables,
    measured_library,
)
from outreach_sim.mail.tables import plain_tables
from outreach_sim.market.letters import LetterTables

FOLDER = shipped_folder("templates")


def copy_of_the_templates(folder: Path) -> Path:
    shutil.copytree(FOLDER, folder / "templates")
    return folder / "templates"


def arrays(tables: LetterTables) -> list[np.ndarray]:
    groups = (tables, tables.wording, tables.claims)
    columns = [getattr(group, field.name) for group in groups for field in fields(group)]
    return [column for column in columns if isinstance(column, np.ndarray)]


def test_the_kept_tables_are_what_the_letters_compile_to() -> None:
    kept, fresh = kept_tables(FOLDER), compiled_tables()
    assert kept is not None, "stale: run python -m outreach_sim.mail.shipped"
    assert plain_tables(kept) == plain_tables(fresh)
    for a, b in zip(arrays(kept), arrays(fresh), strict=True):
        assert np.array_equal(a, b) and a.dtype == b.dtype
    library = measured_library(fresh)
    assert kept_library(FOLDER) == library and len(library.rows) == 8, "topics stand in the mass mail"
    assert (FOLDER / TABLES).read_text(encoding="utf-8") == as_text(FOLDER, fresh, library)


def test_an_edited_letter_makes_them_stale_and_a_reply_does_not(tmp_path: Path) -> None:
    folder = copy_of_the_templates(tmp_path)
    assert kept_tables(folder) is not None
    file = folder / "recruiter.md"
    before = file.read_bytes()
    file.write_bytes(before + b"One more line.\n")
    assert kept_tables(folder) is None
    file.write_bytes(before.replace(b"\n", b"\r\n"))
    assert kept_tables(folder) is not None, "line ends are no edit"
    deck = folder / "replies" / "en" / "quit.toml"
    deck.write_bytes(deck.read_bytes() + b"# The market never reads a reply.\n")
    assert kept_tables(folder) is not None


def test_a_missing_or_damaged_file_is_no_error(tmp_path: Path) -> None:
    folder = copy_of_the_templates(tmp_path)
    whole = json.loads((folder / TABLES).read_text(encoding="utf-8"))
    for text in (
        "",
        "[]",
        "{",
        json.dumps(whole | {"mistakes": [["x"]]}),
        json.dumps(whole | {"wording": {}}),
        json.dumps({"of": whole["of"]}),
    ):
        (folder / TABLES).write_text(text, encoding="utf-8")
        assert kept_tables(folder) is None
    (folder / TABLES).unlink()
    assert kept_tables(folder) is None
