"""Replies: who writes what, in how many words, and never with a hole in it."""

import re
import textwrap

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.mail.decks import PLAIN, TEMPERS, Piece, shipped_decks
from outreach_sim.mail.languages import language_of
from outreach_sim.mail.replies import Writer, frame, has_close, opening_cell, put_together
from outreach_sim.mail.starters import LANGUAGES, starter
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.mail.template import letters, parse_template, shipped_templates
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.history import History
from outreach_sim.storage.correspondence.values import letter_values

NAMES = [f"Robin Sample{n}" for n in range(400)]


def test_replies_are_no_letters_so_the_market_does_not_know_them() -> None:
    assert not {template.stage for template in letters(shipped_templates())} & {"reply"}


def test_tempers_are_spread_evenly_and_follow_from_the_name_alone() -> None:
    tempers = [Writer(name, level).temper for level in (1, 5) for name in NAMES]
    assert tempers[:400] == tempers[400:]
    for temper in TEMPERS:
        assert 60 < tempers[:400].count(temper) < 140


def test_who_is_senior_writes_fewer_parts_and_shorter_ones() -> None:
    cells = shipped_decks()["en"].cells
    slots = dict.fromkeys(
        (need for pieces in cells.values() for piece in pieces for need in piece.needs), "x"
    )
    for name in NAMES[:40]:
        young, senior = Writer(name, 2), Writer(name, 4)
        assert senior.parts == max(young.parts - 1, 0)
        for pieces in cells.values():
            long, short = (mean_length(who.fitting(pieces, slots)) for who in (young, senior))
            assert short <= long
        assert mean_length(senior.fitting(cells["interested", "pay"], slots)) < 60


def mean_length(pieces: list[Piece]) -> float:
    return sum(len(piece.text) for piece in pieces) / len(pieces)


def test_an_answer_opens_by_what_lies_behind_the_two() -> None:
    warm = next(Writer(name, 2) for name in NAMES if Writer(name, 2).temper == "warm")
    curt = next(Writer(name, 2) for name in NAMES if Writer(name, 2).temper == "curt")
    assert opening_cell(warm, Step.INTERESTED, Reason.PAY, PLAIN) == PLAIN
    assert opening_cell(warm, Step.NOT_INTERESTED, Reason.HOME, PLAIN) == PLAIN
    assert opening_cell(warm, Step.NOT_INTERESTED, Reason.LETTERS, PLAIN) is None, (
        "no thanks for one too many"
    )
    assert opening_cell(warm, Step.NOT_INTERESTED, Reason.LETTERS, "reminded") == "reminded"
    assert opening_cell(curt, Step.INTERESTED, Reason.PAY, "reminded") is None
    assert opening_cell(curt, Step.INTERESTED, Reason.PAY, "again") == "again", "nobody forgets a no"
    assert opening_cell(warm, Step.ACCEPTED, Reason.PAY, "again") is None
    assert has_close(warm, Step.DECLINED) and not has_close(curt, Step.DECLINED)


@pytest.mark.parametrize("language", sorted(shipped_decks()))
def test_every_piece_filled_in_for_anybody_is_whole(language: str) -> None:
    scenario, decks = load_scenario("personal-email"), shipped_decks()[language]
    session, seen = Session(scenario.setup, 1), 0
    pasts = {
        "threshold": "10,000", "said_in": "March", "wrote_in": "March", "nth": "third", "their_day": "Monday",
        "colleague": "Alex Beispiel", "rival": "Quiet Labs", "named_pay": "$1,234,000",
    }  # fmt: skip
    for (deck, _), pieces in decks.cells.items():
        step = Step(deck) if deck in list(Step) else Step.INTERESTED
        for piece in pieces:
            candidate = seen = seen + 1
            candidate %= 600
            own = OwnApproach(candidate, State.OFFERED, 1, 1, 0, 2, True, True, 1_234_000, 50_000, 100, 5, 9)
            values = letter_values(scenario, session, 0, own, session.day)
            values |= History(scenario).slots(session, 0, own, decks.words) | pasts
            if not piece.fits(values):
                continue
            writer = Writer(values["name"], 1 + candidate % 5)
            body = put_together(frame(decks, step, writer), (None, piece, None), values)
            assert not [w for w in ("{", "}", "None", "  ", "\n\n\n", "$ ", " .", " ,") if w in body], body
            assert all(len(line) <= 78 for part in body.split("\n") for line in textwrap.wrap(part, 78))
            first = body.split("\n\n")[-2] if step not in FROM_CANDIDATE else body
            assert (language == "de" and step not in FROM_CANDIDATE) or not first[0].islower(), body
            ends = (values["name"], values["first_name"]) if step in FROM_CANDIDATE else (values["lab"],)
            if language == "zh":
                assert not re.search("[。！？：，；] |[^:/] [。！？：，；]", body), body
            assert body.endswith(ends), body
    assert seen > 300


def test_the_language_of_a_letter_is_told_by_its_small_words() -> None:
    assert {language_of(template.body) for template in shipped_templates().values()} == {"en"}
    german = "Guten Tag {{ name }},\n\nich habe Ihre Arbeit gelesen und möchte mit Ihnen reden."
    assert language_of(german) == "de"
    assert language_of("") == language_of("42 …") == "en"
    for code in LANGUAGES:
        for stage in ("outreach", "follow-up", "reply"):
            assert language_of(starter("x", stage, code).split("+++")[2]) == code
    assert language_of("您愿意和 OpenAI 聊聊 RLHF 吗？") == "zh"
    assert language_of("Dear Wei 王, shall we talk?") == "en"


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
            "at most 5 template ids",
        ),
    ],
)
def test_what_is_wrong_with_a_reply_is_said(front: str, message: str) -> None:
    with pytest.raises(BadInputError) as caught:
        parse_template(f"+++\n{front}\n+++\nHello.\n", "a.md", "a")
    assert message.replace("2:4:1", "a.md:4:1") in str(caught.value)
