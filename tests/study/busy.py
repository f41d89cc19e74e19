"""A lab with so much money, and people so willing, that a short game by hand has something to tell."""

from dataclasses import replace

from outreach_sim.market.setup import Sender
from outreach_sim.scenario.load import load_scenario

LOADED = load_scenario("small-lab").setup
LAB = replace(
    LOADED.labs[LOADED.player],
    budget_usd=16_000_000,
    letters_per_week={Sender.CEO: 3, Sender.HIRING_MANAGER: 10, Sender.RECRUITER: 40},
)
BUSY = replace(
    LOADED,
    labs=(*LOADED.labs[: LOADED.player], LAB, *LOADED.labs[LOADED.player + 1 :]),
    parameters=replace(LOADED.parameters, interest_cut=-0.2, accept_constant=1.0),
    rules=replace(LOADED.rules, fresh_share=0.0),  # who comes when hangs on how long a game is
)
