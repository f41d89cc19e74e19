"""A term is declared once: beside its function stand its name, its parameters, and the sentence for it."""

import ast
import inspect
import re
from dataclasses import fields

import pytest

from outreach_sim.model import features, terms
from outreach_sim.model.chain import STAGES
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import SENDERS
from outreach_sim.model.sentences import TERMS, About, Name
from tests.model.prospects import WHO, but

CODE = ast.parse(inspect.getsource(terms))
PARAMETERS = {field.name for field in fields(Parameters)}


def about(name: Name) -> list[About]:
    """The term in every link it can have a part in, whoever above a recruiter signs, interviews or not."""
    stages = {"constant": STAGES, "sender": ("open", "reply")}.get(name, ("reply", "accept"))
    people = [but(WHO, sender=sender, direct=direct) for sender in SENDERS[1:] for direct in (True, False)]
    values = (-1.0, 1.0)
    return [About(value, stage, who, WHO.mails[0]) for value in values for stage in stages for who in people]


def parameters_of(name: Name) -> set[str]:
    """What the term says it rests on, besides the scenario and the market."""
    texts = "; ".join(TERMS[name].source(it) for it in about(name))
    return set(re.findall(r"\w+", re.sub(r"the (scenario|market): [\w ]+", "", texts)))


def test_what_is_yielded_is_declared_and_what_is_declared_is_yielded() -> None:
    declared = {key for key, value in vars(terms).items() if key.isupper() and value in TERMS}
    yields = [node.value for node in ast.walk(CODE) if isinstance(node, ast.Yield)]
    lists = [item for node in ast.walk(CODE) if isinstance(node, ast.List) for item in node.elts]
    appended = [node.args[0] for node in ast.walk(CODE) if isinstance(node, ast.Call) and node.args]
    pairs = [node for node in (*yields, *lists, *appended) if isinstance(node, ast.Tuple)]
    assert {ast.unparse(pair.elts[0]) for pair in pairs} == declared
    assert len(declared) == len(TERMS) > 20


@pytest.mark.parametrize("name", TERMS)
def test_a_term_has_a_sentence_and_says_what_it_rests_on(name: Name) -> None:
    for it in about(name):
        sentence, source = TERMS[name].sentence(it), TERMS[name].source(it)
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] == "$", sentence
        assert sentence.endswith(".") and "{" not in sentence and source
    assert parameters_of(name) <= PARAMETERS


def test_whatever_parameter_a_term_uses_some_term_names() -> None:
    used = {
        node.attr
        for node in ast.walk(CODE)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "p"
    }
    named = {parameter for name in TERMS for parameter in parameters_of(name)}
    assert used - named - {"reply_cut_4"} == set() and len(used) > 20


def test_every_feature_is_read_by_a_term() -> None:
    read = {node.attr for node in ast.walk(CODE) if isinstance(node, ast.Attribute)}
    for kind in (features.Features, features.Envelope):
        assert {field.name for field in fields(kind)} <= read
