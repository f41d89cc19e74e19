"""Letters from any system are read alike, and none holds a character that steers whoever shows it."""

import codecs
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.text import visible
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import parse_template, read_template

FRONT = '+++\nname = "Grüße"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "Eine Frage"\n+++\n'
BODY = "Hallo {{ first_name }},\n\n{% if paper %}\n\tzu „{{ paper }}“.\n{% endif %}\nGrüße\n"


def problems(body: str, front: str = FRONT) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        parse_template(front + body, "l.md", "l")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_letter_reads_the_same_from_every_system(tmp_path: Path, ending: str, mark: bytes) -> None:
    path = tmp_path / "hallo.md"
    path.write_bytes(mark + (FRONT + BODY).replace("\n", ending).encode())
    assert read_template(path) == parse_template(FRONT + BODY, "hallo.md", "hallo")
    assert "Hallo Robin,\n\n\tzu „Patient" in render(read_template(path), sample_values()).body


def test_what_is_wrong_has_its_place_whatever_ends_the_lines() -> None:
    wrong = FRONT + "Hallo\n\n{{ nme }}\n"
    for ending in ("\n", "\r\n", "\r"):
        told = problems("", wrong.replace("\n", ending))
        assert len(told) == 1 and told[0].startswith("l.md:9:4: there is no field 'nme'")


def test_a_letter_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "hallo.md"
    path.write_bytes((FRONT + BODY).encode("utf-16"))
    with pytest.raises(BadInputError, match="the file is UTF-16, not UTF-8, save it as UTF-8"):
        read_template(path)


def test_each_character_that_cannot_stand_there_is_told_with_place_and_name() -> None:
    assert problems("Hallo {{ name }}\x1b]52;c;QQ==\x07\n\nö\u202e\x9b31m\u2028\n") == [
        "l.md:7:17: the character ESCAPE (U+001B) cannot stand in a letter, leave it out",
        "l.md:7:28: the character BELL (U+0007) cannot stand in a letter, leave it out",
        "l.md:9:2: the character RIGHT-TO-LEFT OVERRIDE (U+202E) cannot stand in a letter, leave it out",
        "l.md:9:3: the character CONTROL SEQUENCE INTRODUCER (U+009B) cannot stand in a letter, leave it out",
        "l.md:9:7: the character LINE SEPARATOR (U+2028) cannot stand in a letter, leave it out",
    ]


def test_many_of_them_are_counted() -> None:
    told = problems("x\u200b" * 14)
    assert len(told) == 11
    assert told[-1] == "l.md:7:22: and 4 more characters that cannot stand in a letter"


def test_a_character_written_as_an_escape_is_found_in_text_and_subject() -> None:
    assert problems('Hi {{ "\\x1b[2J" }}') == [
        "l.md:7:4: the character ESCAPE (U+001B) cannot stand in a letter, leave it out"
    ]
    subject = FRONT.replace("Eine Frage", "Eine \\u202e Frage")
    assert problems("Hi", subject) == [
        "l.md:5:1: subject: must be one line of plain text, at most 300 characters; "
        "it holds RIGHT-TO-LEFT OVERRIDE (U+202E)"
    ]


def test_a_name_that_shows_nothing_is_refused() -> None:
    assert problems("Hi", FRONT.replace("Grüße", "\u200b")) == [
        "l.md:2:1: name: must hold something that can be shown"
    ]


@pytest.mark.parametrize(
    "body",
    ["Emoji 👩\u200d👩\u200d👧 ❤\ufe0f", "क्\u200dष", "שלום {{ name }}", "می\u200cخواهم", "a\tb\u00a0c"],
)
def test_every_script_can_be_written_in(body: str) -> None:
    assert render(parse_template(FRONT + body, "l.md", "l"), sample_values()).body.startswith(body[:5])


def test_spelling_in_parts_and_doubled_blanks_are_no_mistake_in_a_subject() -> None:
    template = parse_template(FRONT.replace("Eine Frage", "Gru\u0308ße  an") + "u\u0308", "l.md", "l")
    assert (template.subject, template.body) == ("Grüße an", "ü")


def test_what_is_filled_in_is_cleaned_too() -> None:
    template = parse_template(FRONT + "Hallo {{ name }}\n", "l.md", "l")
    letter = render(template, {"name": "A\x1b]52;c;QQ==\x07\u202e\r\nB"})
    assert letter.body == visible(letter.body) == "Hallo A\nB"
