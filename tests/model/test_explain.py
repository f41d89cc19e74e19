"""Explanations add up, agree with the chain and with the oracle, and say where numbers come from."""

import json
import math
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.cli.output import plain
from outreach_sim.formatting import percent
from outreach_sim.model.chain import STAGES, chances
from outreach_sim.model.explain import explain, rounded, rounded_terms
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Mail, Prospect
from tests import oracle
from tests.model.letters import GOOD
from tests.model.prospects import PROSPECTS, WHO, but, feared_gate, known
from tests.params import PARAMETERS as PAR

P = asdict(PAR)
PERSON = {
    "present_usd": 600_000.0, "money": 1.3, "taste": 0.3, "c_lab": 40.0, "c_employer": 120.0,
    "appeal": -0.68, "fit": 0.1,
}  # fmt: skip


@given(PROSPECTS)
@settings(max_examples=60, deadline=None)
def test_terms_sum_to_the_logit_and_the_logit_is_the_chance(who: Prospect) -> None:
    for link in explain(PAR, who).links:
        assert math.isclose(math.fsum(t.value for t in link.terms), link.logit, abs_tol=1e-9)
        assert math.isclose(oracle.sigmoid(link.logit), link.probability, rel_tol=1e-9, abs_tol=1e-300)
        assert all(term.sentence.endswith(".") for term in link.terms)


@given(PROSPECTS)
@settings(max_examples=60, deadline=None)
def test_the_chain_is_the_product_of_its_links_each_given_the_one_before(who: Prospect) -> None:
    links = chances(PAR, who)
    chain = links.pop("chain")
    assert math.isclose(math.prod(links.values()), chain, rel_tol=1e-9)
    assert all(0 <= chance <= 1 + 1e-12 for chance in links.values())


@given(PROSPECTS)
@settings(max_examples=60, deadline=None)
def test_where_all_is_known_the_cards_multiply_to_the_chain(drawn: Prospect) -> None:
    gate = feared_gate(1.0) if drawn.gate else None
    who = replace(known(drawn), gate=gate, mails=drawn.mails[:1])
    for countered in (0.0, 1.0):
        told = explain(PAR, replace(who, counter_chance=countered))
        assert math.isclose(math.prod(link.given_before for link in told.links), told.chain, rel_tol=1e-9)


@given(st.floats(1e5, 1e7), st.sampled_from(["recruiter", "hiring-manager", "ceo"]), st.integers(0, 3))
@settings(deadline=None)
def test_a_letter_s_links_are_the_oracle_s(offered: float, sender: str, mistakes: int) -> None:
    letter = asdict(replace(GOOD, slips=mistakes))
    words = oracle.words(P, letter)
    mail = Mail(4, words, load_campaigns=6, mails_per_person=3)
    who = but(WHO, offered_usd=offered, sender=sender, mails=(mail,))
    links = {link.stage: link for link in explain(PAR, replace(who, gate=feared_gate(1.0))).links}
    reply = oracle.reply_logit(
        P, mail=4, sender=sender, letter=letter, weekday=1,
        load_campaigns=6, mails_per_person=3, offered_usd=offered, **PERSON,
    )  # fmt: skip
    value = reply - P["reply_cut_4"]
    assert math.isclose(links["reply"].logit, reply, abs_tol=1e-9)
    assert math.isclose(links["interested"].logit, oracle.interest_logit(P, value, True), abs_tol=1e-9)
    given_reply = oracle.interest_chance(P, value, True)
    assert math.isclose(links["interested"].given_before, given_reply, rel_tol=1e-9)


@given(st.floats(1e5, 1e7), st.floats(1e5, 1e7), st.booleans(), st.booleans(), st.integers(1, 9))
@settings(deadline=None)
def test_a_decision_between_two_offers_and_a_counter_is_the_oracle_s(
    offered: float, named: float, direct: bool, countered: bool, days: int
) -> None:
    rival = {"offered_usd": 8e5, "direct": True, "deadline_days": 7, "named_usd": 0.0, "gate_closed": False}
    mine = {
        "offered_usd": offered, "direct": direct, "deadline_days": days, "named_usd": named,
        "gate_closed": False,
    }  # fmt: skip
    theirs = oracle.accept_logits(P, [mine | PERSON, rival | PERSON], countered)[0]
    who = but(
        WHO, offered_usd=offered, direct=direct, deadline_days=days, named_usd=named,
        counter_chance=float(countered), other_offers=(oracle.offer_value(P, **rival, **PERSON),),
    )  # fmt: skip
    assert math.isclose(explain(PAR, who).links[4].logit, theirs, abs_tol=1e-9)


def test_a_letter_that_names_no_pay_is_answered_on_the_band_and_decided_on_the_offer() -> None:
    named, vague = explain(PAR, WHO), explain(PAR, but(WHO, expected_usd=WHO.features.present_usd))
    assert vague.links[1].logit < named.links[1].logit
    assert vague.links[4] == named.links[4]
    pay = next(term for term in vague.links[1].terms if term.name == "pay")
    assert pay.value == 0.0 and "public band says $600k" in pay.sentence


@given(PROSPECTS)
@settings(max_examples=30, deadline=None)
def test_a_sequence_is_answered_at_its_best_mail_and_interests_by_the_one_that_is_answered(
    drawn: Prospect,
) -> None:
    who = replace(known(drawn), gate=feared_gate(1.0) if drawn.gate else None)
    told, expected = explain(PAR, who), chances(PAR, who)
    assert [mail.logit for mail in told.mails] and told.links[1].logit == max(m.logit for m in told.mails)
    assert math.isclose(expected["reply"], told.links[1].probability, rel_tol=1e-9)
    gate, so_far, interested = PAR.gate_weight * (who.gate is not None), 0.0, 0.0
    for mail, link in zip(who.mails, told.mails, strict=True):
        value = link.logit - PAR.reply_cuts[mail.number - 1]
        now = max(so_far, link.probability)
        logit = PAR.reply_cut_4 + PAR.interest_cut + value + gate
        share = oracle.ratio(logit, PAR.reply_cut_4 + value)
        interested += (now - so_far) * share
        so_far = now
    # Below log-odds of -700 the oracle says 0, the engine the least it can tell from it.
    answered = expected["reply"] * expected["interested"]
    assert math.isclose(answered, interested, rel_tol=1e-9, abs_tol=1e-300)


def test_each_mail_of_a_sequence_is_told_with_its_own_words_and_inbox() -> None:
    mails = (Mail(1, 0.44), Mail(2, 0.22, weekday=PAR.weekday_slow, load_campaigns=5.0))
    first, second = explain(PAR, but(WHO, mails=mails)).mails
    said = {term.name: term for term in second.terms}
    assert first.logit > second.logit - (PAR.reply_cut_2 - PAR.reply_cut_1)
    assert said["constant"].sentence.endswith("few answer even the second mail.")
    assert said["constant"].source == "reply_cut_2" and said["words"].value == 0.22
    assert said["fatigue"].value < 0 and "weekday" in said and "weekday" not in {t.name for t in first.terms}


def test_a_pledge_is_missing_in_everybody_s_share_once_the_offer_stands() -> None:
    few = but(WHO, researchers=10.0, pledge_h100e=100.0)
    by_name = {term.name: term for term in explain(PAR, few).links[4].terms}
    assert "130 H100s a researcher at North Lab against 120" in by_name["compute"].sentence
    bound = replace(few, reserved_h100e=100.0)
    assert "140 H100s a researcher" in explain(PAR, bound).links[4].terms[2].sentence
    assert explain(PAR, few).links[1] == explain(PAR, bound).links[1]


def test_the_sentence_on_pay_says_what_money_counts_where_that_is_known() -> None:
    def said(**facts: float) -> str:
        return explain(PAR, but(WHO, **facts)).links[4].terms[1].sentence

    plain = "$900k a year is 1.50 times the present $600k"
    assert said() == f"{plain}; money counts 1.3 times as much for them as for most."
    assert said(money=1.0) == said(money=1.0, money_sd=0.5) == f"{plain}."
    assert said(money=1.0, pay_guessed=1.0) == f"{plain}, by the public band."


def test_a_stake_stands_on_the_present_side_and_is_told() -> None:
    held = but(WHO, stake_usd=300_000)
    pay = explain(PAR, held).links[4].terms[1]
    assert math.isclose(pay.value, 0.0, abs_tol=1e-12)
    assert pay.sentence.startswith(
        "$900k a year is 1.00 times the $900k held now: $600k of pay, and $300k of"
    )
    heard = {"heard_usd": 800_000.0}
    peers = [t for t in explain(PAR, but(held, **heard)).links[4].terms if t.name == "peers"]
    assert math.isclose(peers[0].value, PAR.peers_slope * math.log(8 / 6))


def test_an_offer_below_what_the_letter_named_breaks_a_word_and_was_read_as_named() -> None:
    named = but(WHO, offered_usd=700_000, named_usd=900_000, expected_usd=900_000)
    told, plain = explain(PAR, named), explain(PAR, WHO)
    assert told.links[1].logit == plain.links[1].logit
    assert "The letter named $900k, 1.50 times" in told.links[1].terms[1].sentence
    word = next(term for term in told.links[4].terms if term.name == "broken word")
    assert math.isclose(word.value, -WHO.features.money * PAR.pay_slope * math.log(9 / 7))


def test_a_gate_enters_the_links_where_it_is_certain_and_only_the_chain_where_it_is_feared() -> None:
    free, feared, sure = (
        explain(PAR, but(WHO, gate=gate)) for gate in (None, feared_gate(0.4), feared_gate(1.0))
    )
    assert feared.links == free.links and feared.chain < free.chain
    assert feared.as_dict()["gate"] == {"chance": 0.4, "closed": False}
    for stage in (2, 4):
        assert math.isclose(sure.links[stage].logit, free.links[stage].logit + PAR.gate_weight)
    assert sure.links[1] == free.links[1] and sure.as_dict()["gate"]["closed"]


def test_every_source_is_a_parameter_or_says_where_else_it_stands() -> None:
    known = {f.name for f in fields(Parameters)}
    busy = but(
        WHO, sender="ceo", direct=True, deadline_days=1, named_usd=2e6, gate=feared_gate(1.0),
        counter_chance=1.0, mails=(Mail(4, 0.22, -0.05, 3.0, 4.0),), other_offers=(0.5,),
    )  # fmt: skip
    terms = [term for link in explain(PAR, busy).links for term in link.terms]
    assert len({term.name for term in terms}) == 16
    for term in terms:
        if not term.source.startswith(("the scenario: ", "the market: ")):
            assert set(term.source.split(", ")) <= known, term


def test_the_json_has_the_documented_keys_and_survives_json() -> None:
    data = json.loads(json.dumps(explain(PAR, WHO), default=plain))
    assert [link["stage"] for link in data["links"]] == list(STAGES)
    assert set(data["links"][1]["terms"][0]) == {"name", "value", "sentence", "source"}
    assert {"links", "chain", "gate"} <= set(data) and set(data["gate"]) == {"chance", "closed"}


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=12), st.integers(0, 4))
def test_shown_digits_add_up_to_the_shown_sum(values: list[float], digits: int) -> None:
    shown = rounded(values, digits)
    assert round(math.fsum(shown), digits) == round(math.fsum(values) * 10**digits) / 10**digits
    step = 10.0**-digits
    assert all(abs(s - v) < step * (1 + 1e-9) for s, v in zip(shown, values, strict=True))


@given(PROSPECTS)
@settings(max_examples=40, deadline=None)
def test_what_people_read_on_a_card_adds_up_to_the_logit_they_read(who: Prospect) -> None:
    for link in explain(PAR, who).links:
        assert math.isclose(math.fsum(rounded_terms(link.terms)), link.logit, abs_tol=0.005 + 1e-9)


def test_shares_in_sentences_are_percent_as_everywhere_else() -> None:
    left = but(WHO, team_left=2 / 3, spam_chance=0.1, sender="ceo")
    said = {term.name: term.sentence for link in explain(PAR, left).links for term in link.terms}
    assert said["spam"] == "10 % of a CEO's letters are taken for spam."
    assert said["team"].startswith("Only 67 % of the old team")


@pytest.mark.parametrize(
    ("share", "tenths", "whole"),
    [
        (0.0, "0.0 %", "0 %"),
        (0.0005, "<0.1 %", "<1 %"),
        (0.079, "7.9 %", "8 %"),
        (0.9999, ">99.9 %", ">99 %"),
        (1.0, "100.0 %", "100 %"),
    ],
)
def test_percent_is_never_rounded_to_nothing_or_all(share: float, tenths: str, whole: str) -> None:
    assert (percent(share), percent(share, 0)) == (tenths, whole)
