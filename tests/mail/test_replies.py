"""Replies: a wording for everything that can happen, the same one each time, and never a hole in it."""

import textwrap

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.mail.letter import render
from outreach_sim.mail.replies import missing_steps, reply_to
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.mail.template import letters, parse_template, shipped_templates
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.values import letter_values

TEMPLATES = shipped_templates()
REPLIES = [template for template in TEMPLATES.values() if template.stage == "reply"]


def test_every_step_is_worded_and_there_are_many_voices() -> None:
    assert missing_steps(TEMPLATES) == []
    assert len(REPLIES) >= 50
    for step in (Step.NOT_INTERESTED, Step.INTERESTED, Step.DECLINED, Step.COME_BACK, Step.ACCEPTED):
        assert len({t.body for t in REPLIES if t.outcome == step}) >= 3


def test_replies_are_no_letters_so_the_market_does_not_know_them() -> None:
    assert not {template.stage for template in letters(TEMPLATES)} & {"reply"}


@pytest.mark.parametrize("reason", [None, *Reason])
@pytest.mark.parametrize("step", list(Step))
def test_the_reason_given_is_the_one_asked_for_or_none(step: Step, reason: Reason | None) -> None:
    for choice in range(12):
        template = reply_to(TEMPLATES, step, reason, choice)
        assert template.outcome == step
        assert template.reason in ("", reason)
        assert template == reply_to(TEMPLATES, step, reason, choice)
        assert (template.senders == ("candidate",)) == (step in FROM_CANDIDATE)


def test_every_reply_to_five_hundred_people_is_whole() -> None:
    scenario = load_scenario("personal-email")
    session = Session(scenario.setup, 1)
    seen = 0
    for candidate in range(500):
        own = OwnApproach(
            candidate, State.OFFERED, 1, 1, 0, 2, candidate % 2 == 0, True, 1_234_000, 50_000, 100, 5, 9
        )
        values = letter_values(scenario, session, 0, own, session.day) | {"threshold": "10,000"}
        template = REPLIES[candidate % len(REPLIES)]
        for chosen in (template, REPLIES[(candidate * 7 + 3) % len(REPLIES)]):
            body = render(chosen, values).body
            assert not [
                wrong for wrong in ("{", "}", "None", "  ", "\n\n\n", "$ ", " .", " ,") if wrong in body
            ]
            assert all(len(line) <= 78 for part in body.split("\n") for line in textwrap.wrap(part, 78))
            assert body.rstrip().endswith((values["first_name"], values["lab"]))
            seen += 1
    assert seen == 1_000


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ('name = "x"\nstage = "reply"\noutcome = "declind"', "2:4:1"),
        ('name = "x"\nstage = "reply"\noutcome = "declined"\nreason = "mony"', "there is no reason 'mony'"),
        ('name = "x"\nstage = "reply"', "the key 'outcome' is missing"),
        ('name = "x"\nstage = "reply"\noutcome = "declined"\nsubject = "s"', "a reply has no such key"),
        (
            'name = "x"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "s"\noutcome = "declined"',
            "replies only",
        ),
        (
            'name = "x"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "s"\nfollow_ups = [1]',
            "at most three",
        ),
    ],
)
def test_what_is_wrong_with_a_reply_is_said(front: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_template(f"+++\n{front}\n+++\nHello.\n", "a.md", "a")
    assert message.replace("2:4:1", "a.md:4:1") in str(caught.value)
