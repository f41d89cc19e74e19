"""What a file has between its lines, the mail has: tags leave no lines and take none away."""

import textwrap

import pytest

from outreach_sim.mail.compile import features_of
from outreach_sim.mail.features import measure
from outreach_sim.mail.letter import render
from outreach_sim.mail.template import Template, parse_template
from outreach_sim.mail.texts import values_for

FRONT = '+++\nname = "T"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "Hello"\n+++\n'


def letter(body: str) -> Template:
    return parse_template(FRONT + textwrap.dedent(body), "t.md", "t")


def rendered(body: str, topic: str | None = "proofs", city: str | None = "Oslo") -> str:
    return render(letter(body), values_for(15) | {"topic": topic, "city": city}).body


@pytest.mark.parametrize(
    ("body", "known", "unknown"),
    [
        ("A\n\n{% if topic %}B{% endif %}\n\nC", "A\n\nB\n\nC", "A\n\nC"),
        ("A\n\n{% if topic %}\nB\n{% endif %}\n\nC", "A\n\nB\n\nC", "A\n\nC"),
        ("A\n{% if topic %}\n\nB\n{% endif %}\n\nC", "A\n\nB\n\nC", "A\n\nC"),
        ("A\n\n{% if topic %}\nB\n\n{% endif %}\nC", "A\n\nB\n\nC", "A\n\nC"),
        ("A\n\n{% if topic %}\n\nB\n\n{% endif %}\n\nC", "A\n\nB\n\nC", "A\n\nC"),
        ("A\n\n  {% if topic %}  \nB\n  {% else %}\nD\n  {% endif %}\n\nC", "A\n\nB\n\nC", "A\n\nD\n\nC"),
        ("A.{% if topic %} B.{% endif %}\n\nC", "A. B.\n\nC", "A.\n\nC"),
        (
            "A {% if topic %}in B{% endif %}, or C {% if topic %}x{% endif %} D",
            "A in B, or C x D",
            "A, or C D",
        ),
        ("{% if topic %}B{% endif %}\n\nC\n\n{% if topic %}E{% endif %}", "B\n\nC\n\nE", "C"),
        ("A\n\n\nB{% if topic %}!{% endif %}\n \t\nC  \n\n", "A\n\n\nB!\n\nC", "A\n\n\nB\n\nC"),
        ("A\n{# a note #}\nB\n\n{# another #}\n\nC {# third #}", "A\nB\n\nC", "A\nB\n\nC"),
        ("A\n{%- if topic %}, B{% endif %}\n\nC", "A, B\n\nC", "A\n\nC"),
        (
            "A\n    code {% if topic %}x{% endif %}\n    more",
            "A\n    code x\n    more",
            "A\n    code\n    more",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_empty_line_stays_one_whatever_stands_around_it(
    body: str, known: str, unknown: str, newline: str
) -> None:
    body = body.replace("\n", newline)
    assert rendered(body) == known
    assert rendered(body, topic=None) == unknown
    # The market knows the letter by the same lines.
    features = features_of(letter(body))
    assert (features[15].length, features[0].length) == (len(known), len(unknown))


def test_the_documented_letter_reads_as_the_documentation_says() -> None:
    body = """\
        Hi {{ first_name }},

        {% if paper %}I read "{{ paper }}".{% else %}I follow what you do in {{ topic }}.{% endif %}

        {{ sender }}, {{ lab }}
        """
    values = values_for(15) | {"paper": "Slow Critics", "sender": "The CEO"}
    assert render(letter(body), values).body == 'Hi Robin,\n\nI read "Slow Critics".\n\nThe CEO, Meta AI'
    assert (
        "\n\nI follow what you do in theorem proving.\n\n"
        in render(letter(body), values | {"paper": ""}).body
    )


@pytest.mark.parametrize(
    "fallback",
    [
        '{{ topic | default("your work") }}',
        '{{ topic | default("your work", true) }}',
        '{{ topic | default("your work", boolean=true) }}',
        '{{ topic | default(default_value="your work") }}',
        '{{ topic | d("your work") }}',
        '{{ topic or "your work" }}',
        "{% if topic %}{{ topic }}{% else %}your work{% endif %}",
    ],
)
def test_a_missing_fact_has_a_fallback(fallback: str) -> None:
    template = letter(f"Hi,\n\nI like {fallback}.\n\nBye")
    for missing in ("", None):
        assert rendered(template.body, missing) == "Hi,\n\nI like your work.\n\nBye"
    assert rendered(template.body) == "Hi,\n\nI like proofs.\n\nBye"
    features = features_of(template)
    for known, found in enumerate(features):
        assert found == measure(template, values_for(known))
        assert found.mistakes == 0 and found.facts_used == (known & 1)
        said = "x" * 20 if known & 1 else "your work"
        assert found.length == len(f"Hi,\n\nI like {said}.\n\nBye")


def test_a_fallback_may_be_another_fact_and_go_through_filters() -> None:
    template = letter("{{ topic | default(city) | default('nothing') | upper }}")
    assert rendered(template.body) == "PROOFS"
    assert rendered(template.body, topic="") == "OSLO"
    assert rendered(template.body, topic="", city=None) == "NOTHING"
    masks = {found.facts_used for found in features_of(template)}
    assert masks == {0, 1, 8}


def test_a_line_with_a_field_in_it_stays_whatever_the_field_holds() -> None:
    body = "A\n{% if topic %}of {% endif %}{{ topic }}\nB {{ topic }}."
    assert rendered(body) == "A\nof proofs\nB proofs."
    for missing in ("", None):
        assert rendered(body, topic=missing) == "A\n\nB ."
    hole = features_of(letter(body))[0]
    assert (hole.mistakes, hole.length) == (2, len("A\n\nB .") + 2 * 20)
