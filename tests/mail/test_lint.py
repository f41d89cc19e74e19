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
        assert problem.line >= 7
    return str(caught.value)


@pytest.mark.parametrize("body", PAYLOADS, ids=lambda body: body[:40])
def test_a_payload_is_refused_before_anything_is_compiled(body: str) -> None:
    began = time.process_time()
    assert problems(body)
    assert time.process_time() - began < 5


def test_a_misspelt_field_or_filter_gets_a_hint_with_line_and_column() -> None:
    assert "t.md:8:4: there is no field 'nmae', did you mean 'name'?" in problems("Hi,\n{{ nmae }}")
    assert "did you mean 'upper'?" in problems("{{ name | uper }}")


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
