"""What people write is their true reason: the largest term of the model that spoke for it or against it."""

from collections import Counter

from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.session import Session
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.reasons import explained, reason_for, reasons_of
from outreach_sim.storage.correspondence.threads import Post


def test_replies_give_the_term_that_weighed_most() -> None:
    scenario = load_scenario("small-lab", ["scenario.days=150"])
    session, post = Session(scenario.setup, 3), Post(scenario, shipped_templates(), scenario.setup.player)
    given: Counter[tuple[Step, Reason | None]] = Counter()
    while not session.over:
        log = session.advance()
        for mail in post.mails(session, log):
            if mail.step not in (Step.NOT_INTERESTED, Step.INTERESTED):
                continue
            terms = post.threads[mail.lab, mail.candidate, mail.number].terms
            reason = reason_for(session, mail.step, mail.lab, terms, countered=False)
            links = explained(session, mail.lab, terms).links
            sign = 1 if mail.step is Step.INTERESTED else -1
            by_term = reasons_of(sign)
            known = [t for t in next(k for k in links if k.stage == "interested").terms if t.name in by_term]
            largest = max(known, key=lambda term: sign * term.value)
            assert reason == (by_term[largest.name] if sign * largest.value > 0.05 else None)
            given[mail.step, reason] += 1
    reasons = {reason for _, reason in given}
    assert {Reason.PAY, Reason.COMPUTE} <= reasons
    assert len(reasons) >= 3


def test_a_counter_offer_is_told_and_then_given_as_the_reason() -> None:
    scenario = load_scenario("personal-email")
    told = 0
    for seed in range(1, 12):
        session, countered = Session(scenario.setup, seed), set()
        post = Post(scenario, shipped_templates(), scenario.setup.player)
        while not session.over:
            log = session.advance()
            for mail in post.mails(session, log):
                if mail.step is Step.COUNTERED:
                    assert not any(map(str.isdigit, mail.letter.body)), "a sum would tell what they earn"
                    countered.add(mail.candidate)
                if mail.step is Step.DECLINED and mail.candidate in countered:
                    thread = post.threads[mail.lab, mail.candidate, mail.number]
                    reason = reason_for(session, mail.step, mail.lab, thread.terms, countered=True)
                    assert reason in (Reason.COUNTER_OFFER, Reason.OTHER_OFFER)
                    told += 1
        if told:
            return
    raise AssertionError("no counter-offer was accepted in eleven worlds")
