"""A mechanism that is switched off changes nothing: the log of a world without it stays as it always was."""

from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.stack import run_worlds
from tests.market.worlds import rich_setup

BEFORE = (
    "297730a978e7257ffdd140b416dd3a0460b3b6cc466dc0cec5d4638cdbd323db",
    "17f438a967337c741570fbb7e50595c8f8c83945911b07e5a657f92295de3624",
)
"""Of engine 0.3.0: what is switched off here has changed nothing since."""


def test_the_log_of_the_busiest_first_world_is_what_it_was() -> None:
    assert tuple(d.hex() for d in run_worlds(rich_setup(days=60), 11, [0, 3]).digests) == BEFORE


def test_richer_mechanisms_are_off_unless_a_scenario_says_otherwise_or_brings_what_they_need() -> None:
    on = {name for name in Mechanisms.__slots__ if getattr(Mechanisms(), name)}
    richer = {"come_back", "colleagues", "aftermath", "pitch", "ceo_spam", "name_news"}
    assert not on & richer
    assert {"conferences", "non_competes"} <= on
    assert not rich_setup().conferences and not any(lab.non_compete_share for lab in rich_setup().labs)
