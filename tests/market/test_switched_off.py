"""A mechanism that is switched off changes nothing: the log of a world without it stays as it always was."""

from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.stack import run_worlds
from tests.market.worlds import rich_setup

BEFORE = (
    "382df7502c475bafef85fef4cbc21a24fe4f67fab80f4612c45f8d25b2fd8269",
    "a5a5344c7810e2864ee6f15998d9d836d068e0cb3d3996b97f55f9d0b9372f8a",
)
"""Made before there were conferences, colleagues, waits and pitches."""


def test_the_log_of_the_busiest_first_world_is_what_it_was() -> None:
    assert tuple(d.hex() for d in run_worlds(rich_setup(days=60), 11, [0, 3]).digests) == BEFORE


def test_richer_mechanisms_are_off_unless_a_scenario_says_otherwise_or_brings_what_they_need() -> None:
    on = {name for name in Mechanisms.__slots__ if getattr(Mechanisms(), name)}
    richer = {"come_back", "colleagues", "aftermath", "pitch", "ceo_spam", "name_news"}
    assert not on & richer
    assert {"conferences", "non_competes"} <= on
    assert not rich_setup().conferences and not any(lab.non_compete_share for lab in rich_setup().labs)
