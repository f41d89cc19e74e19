"""``explain``: what a lab may learn, and targets that make no sense."""

import json
import math
from dataclasses import replace

import pytest

from outreach_sim.cli.explain import Offer, find_prospect
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import load_scenario
from tests.cli.test_commands import run

LOADED = load_scenario("personal-email")


def prospect(view: str, pay: int | None = None):
    return find_prospect(LOADED, "meta", 5, view, Offer(pay), 1)


def test_a_lab_does_not_learn_the_true_pay_from_a_default() -> None:
    lab, truth = prospect("lab"), prospect("truth")
    assert truth.features.present_usd == LOADED.setup.people.pay_usd[4] != lab.features.present_usd
    assert lab.offered_usd == lab.features.present_usd
    assert truth.offered_usd == truth.features.present_usd


def test_an_offer_that_is_named_is_the_offer_in_either_view() -> None:
    assert prospect("lab", 900_000).offered_usd == prospect("truth", 900_000).offered_usd == 900_000


@pytest.mark.parametrize("target", ["nan", "inf", "-1", "0", "1", "1.5", "150%"])
def test_a_target_that_is_no_chance_is_a_usage_error(capsys, target: str) -> None:
    code, out, err = run(capsys, "explain", "personal-email", "--candidate", "5", "--target", target)
    assert (code, out) == (2, "")
    assert ("not in the range" in err or "is not a number" in err) and err.count("\n") == 1


def test_amounts_on_the_command_line_are_read_as_everywhere(capsys) -> None:
    words = ["explain", "personal-email", "--candidate", "5", "--json"]
    written = run(capsys, *words, "--pay", "$1.5m", "--h100e", "1,000", "--target", "25%")
    assert written == run(capsys, *words, "--pay", "1500000", "--h100e", "1000", "--target", "0.25")
    assert written[0] == 0


def test_a_target_beyond_any_price_says_so_with_its_limit(capsys) -> None:
    command = ["explain", "personal-email", "--candidate", "5", "--target", "0.99", "--json"]
    code, out, _ = run(capsys, *command)
    pay = json.loads(out)["what_would_it_take"][0]
    assert code == 0 and pay["lever"] == "pay" and pay["possible"] is False
    assert 0 < pay["limit"] < 0.99 and pay["reason"].startswith("no price does")


def test_a_target_that_is_reached_already_takes_nothing(capsys) -> None:
    words = ["explain", "first-letter", "--candidate", "2", "--link", "accept", "--target", "0.2"]
    code, out, _ = run(capsys, *words)
    assert code == 0 and "It takes nothing to bring accept to 20.0 %" in out and "$0 more" not in out


def explained(capsys, *words: str) -> dict:
    code, out, _ = run(capsys, "explain", "personal-email", "--json", *words)
    assert code == 0
    return json.loads(out)


def test_interviews_in_their_short_form_stand_half_way_between_full_ones_and_none(capsys) -> None:
    words = ("--candidate", "9")
    forms = ((), ("--short",), ("--direct",))
    full, short, none = (explained(capsys, *words, *form)["links"][3]["probability"] for form in forms)
    assert short == pytest.approx((full + none) / 2) and full < short < none
    code, _, err = run(capsys, "explain", "personal-email", *words, "--short", "--direct")
    assert code == 2 and "leave out one of the two" in err


@pytest.mark.parametrize("candidate", [9, 14])
def test_the_truth_at_the_command_line_is_what_the_world_then_logs(capsys, candidate: int) -> None:
    offer = ["--pay", "900000", "--h100e", "200", "--sender", "ceo", "--template", "ceo-personal", "--direct"]
    told = explained(capsys, "--candidate", str(candidate), "--as", "truth", "--seed", "3", *offer)
    setup = LOADED.setup
    session = Session(replace(setup, script=(), rules=replace(setup.rules, fresh_share=0.0)), 3)
    session.act(
        Order(
            setup.player, (), template=setup.letters.ids.index("ceo-personal"), sender=Sender.CEO,
            candidates=(candidate - 1,), pay_usd=900_000, pledge_h100e=200, direct=True,
        )
    )  # fmt: skip
    log = session.advance(1)
    sent = log.value[(log.kind == Event.SENT) & (log.candidate == candidate - 1) & (log.lab == setup.player)]
    assert told["mails"][0]["logit"] == pytest.approx(float(sent[0]) / 1e6, abs=2e-6)
    opened = told["links"][0]
    chances = session.world.open_chance_today[setup.player, Sender.CEO]
    assert opened["probability"] == chances[session.world.reading.levels.argmax()]
    assert [t["name"] for t in opened["terms"]] == ["constant", "subject: subject on the reader", "spam"]


def test_an_offer_below_the_pay_that_was_named_is_told_with_the_word_it_breaks(capsys) -> None:
    words = ["--candidate", "9", "--pay", "700000", "--link", "accept", "--target", "0.85"]
    fair, broken = explained(capsys, *words), explained(capsys, *words, "--named", "1400000")
    term = {t["name"]: t["value"] for t in broken["links"][4]["terms"]}["broken word"]
    assert term == pytest.approx(-LOADED.setup.parameters.pay_slope * math.log(2))
    assert broken["asked"]["now"] < fair["asked"]["now"] / 1.2
    assert "The letter named $1.4M" in broken["links"][1]["terms"][1]["sentence"]
    lever = broken["what_would_it_take"][0]
    healed = explained(capsys, "--candidate", "9", "--pay", str(round(lever["value"])), "--named", "1400000")
    assert "the letter is out" in broken["what_would_it_take"][2]["reason"]
    assert healed["links"][4]["expected"] == pytest.approx(lever["reaches"], rel=1e-9)


def test_no_signature_is_offered_that_the_letter_has_or_that_may_not_sign_it(capsys) -> None:
    letter = ["--candidate", "9", "--pay", "2500000", "--template", "ceo-personal", "--sender", "ceo"]
    lever = explained(capsys, *letter)["what_would_it_take"][2]
    assert lever["lever"] == "sender" and not lever["possible"] and "nobody else signs" in lever["reason"]
    manager = ["--candidate", "9", "--template", "hiring-manager", "--sender", "hiring-manager"]
    lever = explained(capsys, *manager)["what_would_it_take"][2]
    assert "value" not in lever and "CEO" not in lever["reason"]


def test_each_mail_of_a_letter_is_told_by_itself(capsys) -> None:
    code, out, _ = run(capsys, "explain", "personal-email", "--candidate", "9")
    assert code == 0 and "Each mail for itself, from the first: " in out


def test_a_letter_of_the_gallery_is_explained_as_where_the_scenario_names_it(capsys) -> None:
    letter = ["--candidate", "9", "--template", "two-facts"]
    named = explained(capsys, *letter, "--set", 'scenario.letters=["two-facts"]')
    assert explained(capsys, *letter) == named
    assert named["links"] != explained(capsys, "--candidate", "9")["links"]
    code, _, err = run(capsys, "explain", "personal-email", *letter[:2], "--template", "two-fcts")
    assert code == 2 and "did you mean 'two-facts'?" in err
