"""A mechanism that is switched off changes nothing: the log of a world without it stays as it always was."""

from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.stack import run_worlds
from tests.market.worlds import rich_setup

BEFORE = (
    "6c9d7582fbbfa5f66388dc0de3d5835c44138b3875ad980245e3bdbd36ed57da",
    "23cbbfed366892a00a431cb758d9654c6949643e2c2ffdf06cfcdc67a6a20fcc",
)
"""Of engine 0.4.0: what is switched off here has changed nothing since."""


def test_the_log_of_the_busiest_first_world_is_what_it_was() -> None:
    assert tuple(d.hex() for d in run_worlds(rich_setup(days=60), 11, [0, 3]).digests) == BEFORE


def test_richer_mechanisms_are_off_unless_a_scenario_says_otherwise_or_brings_what_they_need() -> None:
    on = {name for name in Mechanisms.__slots__ if getattr(Mechanisms(), name)}
    richer = {"come_back", "colleagues", "aftermath", "pitch", "ceo_spam", "name_news"}
    assert not on & richer
    assert {"conferences", "non_competes"} <= on
    assert not rich_setup().conferences and not any(lab.non_compete_share for lab in rich_setup().labs)
