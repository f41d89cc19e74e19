"""``save new``, ``act``, ``write``, ``advance``: a whole game by plain commands."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import (
    Ratio,
    Whole,
    game_argument,
    game_seed_option,
    json_option,
    letters_option,
    scenario_argument,
)
from outreach_sim.cli.save_facts import facts, order_table, order_words
from outreach_sim.cli.save_fame import show_fame, told_of_fame
from outreach_sim.cli.save_show import show_mails, show_waiting
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit

if TYPE_CHECKING:
    from outreach_sim.inputs.toml import Document
    from outreach_sim.scenario.schema import ScriptLine
    from outreach_sim.storage.saves.game import Game

VERBS = (
    "send",
    "invite",
    "offer",
    "better",
    "withdraw",
    "counter",
    "stand",
    "attend",
    "raise",
    "buy",
    "rent",
)
"""What can be asked for: the words of a script, and ``better`` for an offer that is out."""
FLAGS = {
    "template": "template", "sender": "sender", "top": "to.top", "by": "to.by", "from_id": "to.from",
    "pay": "offer.pay_usd", "pay_ratio": "offer.pay_ratio", "sign_on": "offer.sign_on_usd",
    "pledge": "offer.pledge_h100e", "direct": "offer.direct", "deadline": "offer.deadline_days",
    "by_hand": "by_hand", "interviews": "interviews", "counter_from": "counter_from",
    "keep_hours": "keep_hours", "h100e": "h100e", "rent_days": "rent_days",
}  # fmt: skip
"""Options of ``save act``, and the key of a script's line that each of them is."""


@click.command("new")
@scenario_argument
@click.argument("name", required=False)
@game_seed_option
@letters_option
@json_option
def new(scenario: str, name: str | None, seed: int | None, letters: Path | None, as_json: bool) -> None:
    """Begin a game of SCENARIO that you play yourself, and keep it as NAME.

    Go on with save show, save act and save advance, or at the desk with play --resume NAME.
    """
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.places import free_name, renamed

    loaded = load_scenario(scenario, letters=letters)
    kept_as = name or free_name(loaded.name)
    if name is None and (said := renamed(loaded.name, kept_as)):
        click.echo(said, err=True)
    with Game.new(kept_as, loaded, loaded.luck(seed)) as game:
        if as_json:
            output.print_json(facts(game))
        else:
            click.echo(f"{loaded.title} begins on {loaded.start}, kept as {game.name}.")
            click.echo(f"  outreach-sim save show {game.name}")


@click.command("act")
@click.argument("source", metavar="NAME", shell_complete=complete.saves)
@click.argument("verb", required=False, type=click.Choice(VERBS), metavar="[VERB]")
@click.argument("candidates", nargs=-1, type=Whole(1), metavar="[CANDIDATE]...")
@click.option("--orders", type=click.Path(allow_dash=True), metavar="FILE.toml",
              help="Tables [[script]] as in a scenario, for today; - is standard input.")  # fmt: skip
@click.option("--letter", "template", shell_complete=complete.letters,
              help="Letter to send, or the answer in words of your own.")  # fmt: skip
@click.option("--sender", shell_complete=complete.senders, help="Who signs.")
@click.option("--top", type=Whole(), help="So many people, the first who are free.")
@click.option("--by", type=click.Choice(["impact", "pay"]), help="What comes first with --top.")
@click.option("--from", "from_id", multiple=True, shell_complete=complete.labs,
              help="Staff of this lab only; may be repeated.")  # fmt: skip
@click.option("--pay", type=Whole(unit=Unit.USD), help="Yearly pay.")
@click.option("--pay-ratio", type=Ratio(), help="Pay over what the lab believes the present one to be.")
@click.option("--sign-on", type=Whole(unit=Unit.USD), help="Once, on top.")
@click.option("--pledge", type=Whole(unit=Unit.H100E), help="H100s promised to the person by name.")
@click.option("--direct", is_flag=True, default=None, help="Without interviews.")
@click.option("--deadline", type=Whole(unit=Unit.DAYS), help="Days to decide.")
@click.option("--by-hand", is_flag=True, default=None, help="You answer each later step yourself.")
@click.option("--interviews", type=click.Choice(["full", "short"]), help="Their form.")
@click.option(
    "--counter-from", type=click.FloatRange(0), help="With stand: the least impact of whom the rule keeps."
)
@click.option("--keep-hours", type=Whole(), help="With stand: counter-offers a week; 0 ends the rule.")
@click.option("--h100e", type=Whole(unit=Unit.H100E), help="How many machines to buy or rent.")
@click.option("--rent-days", type=Whole(unit=Unit.DAYS), help="For how long they are rented.")
@json_option
def act(
    source: str,
    verb: str | None,
    candidates: tuple[int, ...],
    orders: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Ask for something today in the game NAME: all that is asked for is taken, or nothing.

    VERB is send, invite, offer, better, withdraw, counter, stand, attend, raise, buy or rent, CANDIDATE a
    number of save show. It is done with the next day: save advance. What the market would refuse is refused
    at once, in its own words.

    \b
    Examples:
      outreach-sim save act mine send 4 9 --letter ceo-personal --sender ceo --pay 1.5m --by-hand
      outreach-sim save act mine better 4 --pledge 200
      outreach-sim save act mine --orders today.toml
    """
    from outreach_sim.scenario.given_orders import lines_for
    from outreach_sim.storage.saves.game import Game

    given = {key: value for key, value in flags.items() if value not in (None, ())}
    if (orders is None) == (verb is None):
        raise UsageError("say what to do: a VERB such as send, or --orders FILE.toml")
    if orders is not None and given:
        raise UsageError("--orders says everything: leave out the other options")
    with Game.open(source) as game:
        if game.session.over:
            raise UsageError("the game is over")
        document = _from_file(orders) if orders else _from_flags(game, verb or "", candidates, given)
        today = game.scenario.date_of(game.session.day)
        try:
            lines = lines_for(document, game.scenario, game.templates, today)
        except BadInputError as error:
            if orders:
                raise
            told = (str(replace(p, line=0, where="")) for p in error.problems)
            raise UsageError("; ".join(told)) from None
        _take(game, lines, as_json)


def _from_file(file: str) -> Document:
    """The orders of a file, or of standard input."""
    from outreach_sim.inputs.paths import printable, read_text
    from outreach_sim.inputs.toml import MAX_BYTES, parse

    if file != "-":
        return parse(read_text(Path(file), MAX_BYTES), printable(file))
    return parse(sys.stdin.read(MAX_BYTES + 1), "standard input")


def _from_flags(game: Game, verb: str, candidates: tuple[int, ...], given: Mapping[str, Any]) -> Document:
    """One order, from the words of the command line, which its faults are told by."""
    from outreach_sim.inputs.toml import Document, Override

    table: dict[str, Any] = _standing(game, candidates) if verb == "better" else {"do": verb}
    named = []
    for flag, value in given.items():
        outer, _, key = FLAGS[flag].rpartition(".")
        where = ("script", 0, outer, key) if outer else ("script", 0, key)
        inner = table.setdefault(outer, {}) if outer else table
        if key in ("pay_usd", "pay_ratio"):
            inner.pop("pay_usd", None)
        inner[key] = list(value) if isinstance(value, tuple) else value
        option = {"from_id": "from", "template": "letter"}.get(flag, flag).replace("_", "-")
        named.append(Override(where, f"--{option}", tuple(map(str, where))))
    if candidates:
        table.setdefault("to", {})["candidates"] = list(candidates)
    return Document(verb, {"script": [table]}, {}, tuple(named))


def _standing(game: Game, candidates: tuple[int, ...]) -> dict[str, Any]:
    """An offer on the terms that stand with somebody, to be changed where an option says so."""
    from outreach_sim.market.view import own_approach

    if len(candidates) != 1:
        raise UsageError("better one offer at a time: save act NAME better CANDIDATE")
    own = own_approach(game.session.world, game.scenario.setup.player, candidates[0] - 1)
    if own is None or not own.pay_usd:
        raise UsageError(f"nothing is under way with candidate {candidates[0]} that could be bettered")
    terms = {
        "pay_usd": own.pay_usd, "sign_on_usd": own.sign_on_usd, "pledge_h100e": own.pledge_h100e,
        "deadline_days": own.deadline_days,
    }  # fmt: skip
    return {"do": "offer", "offer": terms}


def _take(game: Game, lines: list[ScriptLine], as_json: bool) -> None:
    """Give the orders to the game, unless the market would refuse any of them."""
    from outreach_sim.api.told import tried
    from outreach_sim.storage.saves.script_lines import order_of

    orders = [order_of(game.scenario, line) for line in lines]
    refused, outcome = tried(game.scenario, game.session, orders, game.scenario.setup.player)
    if refused:
        raise UsageError(f"nothing was ordered: {'; '.join(refused)}")
    if any(line.do == "send" for line in lines) and not outcome["letters_to"]:
        raise UsageError("nothing was ordered: nobody of those who are meant can be written to now")
    game.act_all(orders)
    tables = [order_table(line) for line in lines]
    if as_json:
        output.print_json({"name": game.name, "taken": tables} | outcome)
        return
    for table in tables:
        output.sentence(order_words(table))
    if reached := outcome["letters_to"]:
        named = ", ".join(f"{game.scenario.population.book.name(c - 1)} ({c})" for c in reached[:20])
        more = f" and {len(reached) - 20:,} more" if len(reached) > 20 else ""
        output.sentence(f"{counted(len(reached), 'letter')} will go out: to {named}{more}.")
    click.echo(f"Done with the next day: outreach-sim save advance {game.name}")


@click.command("write")
@game_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.md...")
@json_option
def write(name: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Add letters of your own to the game NAME, to be named by save act --letter.

    A letter stays in the game, whatever is taken back.
    """
    from outreach_sim.mail.own import letter_text
    from outreach_sim.storage.saves.game import Game

    texts = [letter_text(file) for file in files]
    with Game.open(name) as game:
        for text in texts:
            text.read([*game.scenario.setup.letters.ids, *(other.id for other in texts)])
        written = [game.write(text) for text in texts]
    if as_json:
        output.print_json({"name": name, "letters": written})
    else:
        output.sentence(f"{', '.join(written)} can be sent in {name}.")


@click.command("advance")
@game_argument
@click.option("--days", type=Whole(1), help="At most so many.  [default: 7]")
@click.option("--until-news", is_flag=True, help="On to the next thing that needs an answer, or the end.")
@json_option
def advance(name: str, days: int | None, until_news: bool, as_json: bool) -> None:
    """Play the game NAME on, and print what happened.

    It stops before its time on the first day on which something new needs an answer: somebody is interested,
    an offer was countered, one of your own has an offer, a conference begins; or on the last day to answer.
    """
    from outreach_sim.api.situation import Desk
    from outreach_sim.api.told import mail_row, news_row
    from outreach_sim.storage.saves.game import Game

    if until_news and days is not None:
        raise UsageError("give either --days N or --until-news")
    with Game.open(name) as game:
        desk, scenario = Desk(game), game.scenario
        before = game.session.day
        mails, heard = desk.advance(scenario.days if until_news else days or 7)
        told = [mail_row(scenario, mail) for mail in mails]
        news = [news_row(scenario, item) for item in heard]
        waiting = desk.waiting_rows()
        known = facts(game) | {"played": game.session.day - before, "over": game.session.over}
        known |= told_of_fame(game)
    if as_json:
        output.print_json(known | {"waiting": waiting, "mails": told, "news": news})
        return
    output.heading(f"{counted(known['played'], 'day')} played: {known['date']}, day {known['day']}")
    show_mails(mail for mail in told if mail["from"] == "candidate")
    for item in news:
        output.sentence(f"{item['date']}  {item['text']}")
    show_waiting(waiting)
    if known["over"]:
        click.echo(f"The game is over: outreach-sim save show {name} --score")
        show_fame(known)
