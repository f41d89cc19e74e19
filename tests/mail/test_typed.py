"""Letters that somebody types: cleaned, checked as any letter is, called by what they say."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.text import is_clean, strangers
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import parse_template
from outreach_sim.mail.typed import fields_in, typed_letter
from outreach_sim.storage.saves.embed import template_text

BODY = "Hi {{ first_name }},\n\nwould you talk to us about {{ topic | default('your work') }}?\n\n{{ lab }}"


def told(act: Callable[[], object]) -> list[str]:
    """Everything that is said to be wrong."""
    with pytest.raises(BadInputError) as caught:
        act()
    return [str(problem) for problem in caught.value.problems]


def test_a_typed_letter_is_a_letter_like_any_other() -> None:
    letter = typed_letter("A question, {{ first_name }}", BODY, senders=["ceo", "recruiter"]).read()
    assert (letter.stage, letter.senders) == ("outreach", ("ceo", "recruiter"))
    assert letter.subject == "A question, {{ first_name }}"
    assert fields_in(letter) == ("first_name", "topic", "lab")
    mail = render(letter, sample_values() | {"first_name": "Ada", "topic": "", "lab": "North"})
    assert mail.subject == "A question, Ada"
    assert mail.body == "Hi Ada,\n\nwould you talk to us about your work?\n\nNorth"


def test_its_id_follows_from_what_it_says_and_from_nothing_else() -> None:
    one = typed_letter("S", "Would you come?", senders=["ceo"])
    assert one.id.startswith("own-")
    assert len(one.id) == len("own-") + 8
    assert one.id == typed_letter("S", "Would you come?\n", senders=["ceo"], name="Another name").id
    others = [
        typed_letter("T", "Would you come?", senders=["ceo"]),
        typed_letter("S", "Would you go?", senders=["ceo"]),
        typed_letter("S", "Would you come?", senders=["recruiter"]),
        typed_letter("S", "Would you come?", senders=["ceo"], stage="follow-up"),
        typed_letter("S", "Would you come?", senders=["ceo"], follow_ups=["follow-up"]),
    ]
    assert len({one.id, *(other.id for other in others)}) == 6
    assert typed_letter("S", "Would you come?", senders=["ceo"], id="mine").id == "mine"


@pytest.mark.parametrize("character", ["\x1b[2J", "\x00", "\u202e", "\u200b", "\ue010", "\ud800", "\x85"])
def test_what_nobody_could_read_goes(character: str) -> None:
    letter = typed_letter(f"A {character}note", f"Would {character}you come?", senders=["ceo"]).read()
    assert is_clean(letter.subject)
    assert not any(list(strangers(line)) for line in letter.body.split("\n"))


@pytest.mark.parametrize("subject", ['He said "yes"', "C:\\temp\\n", "a\tb", "+++", "#1 = [x]", "你好 🙂"])
def test_a_subject_is_taken_as_it_stands(subject: str) -> None:
    letter = typed_letter(subject, "+++\nWould you come?\n+++", senders=["ceo"]).read()
    assert letter.subject == subject.replace("\t", " ")
    assert letter.body == "+++\nWould you come?\n+++"


def test_what_is_wrong_is_told_at_its_line_and_column() -> None:
    body = "Hi,\n\nI read {{ papers }} of yours.\n{% for x in y %}"
    assert told(lambda: typed_letter("To {{ nobody }}", body, senders=["ceo"]))[0].startswith(
        "your letter:1:7: subject: there is no field 'nobody'"
    )
    fields = told(lambda: typed_letter("Hi", "Hi,\n\nI read {{ papers }} of yours.", senders=["ceo"]))
    assert [problem.split(",")[0] for problem in fields] == ["your letter:3:11: there is no field 'papers'"]
    assert told(lambda: typed_letter("", "Hi", senders=["ceo"]))[0].startswith(
        "your letter:1:1: subject: the subject is empty"
    )
    assert told(lambda: typed_letter("Hi", " \n", senders=["ceo"])) == [
        "your letter:1:1: the letter is empty"
    ]
    assert told(lambda: typed_letter("Hi", "x" * 8_001, senders=["ceo"])) == [
        "your letter:1:1: the letter is longer than 8,000 characters"
    ]
    assert told(lambda: typed_letter("Hi", "Hi", senders=["boss"]))[0].startswith("your letter: senders:")


def test_a_letter_has_room_for_8000_characters_of_any_script() -> None:
    text = typed_letter("Hi", "🙂" * 8_000, senders=["ceo"])
    assert len(text.read().body) == 8_000


@given(st.text(max_size=80), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_letter_or_is_told_why_it_is_none(subject: str, body: str) -> None:
    try:
        text = typed_letter(f"A {subject}", f"Hi {body}", senders=["ceo"])
    except BadInputError:
        assert "{" in subject + body
        return
    letter = text.read()
    again = parse_template(template_text(letter), "again.md", letter.id)
    assert again == letter
    assert parse_template(text.text, "t.md", letter.id) == letter


def test_a_letter_cannot_be_called_what_no_file_can() -> None:
    with pytest.raises(UsageError, match=r"cannot name a letter: .* as in 'up'"):
        typed_letter("Hi", "Would you come?", senders=["ceo"], id="../up")


def test_braces_that_are_no_field_are_warned_of_as_in_a_file() -> None:
    letter = typed_letter("Hi", "Hi {first},\n\nwould you come?", senders=["ceo"])
    assert [(w.line, w.column) for w in letter.warnings()] == [(1, 4)]


def test_follow_ups_are_asked_for_where_it_is_written() -> None:
    letter = typed_letter("Hi", "Would you come?", senders=["ceo"], follow_ups=["mine"])
    assert letter.read(["mine"]).follow_ups == ("mine",)
    assert "there is no template 'mine'" in told(letter.read)[0]
