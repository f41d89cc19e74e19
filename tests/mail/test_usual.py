"""Each sender's usual letter, where the lab lets them write."""

from outreach_sim.mail.template import shipped_templates
from outreach_sim.mail.usual import USUAL, usual_letters
from outreach_sim.market.setup import Sender


def test_who_may_not_write_has_no_letter_unless_nobody_may() -> None:
    ids = tuple(USUAL.values())
    assert usual_letters(ids, {}) == USUAL
    assert usual_letters(ids, {Sender.RECRUITER: 0, Sender.CEO: 3}).keys() == {
        Sender.CEO,
        Sender.HIRING_MANAGER,
    }
    assert usual_letters(ids, dict.fromkeys(Sender, 0)) == USUAL
    assert usual_letters(("recruiter",), {}) == {Sender.RECRUITER: "recruiter"}


def test_every_sender_has_one_that_ships() -> None:
    assert set(USUAL) == set(Sender) and set(USUAL.values()) <= shipped_templates().keys()
