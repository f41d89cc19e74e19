"""Who follows a leader without a letter begins a thread, and everything that comes of it stands there."""

from pathlib import Path

from outreach_sim.mail.steps import Step
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.session import Session
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.mailfiles import messages_of, write_mbox
from outreach_sim.storage.correspondence.threads import Post


def test_a_follower_writes_first_and_the_offer_answers_it(tmp_path: Path) -> None:
    scenario = load_scenario("hollow-out")
    session, post = Session(scenario.setup, 3), Post(scenario, shipped_templates())
    mails = []
    for _ in range(20):
        log = session.advance()
        mails += list(post.mails(session, log))
    first = [mail for mail in mails if mail.place == 0]
    assert len(first) > 50
    for mail in first:
        assert mail.step is Step.FOLLOWS and mail.from_candidate
        assert mail.letter.subject == "Re: Your offer to everybody at Inflection"
        assert "Microsoft" in mail.letter.body
    offers = [mail for mail in mails if mail.step is Step.OFFERED]
    assert len(offers) > 50 and all(mail.place == 1 for mail in offers)
    assert {mail.step for mail in mails} >= {Step.FOLLOWS, Step.OFFERED, Step.ACCEPTED}
    assert write_mbox(tmp_path / "box", messages_of(scenario, 3, mails)) == len(mails)
