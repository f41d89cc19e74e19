"""What people write is their true reason: the largest term of the model that spoke for it or against it."""

from collections import Counter

from outreach_sim.mail.decks import PLAIN, shipped_decks
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.plan import standing
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.view import OwnApproach, own_approaches
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.reasons import reason_for, reasons_of
from outreach_sim.storage.correspondence.threads import Post


def test_the_day_a_leader_returns_is_the_reason_of_all_that_ends_with_it() -> None:
    scenario = load_scenario("letter-weekend")
    (walkout,) = (w for w in scenario.setup.walkouts if w.back < scenario.setup.days)
    session, post = Session(scenario.setup, 2), Post(scenario, shipped_templates())
    ended: Counter[tuple[Step, Reason | None]] = Counter()
    while session.day <= walkout.back + 10:
        for mail in post.mails(session, session.advance()):
            if mail.step in (Step.WITHDRAWN, Step.TURNED_BACK):
                came_back = session.day - 1 == walkout.back and mail.lab == walkout.to
                assert (mail.reason is Reason.LEADER_BACK) == came_back
                ended[mail.step, mail.reason] += 1
                cell = shipped_decks()["en"].cells[mail.step, mail.reason or PLAIN]
                assert mail.wording[0] in {piece.text for piece in cell}
    assert sum(count for (_, reason), count in ended.items() if reason is Reason.LEADER_BACK) > 20


def test_nobody_writes_the_name_under_which_those_outside_stand() -> None:
    scenario = load_scenario("sandbox")
    outside = scenario.setup.outside
    session, post = Session(scenario.setup, 1), Post(scenario, shipped_templates())
    letters = replies = 0
    while session.day < 40:
        home = session.world.home.copy()
        for mail in post.mails(session, session.advance()):
            text = f"{mail.letter.subject} {mail.letter.body}"
            assert "Elsewhere" not in text, text
            if home[mail.candidate] == outside == session.world.home[mail.candidate]:
                letters += mail.step is None and "your present employer" in text
                replies += mail.step is not None
                assert not any("{{ employer }}" in piece for piece in mail.wording)
    assert letters > 5 and replies > 20


def explained(session: Session, lab: int, own: OwnApproach) -> Explanation:
    """The approach as it truly stands, weighed and explained as a whole."""
    who = weigh(session.world, lab, own.candidate, standing(own, answered=True), "", as_truth=True)
    return explain(session.setup.parameters, who)


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
        live = own_approaches(session.world, 1)
        some = [own.candidate for own in live[::3]]
        assert own_approaches(session.world, 1, to=[*some, -1]) == live[::3], "those asked for alone"
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
