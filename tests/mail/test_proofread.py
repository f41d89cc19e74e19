"""Letters are checked as a sender would: what is wrong, what looks so, and nothing that is right."""

from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.foreign import foreign_fields
from outreach_sim.mail.own import own_letter_warnings, read_own_letter
from outreach_sim.mail.proofread import MAX_WARNINGS, needed_facts
from outreach_sim.mail.reading import all_letters
from outreach_sim.mail.template import shipped_templates

SHIPPED = sorted(shipped_folder("templates").rglob("*.md"))


def letter(folder: Path, body: str, subject: str = "A question") -> Path:
    path = folder / "t.md"
    front = f'+++\nname = "T"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "{subject}"\n+++\n'
    path.write_text(front + body + "\n", encoding="utf-8")
    return path


def warned(folder: Path, body: str, subject: str = "A question") -> list[str]:
    path = letter(folder, body, subject)
    read_own_letter(path)
    return [str(problem).removeprefix(f"{path}:") for problem in own_letter_warnings(path)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_shipped_letter_and_nothing_looks_so(path: Path) -> None:
    assert read_own_letter(path) == all_letters()[path.stem]
    # One letter to learn from shows what a field that stayed empty looks like.
    assert len(own_letter_warnings(path)) == (2 if path.stem == "holes" else 0)


FOREIGN = {
    "*|FNAME|*": "first_name",
    "*|LIST:COMPANY|*": None,
    "%%first_name%%": "first_name",
    "%FIRSTNAME%": "first_name",
    "%recipient.name%": "name",
    "[First Name]": "first_name",
    "[Your Name]": "sender",
    "[insert the paper here]": None,
    "[firstname,fallback=there]": "first_name",
    '[[FIRSTNAME OR "friend"]]': "first_name",
    "[Recipient's name]": "name",
    "<<Vorname>>": "first_name",
    "<<Candidate.City>>": "city",
    "<< Prénom >>": "first_name",
    "|FNAME|": "first_name",
    "$(first_name)": "first_name",
    "$LAST_NAME$": "name",
    "[Ihr Name]": None,
    "{recipient}": None,
    "<first name>": "first_name",
    "<% name %>": "name",
    "«Company»": "employer",
    "${name}": "name",
    "${candidate.firstName}": "first_name",
    "$first_name": "first_name",
    "{first}": "first_name",
    "{First Name}": "first_name",
    "{first_name|there}": "first_name",
    "{topic}": "topic",
    "{Job Title}": None,
    "{!Contact.FirstName}": "first_name",
    "##SENDER_NAME##": "sender",
    "__NAME__": "name",
    "[UNSUBSCRIBE]": "",
    "{unsubscribe_link}": "",
    "{Hi|Hello there}": "",
}
"""What is written in other programs, and the field meant by it."""


@pytest.mark.parametrize("text", FOREIGN)
def test_a_field_of_another_program_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, text: str
) -> None:
    body = f"\nHi {{{{ name }}}},\n\nto {text}, with regards."
    found = warned(tmp_path, body, "A question" if '"' in text else f"For {text}")
    assert [line.split(" ")[0] for line in found] == ["5:16:", "10:4:"][-len(found) :]
    for line in found:
        assert "looks like a field of another program" in line
        assert f"write {{{{ {FOREIGN[text]} }}}}" in line or not FOREIGN[text]
    assert FOREIGN[text] != "" or "leave it out" in found[-1] or "write one of them" in found[-1]


ORDINARY = r"""
We pay $1,300,000 (100 % remote, 50% more than today, 20%-30% in shares); 5 % of 10 %, 10 & 20;
a && b, AT&T; <3
See [our paper](https://a.example/x%20y%20z), [paper] and [code].
It cites [1], [2], [Solberg 2020], [sic], [...].
a[i], f(x) = {x | x > 0}, {1, 2, 3}, {"name": "x"}, \textbf{name}, \cite{solberg}, $\alpha$,
x_i, p(x|y), O(n log n)
`${name}`, `{first_name}`, `<br>`, `&amp;`, vector<int>, List<String>, a < b > c,
<https://a.example>, <m@b.example>
cout << x >> y, std::vector<std::vector<int>>, x<<2, #hashtag, # Heading, **bold**, _it_, __init__,
$HOME, %PATH%
The <s> token and <pad>, [MASK], [CLS], {a|b}, {x|y}, [0, 1], {train, test}, dict[str, int],
"%s %d%%", «Attention»
f"{name}", if (a && b) {return}

    for name in names: print({name})
    <br>

| a | b |
"""


def test_code_prices_markdown_and_formulas_are_no_faults(tmp_path: Path) -> None:
    assert warned(tmp_path, f"Hello {{{{ first_name }}}},\n\n{ORDINARY}", "RLHF at 100%: $2M (H100s)") == []


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (
            "Hi {{ name }},\n\nAB&amp;C, Gr&uuml;&szlig;e&nbsp;&#8211;&#27;",
            ["9:3", "9:13", "9:19", "9:27", "9:33", "9:40"],
        ),
        (
            "Hi {{ name }},<br>\n<p class='x'>you</p> <b>and</b> I<br/>",
            ["7:15", "8:1", "8:17", "8:22", "8:28", "8:34"],
        ),
        ('Hi {{ name }},\n\n<a href="https://a.example">here</a>', ["9:1", "9:33"]),
        (
            "Hi {{ name }},\n\nTODO: say more. Lorem ipsum, XXX and TBD by ____.",
            ["9:1", "9:17", "9:30", "9:38", "9:45"],
        ),
    ],
)
def test_html_and_what_a_draft_left_over_is_told(tmp_path: Path, body: str, places: list[str]) -> None:
    assert [":".join(line.split(":")[:2]) for line in warned(tmp_path, body)] == places


def test_an_entity_is_told_with_the_character_that_is_meant(tmp_path: Path) -> None:
    umlaut, blank, control = warned(tmp_path, "Hi {{ name }}, &uuml;&nbsp;&#27;")
    assert "write 'ü'" in umlaut and "write a space" in blank and "\x1b" not in control


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("READ THIS NOW, {{ first_name }}", "all in capitals"),
        ("AMAZING OPPORTUNITY", "all in capitals"),
        (
            "We would like to tell you about {{ topic }} at {{ lab }}, where {{ paper }} is much read",
            "lists of mails",
        ),
    ],
)
def test_a_loud_or_long_subject_is_told(tmp_path: Path, subject: str, words: str) -> None:
    assert [line for line in warned(tmp_path, "Hi {{ name }},", subject) if words in line and "5:12" in line]


@pytest.mark.parametrize(
    "subject", ["RLHF", "H100s, TPUs", "Zürich?", "研究のお誘い", "FYI: {{ topic | upper }}"]
)
def test_acronyms_are_not_loud(tmp_path: Path, subject: str) -> None:
    assert warned(tmp_path, "Hi {{ name }},", subject) == []


@pytest.mark.parametrize(
    ("greeting", "who"),
    [
        ("Hello ,", "no name, write"),
        ("\n\nDear,", "no name, write"),
        ("Liebe/r {{ topic }},", "where topic is not known"),
        ("Hi {% if paper or topic %}you{% endif %} !", "where topic and paper are not known"),
    ],
)
def test_a_greeting_without_a_name_is_told(tmp_path: Path, greeting: str, who: str) -> None:
    (found,) = warned(tmp_path, f"{greeting}\n\nWe met.")
    assert who in found and found.startswith(f"{7 + greeting.count(chr(10))}:1:")


def test_greetings_of_all_kinds_are_no_faults(tmp_path: Path) -> None:
    for greeting in (
        "Hello,",
        "Bonjour {{ first_name }} !",
        "Hi there,",
        "{{ first_name }},",
        "Guten Tag!",
        "Hello",
    ):
        assert warned(tmp_path, f"{greeting}\n\nWe met , once.") == []


def test_a_letter_that_asks_what_a_fact_says_is_weighed_as_if_it_said_something_else(tmp_path: Path) -> None:
    (found,) = warned(
        tmp_path, 'Hi {{ name }},\n{% if topic == "" %}x{% endif %}{% if city == "Oslo" %}y{% endif %}'
    )
    assert found.startswith("8:39: people are weighed as if city said something else")


@pytest.mark.parametrize(
    ("body", "subject", "words"),
    [
        ("Hi", "", "t.md:5:1: subject: the subject is empty"),
        ("Hi", "  ", "t.md:5:1: subject: the subject is empty"),
        ("Hi", "{{ topic }}", "t.md:5:12: subject: the subject is empty where topic is not known"),
        ("Hi", "{% if paper %}Hi{% endif %}", "where paper is not known"),
        ("Hi", "{{ topic or paper }}", "where topic and paper are not known"),
        ("\n\n{% if topic %}\nHi\n{% endif %}", "s", "t.md:9:1: the letter is empty where topic is not"),
        ("{% if not topic %}Hi{% endif %}", "s", "the letter is empty where everything is known of a person"),
        ("{# a note #}", "s", "the letter is empty"),
        ("Hi", "x" * 150 + "{{ terms }}", "5:12: subject: the subject has 210 characters, of which only 200"),
        ("{{ lab }} or {{ threshold }}", "s", "'threshold' is empty in a letter, only replies have it"),
        ("Hi {{ FIRST_NAME }}", "s", "there is no field 'FIRST_NAME', write {{ first_name }}"),
        ("Hi {{ contact.firstname }}", "s", "write {{ first_name }}"),
        ("Hi {{ first name }}", "s", "write {{ first_name }}"),
        ("Hi {% first_name %}", "s", "write {{ first_name }}"),
        ("Hi {{ unsubscribe_link }}", "s", "leave it out: nobody is subscribed here"),
        ('Hi {{ topic | default: "you" }}', "s", 'write {{ topic | default("your work") }}'),
        ("Hi {{ topic | default }}", "s", "t.md:7:15: default takes what to say instead"),
        ('Hi {{ topic | default("a", "b") }}', "s", "default takes what to say instead"),
        ('Hi {{ topic | default("a", default_value="b") }}', "s", "default takes what to say instead"),
        ('Hi {{ topic if topic else "you" }}', "s", "{% if topic %} … {% else %} … {% endif %}"),
        ('Hi {{ pay == "x" }}', "s", "may only test for contact facts"),
    ],
)  # fmt: skip
def test_what_is_sure_to_be_wrong_is_an_error(tmp_path: Path, body: str, subject: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_own_letter(letter(tmp_path, body, subject))
    assert words in str(caught.value)


def test_follow_ups_are_shipped_or_lie_beside_the_letter(tmp_path: Path) -> None:
    first = letter(tmp_path, "Hi")
    front = first.read_text().replace("+++\nHi", 'follow_ups = ["follow-up", "secnd"]\n+++\nHi')
    first.write_text(front)
    with pytest.raises(
        BadInputError, match=r"t.md:6:28: follow_ups.2: there is no template 'secnd', a letter of"
    ):
        read_own_letter(first)
    (tmp_path / "second.md").write_text(front.split("follow_ups")[0] + "+++\nHi\n")
    with pytest.raises(BadInputError, match="did you mean 'second'"):
        read_own_letter(first)
    first.write_text(front.replace("secnd", "second"))
    assert read_own_letter(first).follow_ups == ("follow-up", "second")
    (tmp_path / "follow-up.md").write_text((tmp_path / "second.md").read_text())
    with pytest.raises(BadInputError, match=r"t.md:6:15: follow_ups.1: 'follow-up' comes with the program"):
        read_own_letter(first)


def test_front_matter_as_other_programs_write_it_is_led_to_toml(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_text("+++\nname: Hello\nstage: outreach\n+++\nHi\n")
    with pytest.raises(BadInputError, match=r't.md:2:5: this is not TOML: .*, write name = "…"'):
        read_own_letter(path)


def test_a_lab_s_letter_is_not_signed_by_a_candidate(tmp_path: Path) -> None:
    path = letter(tmp_path, "Hi")
    path.write_text(path.read_text().replace("recruiter", "candidate"))
    with pytest.raises(BadInputError, match="senders: must be some of recruiter, hiring-manager, ceo"):
        read_own_letter(path)


def test_facts_that_a_letter_cannot_do_without_are_told() -> None:
    assert needed_facts(shipped_templates()["mass-mail"]) == ("paper",)
    others = (letter for name, letter in shipped_templates().items() if name != "mass-mail")
    assert not any(needed_facts(letter) for letter in others)


def test_a_thousand_foreign_fields_take_no_time_and_no_screen(tmp_path: Path) -> None:
    found = warned(tmp_path, "[Name] " * 1_000)
    assert len(found) == MAX_WARNINGS + 1 and "and 950 more places that look wrong" in found[-1]
    for hostile in (
        "[" * 4_000,
        "{Hi" + " a" * 3_000,
        "{" + "Hi|" * 2_000,
        "<a " + "x" * 5_000,
        "%" + "n " * 3_000,
    ):
        assert list(foreign_fields(hostile)) == []
