"""No template can run code, read what it should not, or fill the machine; each refusal is a sentence."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.errors import BadInputError
from outreach_sim.mail.template import load_templates, parse_template, read_template

FRONT = '+++\nname = "T"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "Hello"\n+++\n'

PAYLOADS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ name.__class__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ name|attr('__class__') }}",
    "{{ name['__class__'] }}",
    "{{ '{0.__class__}'.format(name) }}",
    "{{ name.upper() }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{% if false %}{{ 9**(9**9) }}{% endif %}",
    "{{ 'a'*10**10 }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ ('a' ~ name) ~ ('b' ~ name) }}",
    "{{ name|upper(5) }}",
    "{% include 'recruiter.md' %}",
    "{% extends '../x' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% macro m() %}x{% endmacro %}",
    "{% set x = 1 %}",
    "{% set name %}x{% endset %}",
    "{% block b %}x{% endblock %}",
    "{% call m() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x=1 %}{{ x }}{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% raw %}{{ name }}{% endraw %}{{ nme }}",
    "{{ name if topic else paper }}",
    "{{ name is defined }}",
    "{{ [1,2,3] }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ -1 }}",
    "{{ 1 + 1 }}",
    "{{ name }",
    "{% if name %}",
    "{{ secret }}",
    "{{ name|title }}",
    "{{ name < topic }}",
    "{{ '" + "x" * 300 + "' == name }}",
    "{% if topic %}" * 30 + "x" + "{% endif %}" * 30,
    "{{ name }}" * 600,
    "x" * 9_000,
    "{% if pay %}rich{% endif %}",
]


def problems(body: str) -> str:
    with pytest.raises(BadInputError) as caught:
        parse_template(FRONT + body, "t.md", "t")
    for problem in caught.value.problems:
        assert problem.line >= 7 and problem.column >= 1
    return str(caught.value)


@pytest.mark.parametrize("body", PAYLOADS, ids=lambda body: body[:40])
def test_a_payload_is_refused_before_anything_is_compiled(body: str) -> None:
    began = time.process_time()
    assert problems(body)
    assert time.process_time() - began < 5


def test_a_misspelt_field_or_filter_gets_a_hint_with_line_and_column() -> None:
    assert "t.md:8:4: there is no field 'nmae', did you mean 'name'?" in problems("Hi,\n{{ nmae }}")
    assert "did you mean 'upper'?" in problems("{{ name | uper }}")
    assert "the field is gone: the sum of a counter-offer" in problems("{{ counter }}")


def test_a_letter_may_only_branch_on_facts_a_reply_on_anything() -> None:
    assert "may only test for contact facts" in problems("{% if pay %}rich{% endif %}")
    reply = "+++\nname = 'n'\nstage = 'reply'\noutcome = 'accepted'\n+++\n{% if pay %}rich{% endif %}"
    assert parse_template(reply, "t.md", "t").stage == "reply"


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("name = 3\n", "must be text in quotes"),
        ("nmae = 'x'\n", "did you mean 'name'?"),
        ("stage = 'x'\nname='n'\nsenders=['ceo']\nsubject='s'\n", "must be one of outreach"),
        ("stage = 'outreach'\nname='n'\nsenders=['boss']\nsubject='s'\n", "must be some of"),
        ("stage = 'outreach'\nname='n'\nsenders=['ceo']\nsubject=\"a\\nBcc: x\"\n", "one line"),
        ("stage = 'outreach'\nname='n'\nsenders=['ceo']\nsubject='{{ x }}'\n", "no field 'x'"),
        ("stage = 'outreach'\nname='n'\nsenders=['ceo']\nsubject='s'\nfollow_ups=['../x']\n", "template ids"),
        ("= 3\n", "not TOML"),
    ],
)
def test_bad_front_matter_gets_a_sentence(front: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_template(f"+++\n{front}+++\nHello\n", "t.md", "t")
    assert words in str(caught.value)


def test_front_matter_subject_and_body_are_told_at_once_in_file_order() -> None:
    text = """+++
nmae = "x"
senders = ["boss"]
stage = "outreach"
subject = "ject {{ ject }}"
follow_ups = 3
+++
Hi {{ nmae }},
we pay {% if topic and pay %}{{ nmae }}{% endif %} {{ a.b }}
{{ x }} {{ name|title }}
"""
    with pytest.raises(BadInputError) as caught:
        parse_template(text, "t.md", "t")
    assert [str(problem).split(", ")[0] for problem in caught.value.problems] == [
        "t.md:1:1: the key 'name' is missing",
        "t.md:2:1: nmae: unknown key 'nmae'",
        "t.md:3:1: senders: must be some of recruiter",
        "t.md:5:20: there is no field 'ject'",
        "t.md:6:1: follow_ups: must be a list in brackets",
        "t.md:8:7: there is no field 'nmae'",
        "t.md:9:1: looking into a value (a dot) is not allowed in a letter",
        "t.md:9:24: a letter may only test for contact facts",
        "t.md:9:33: there is no field 'nmae'",
        "t.md:10:4: there is no field 'x'",
        "t.md:10:17: there is no filter 'title'",
    ]


@pytest.mark.parametrize(
    ("front", "places"),
    [
        ("stage = \n", [(2, 9), (4, 4)]),
        ("stage = 'x'\n", [(1, 1), (2, 1), (4, 4)]),
        ("stage = 'reply'\nname = 'n'\noutcome = 'gone'\nreason = 'luck'\n", [(4, 1), (5, 1), (7, 4)]),
        ("stage='follow-up'\nname='n'\nsenders=['ceo']\nsubject='\\U1'\noutcome=1\n", [(6, 1), (8, 4)]),
    ],
)
def test_a_body_is_looked_at_whatever_the_front_matter_says(front: str, places: list[object]) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_template(f"+++\n{front}+++\n{{{{ nmae }}}}", "t.md", "t")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == places


def test_a_bad_file_name_hides_nothing_of_what_is_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "Bad Name.md").write_text(FRONT + "{{ nmae }}")
    with pytest.raises(BadInputError) as caught:
        read_template(tmp_path / "Bad Name.md")
    assert [problem.line for problem in caught.value.problems] == [0, 7]
    assert {problem.file for problem in caught.value.problems} == {str(tmp_path / "Bad Name.md")}


def test_files_that_are_no_templates_get_a_sentence(tmp_path: Path) -> None:
    for name, text, words in (
        ("a.md", "hello", "starts with a line"),
        ("b.md", "+++\nname='x'\n", "no closing line"),
        ("Bad Name.md", FRONT + "x", "slug"),
        ("c.md", FRONT, "letter is empty"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadInputError) as caught:
            read_template(tmp_path / name)
        assert words in str(caught.value)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "d.md").write_text(FRONT.replace("subject", 'follow_ups = ["zz"]\nsubject') + "x")
    with pytest.raises(BadInputError, match="which is no template"):
        load_templates(tmp_path / "folder")


PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "if",
        "else",
        "elif",
        "endif",
        "for",
        "in",
        "name",
        "topic",
        "paper",
        ".",
        "|",
        "(",
        ")",
        "[",
        "]",
        "~",
        "**",
        "*",
        "+",
        "-",
        "9",
        "'a'",
        "==",
        "!=",
        "and",
        "or",
        "not",
        "upper",
        "range",
        "attr",
        "__class__",
        "set",
        "=",
        ",",
        "{{name}}",
        "{%if~topic%}",
        "{%endif%}",
        "\n",
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=80)))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_the_checker_answers_with_a_template_or_a_sentence(body: str) -> None:
    try:
        accepted = parse_template(FRONT + body, "t.md", "t")
    except BadInputError as error:
        accepted, problems = None, error.problems
    else:
        problems = ()
    assert accepted is not None or all(problem.message for problem in problems)
