"""Tables from elsewhere: one sentence says what they are, rows are judged all the same, oddities are told."""

import zipfile
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.scenario.candidates_csv import read_candidates
from outreach_sim.scenario.columns import find_header, meant_by
from outreach_sim.scenario.population import Population

HEADER = "name,employer,pay_usd"
ROW = "Ada Braun,south,500000\n"


def read(folder: Path, text: str | bytes) -> Population:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_candidates(path, None)


def problems(folder: Path, text: str | bytes) -> list[Problem]:
    with pytest.raises(BadInputError) as caught:
        read(folder, text)
    return list(caught.value.problems)


def only(folder: Path, text: str | bytes) -> str:
    (problem,) = problems(folder, text)
    return f"{problem.message}, {problem.hint}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEADER}\n{ROW}".replace(",", ";"), "the table is separated by semicolons, save it as CSV"),
        (f"{HEADER}\n{ROW}".replace(",", "\t"), "is separated by tabs"),
        (f"{HEADER}\n{ROW}".replace(",", "|"), "is separated by vertical bars"),
        ("sep=;\n" + f"{HEADER}\n{ROW}".replace(",", ";"), "has its header in line 2"),
        (f'Notes:\n"One, two."\n\n{HEADER}\n{ROW}', "header in line 4, take out the 3 lines above it"),
        (f"{HEADER}\n{ROW}".encode("utf-16"), "the table is in UTF-16, save it as CSV (UTF-8, commas)"),
        (f"{HEADER}\n{ROW}".encode("utf-16-le"), "is in UTF-16"),
        (f"{HEADER}\n{ROW}".encode("utf-32"), "is in UTF-32"),
        (f"{HEADER}\nJörg Braun,south,500000\n".encode("cp1252"), "not UTF-8 (first in line 2) but probably"),
        (
            "Name;Firma;Gehalt\nAda;south;1\n",
            "separated by semicolons and calls employer 'Firma' and pay_usd",
        ),
        ("Full Name,Company,Current Salary\nAda,south,1\n", "calls name 'Full Name', employer 'Company' and"),
        (
            "Vorname,Nachname,employer,pay_usd\nA,B,south,500000\n",
            "join 'Vorname' and 'Nachname' in one column",
        ),
        ("name,employer\nAda,south\n", "has no column 'pay_usd'"),
        (
            "employer,pay_usd,Last Name\nsouth,1m,B\n",
            "no column 'name' and has 1 column that is not known ('Last",
        ),
        (b"\1\2\3\0\4\5\6\7", "this is no text"),
        (
            "name,pay_usd,Company Name (current)\nAda,500000,South\n",
            "calls employer 'Company Name (current)'",
        ),
        ("name,employer,pay_usd,Name\nAda,south,500000,Eve\n", "'name' that stands there twice"),
        (ROW, f"names no column that is known, put a line above: {HEADER}"),
        ('[{"name": "Ada"}]', "this is JSON, not CSV"),
        ("<html><table><tr><td>name", "this is HTML or XML, not CSV"),
    ],
)
def test_one_sentence_says_what_the_table_is(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in only(tmp_path, text)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/workbook.xml", "an Excel workbook (xlsx)"),
        ("xl/workbook.bin", "an Excel workbook (xlsb)"),
        ("Index/Document.iwa", "a Numbers workbook"),
        ("people.csv", "an archive (zip)"),
    ],
)
def test_a_workbook_is_called_one_whatever_its_name(tmp_path: Path, part: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "book", "w") as book:
        book.writestr(part, "x")
    assert words in only(tmp_path, (tmp_path / "book").read_bytes())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel workbook (xls)"),
        (
            b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "an OpenDocument workbook (ods)",
        ),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\xff\xfea", "begins in UTF-16 and does not go on so"),
    ],
)
def test_what_is_no_text_is_told_by_its_first_bytes(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in only(tmp_path, data)


def test_an_export_of_an_applicant_tracking_system_is_diagnosed_at_once(tmp_path: Path) -> None:
    header = "Candidate ID,First Name,Last Name,Company,Title,Location,Applied On,Salary Expectation,Notes,,"
    said = only(tmp_path, f"{header}\n7,Ada,Braun,South,Scientist,Bern,14.01.2026,450k - 480k,=x,,\n")
    assert "calls employer 'Company', pay_usd 'Salary Expectation' and city 'Location'" in said
    assert "has the name in 'First Name' and 'Last Name'" in said
    assert "4 columns that are not known ('Candidate ID', 'Title', 'Applied On' and 'Notes')" in said
    assert "2 columns without a name" in said and said.endswith("what is not known is ignored")


def test_the_page_on_candidates_shows_what_is_said(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "candidates.md").read_text(encoding="utf-8")
    header = "First Name,Last Name,Company,Stage,Applied On,Salary"
    said = only(tmp_path, f"{header}\nAda,Braun,South,Phone,14.01.2026,500000\n")
    assert said in " ".join(page.split())


def test_rows_are_judged_whatever_the_table_is(tmp_path: Path) -> None:
    rows = 'Ada;south;"1,5"\nBo;south;12%\nCy;south;12%\n'
    table, first, second = problems(tmp_path, f"Export\n{HEADER}\n".replace(",", ";") + rows)
    assert "header in line 2" in table.message
    assert (first.line, first.column, first.where) == (3, 11, "pay_usd")
    assert (second.line, second.message) == (
        4,
        "'12%' is a percentage, where a whole number is meant (in 2 rows)",
    )


def test_columns_that_are_not_known_or_have_no_name_are_ignored_and_told_once(tmp_path: Path) -> None:
    people = read(
        tmp_path, f"{HEADER},Impct,vip,,\nAda,south,500000,7,x,,\nBo,south,1m,7\nCy,south,1m,,,,,,\n"
    )
    assert len(people) == 3 and people.people.impact.tolist() == [100, 100, 100]
    (note,) = people.left_out
    assert (note.line, note.message) == (
        1, "the table has 2 columns that are not known ('Impct' and 'vip') and 2 columns without a name",
    )  # fmt: skip
    assert note.hint == "what is not known is ignored; rename 'Impct' if it is impact"


def test_case_blanks_and_marks_make_no_other_column(tmp_path: Path) -> None:
    people = read(tmp_path, "NAME, Employer ,Pay (USD),Former-Team\nAda,south,500000,vision\n")
    assert people.left_out == () and people.book.profile(0).former_team == "vision"


def test_a_blank_after_a_separator_is_no_part_of_a_cell(tmp_path: Path) -> None:
    people = read(tmp_path, 'name, employer, pay_usd\n"A, B", "south", "1,500,000"\n')
    assert people.people.pay_usd.tolist() == [1_500_000]
    (problem,) = problems(tmp_path, 'name, employer, pay_usd\nA, "so,uth", "1,5"\n')
    assert (problem.line, problem.column) == (2, 13)


def test_cells_that_are_too_many_or_too_few_are_a_complaint(tmp_path: Path) -> None:
    assert only(tmp_path, f"{HEADER}\nAda,south\n") == "has 2 cells, the header has 3, "
    assert "a text that holds a comma goes in quotes" in only(tmp_path, f"{HEADER}\nAda,south,500,000\n")


@pytest.mark.parametrize(
    ("cell", "column"),
    [("Company", "employer"), ("E-Mail", "email"), ("employr", "employer"), ("Title", ""), ("Stage", ""),
     ("Candidate ID", ""), ("Research Area", "topic"), ("", "")],
)  # fmt: skip
def test_names_from_elsewhere_are_understood_and_others_left_alone(cell: str, column: str) -> None:
    assert meant_by(cell) == column


def test_a_header_is_found_and_none_is_made_up() -> None:
    assert find_header(f"{HEADER}\n{ROW}") == (",", 0, 1)
    assert find_header(f"a;b\n{HEADER}\n") == (",", 4, 2)
    assert find_header("a,b\nname,c\n") == (",", 0, 1), "one name below is no header"
    assert find_header("x;y;z\n1;2;3\n") == (";", 0, 1)
    assert find_header("x" * 200_000 + "\n") == (",", 0, 1)
    assert find_header("") == (",", 0, 1)


def told(
    folder: Path, *names: str, header: str = HEADER + ",topic", rest: str = "south,500000,proofs"
) -> str:
    rows = "".join(f'"{name}",{rest}\n' for name in names)
    return "\n".join(map(str, read(folder, f"{header}\n{rows}").oddities))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Braun, Ada", "has the family name first, such as 'Braun, Ada'"),
        ("Dr. Ulrike Hahn", "begins with a title"),
        ("prof Ulrike Hahn", "begins with a title"),
        ("Ada Braun, Ph.D.", "ends in a degree"),
        ("Ada Braun MSc", "ends in a degree"),
        ("BRAUN ADA", "is all in one case"),
        ("ada braun", "is all in one case"),
        ("N/A", "is no name"),
        ("John Doe", "is no name"),
        ("ada@x.example", "is no name"),
        ("Candidate 12", "is no name"),
        ("---", "is no name"),
    ],
)
def test_a_name_that_will_look_wrong_in_a_letter_is_told(tmp_path: Path, name: str, words: str) -> None:
    said = told(tmp_path, "Eve Li", name)
    assert f":3:1: name: 1 of 2 names {words}" in said and said.count("\n") == 0


@pytest.mark.parametrize(
    "name",
    ["Yo-Yo Ma", "Drew Prosser", "Hon Lau", "Bar Levi", "李小龙", "O'Neil de la Cruz", "Sam Hill, Jr.", "Ng",
     "Test-Anna Meier", "Martin Luther III"],
)  # fmt: skip
def test_an_ordinary_name_is_left_alone(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, name) == ""


def test_people_without_a_topic_are_counted(tmp_path: Path) -> None:
    path = "people.csv: topic: there is no topic for 2 of 3 people, a letter that names it has a hole there"
    people = read(tmp_path, f"{HEADER},topic\nA B,south,1m,\nC D,south,1m,x\nE F,south,1m,\n")
    (problem,) = people.oddities
    assert str(problem).endswith(path)
    assert "no topic for 1 of 1 person" in str(read(tmp_path, f"{HEADER}\n{ROW}").oddities[0])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["Ada Braun,a@x,south", "Ada Braun,a@x,south"], "rows 2 and 3 may be one person (Ada Braun, south)"),
        (["Ada Braun,,south", '"BRAUN, Ada",,South'], "rows 2 and 3 may be one person"),
        (["Ada Bräun,,south", "Eve,,south", "ada braun,a@x,south"], "rows 2 and 4 may be one person"),
        (["Ada Braun,a@x,south", "A. Braun,A@X ,north"], "rows 2 and 3 may be one person (A. Braun, north)"),
        (["Ada Braun,a@x,south", "Ada Braun,b@x,south"], ""),
        (["Ada Braun,,south", "Ada Braun,,north"], ""),
        (["A B,,south"] * 4, "rows 2 and 3 may be one person (A B, south), and 2 more rows like these"),
    ],
)
def test_the_same_person_twice_is_told_and_two_of_one_name_are_not(
    tmp_path: Path, rows: list[str], said: str
) -> None:
    text = "name,email,employer,pay_usd,topic\n" + "".join(f"{row},500000,x\n" for row in rows)
    found = [str(p) for p in read(tmp_path, text).oddities if "may be one" in str(p)]
    assert bool(found) == bool(said) and all(said in one for one in found)
