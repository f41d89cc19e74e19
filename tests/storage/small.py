"""A small scenario with everything in it, and how the tests play it."""

from __future__ import annotations

from pathlib import Path

from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.saves.game import Game

TOML = """
[scenario]
name = "A small market"
start = 2024-01-05
days = 80
player = "north"

[population]
size = 60
seed = 4

[[labs]]
id = "north"
name = "North Lab"
researchers = 80
compute = [ { on = 2024-01-05, h100e = 20_000 }, { on = 2024-06-30, h100e = 60_000 } ]
pay = { median = 500_000, top = 1_500_000 }
budget_usd = 40_000_000
policy = "script"

[[labs]]
id = "south"
name = "South Lab"
researchers = 90
compute = 8_000
pay = { median = 450_000, top = 1_200_000 }

[[labs]]
id = "east"
name = "East Lab"
researchers = 40
compute = 30_000
pay = { median = 600_000, top = 1_900_000 }
policy = "spray"
bot = { letters_per_week = 4, pay_ratio = 1.5, template = "recruiter", sender = "recruiter" }

[[script]]
every = "week"
template = "ceo-personal"
sender = "ceo"
to = { top = 2 }
offer = { pay_ratio = 2.0, direct = true }

[[script]]
every = "week"
from = 2024-02-01
lab = "south"
template = "hiring-manager"
sender = "hiring-manager"
to = { top = 2, by = "pay" }
offer = { pay_ratio = 2.5 }

[[expect]]
that = "somebody comes"
metric = "accepted"
at_least = 1
in_share_of_worlds = 0.5

[parameters]
exit_hazard_per_year = 0.2
"""


def load(folder: Path, text: str = TOML) -> Scenario:
    """The scenario from a file of this folder."""
    file = folder / "small.toml"
    file.write_text(text, encoding="utf-8")
    return load_scenario(str(file))


def orders(day: int) -> list[Order]:
    """What the player of the tests asks for on a day: letters, then answers to whoever is there."""
    template = day % 3
    letter = Order(
        0, (), Do.SEND, template, Sender(day % 3), candidates=(day % 60, (7 * day + 3) % 60), pay_ratio=3.0,
        by_hand=True, sign_on_usd=1_000 * day,
    )  # fmt: skip
    volume = Order(0, (), Do.SEND, template, top=3, by="pay", employers=(1,), pay_usd=1_500_000, direct=True)
    everyone = tuple(range(60))
    answers = [
        Order(0, (), Do.OFFER, candidates=everyone, pay_ratio=3.5, pledge_h100e=200, deadline_days=4),
        Order(0, (), Do.INVITE, candidates=everyone),
        Order(0, (), Do.WITHDRAW, candidates=(day % 60,)),
    ]
    return [letter, volume, answers[day % 3]]


def play(game: Game, until: int, days: int = 4) -> Game:
    """Orders, then a turn, until a day is reached."""
    while game.session.day < until:
        for order in orders(game.session.day):
            game.act(order)
        game.advance(min(days, until - game.session.day))
    return game
