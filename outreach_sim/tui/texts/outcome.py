"""How a game stands, as a text to be shown: how well, why, and what comes next."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from outreach_sim.formatting import counted, dated, usd
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.storage.correspondence.news import Kind
from outreach_sim.tui.colours import BAD, GOOD, WARN
from outreach_sim.tui.outcome import Outcome
from outreach_sim.tui.play import Play

_LOST = {
    "money": "Lost: the money is gone.",
    "output": "Lost: the lab's output has fallen too far.",
    "name": "Lost: mass mail has burnt the lab's name.",
    "people": "Lost: more of the best people left than came.",
}
_NOTHING = 0.005
"""Gains that are shown as 0.00 %."""
_SAME_H100E = 0.05
_THAN = "than if nobody had written a letter, "
_FLEET = "a fleet too small"
_WHY_NOT = {
    Reason.PAY: "pay",
    Reason.COMPUTE: "machines",
    Reason.LAB: "the lab itself",
    Reason.MISSION: "mission",
    Reason.COLLEAGUES: "colleagues",
    Reason.HOME: "happy where they are",
    Reason.LETTERS: "too many letters",
    Reason.COUNTER_OFFER: "a counter-offer",
    Reason.OTHER_OFFER: "another offer",
    Reason.DEADLINE: "too few days",
    Reason.BROKEN_WORD: "less than was named",
    Reason.WAIT: "a long wait to start",
}


def page(play: Play, found: Outcome) -> Text:
    """The outcome in words and figures: how well, why, and what comes next."""
    text, day = Text(), play.session.day
    date = play.scenario.date_of(day)
    text.append(f"{play.scenario.title}\n", "bold")
    text.append(f"{play.lab_name}, {dated(date, '%-d %B %Y')}, day {day} of {play.scenario.days}. ")
    text.append(f"Seed {play.game.seed}.\n\n", "dim")
    text.append_text(_headline(found)).append_text(_cause(found)).append(_beaten(found))
    for way in found.lost:
        text.append(f"{_LOST[way]}\n", f"bold {BAD}")
    text.append("\n").append_text(_figures(found))
    text.append("\n").append_text(_way(play)).append_text(_why_not(play))
    text.append_text(_ranking(found))
    text.append_text(_moves(play)).append("\n").append_text(_next(play))
    if play.game.undone:
        text.append(f"Something was taken back {counted(play.game.undone, 'time')} in this game.\n", WARN)
    text.append(f"Kept as {play.game.name}, log hash {play.game.log_hash[:16]}.\n", "dim")
    return text


def _headline(found: Outcome) -> Text:
    gain, text = found.gain_percent, Text()
    if abs(gain) < _NOTHING:
        text.append("Your lab's output is the same ", "bold")
    else:
        good = gain > 0
        said = f"Your lab's output is {abs(gain):.2f} % {'more' if good else 'less'} "
        text.append(said, f"bold {GOOD if good else BAD}")
    return text.append("as if nobody had written a letter, " if abs(gain) < _NOTHING else _THAN).append(
        "on the same luck.\n"
    )


def _cause(found: Outcome) -> Text:
    """What of the two parts of output, people and machines, went which way."""
    more = found.played.heads - found.idle.heads
    machines = found.played.h100e_each - found.idle.h100e_each
    if not more and abs(found.gain_percent) < _NOTHING:
        return Text("Nobody more is here, and nobody less.\n")
    people = (
        f"{counted(abs(more), 'researcher')} {'more' if more > 0 else 'fewer'}" if more else "As many people"
    )
    shared = f"{found.played.h100e_each:,.1f} H100s for each instead of {found.idle.h100e_each:,.1f}"
    same = abs(machines) < _SAME_H100E
    text = Text(f"{people}, {'as many H100s for each' if same else shared}.\n")
    if found.gain_percent < 0 < more:
        text.append("Those who came bring less than the share of machines they take.\n")
    return text


def _beaten(found: Outcome) -> str:
    """How the player compares with the policies, before the list of them."""
    if found.rules is None:
        return ""
    worse = sum(found.gain_percent > gain for _, gain in found.rules)
    return f"You do better than {worse} of {counted(len(found.rules), 'rule')} in your place (see below).\n"


def _figures(found: Outcome) -> Text:
    mine, theirs = (f"+{lab.best_won} -{lab.best_lost}" for lab in (found.played, found.idle))
    rows = [
        ("output", *_both(found, "output", ",.0f"), "impact x root of H100s each"),
        ("researchers", *_both(found, "heads", ","), "whoever signed counts"),
        ("H100s each", *_both(found, "h100e_each", ",.1f"), "research machines, shared"),
        ("best people", mine, theirs, "best tenth: came, left"),
        ("good name", *_both(found, "reputation_weight", ".1%"), "what mass mail left of it"),
    ]
    if found.played.cash_usd is not None and found.idle.cash_usd is not None:
        rows.append(("cash", usd(found.played.cash_usd), usd(found.idle.cash_usd), "not part of the output"))
    text = Text().append(f"{'compared':<15}{'you':<12}{'nobody':<12}\n", "dim")
    for name, mine, theirs, meaning in rows:
        # A span never begins with a space: pictures of the screen lose those.
        text.append(f"{name:<15}", "dim").append(f"{mine:<12}", "bold").append(f"{theirs:<12}")
        text.append(f"{meaning}\n", "dim")
    return text


def _both(found: Outcome, figure: str, form: str) -> tuple[str, str]:
    mine, theirs = (
        format(getattr(lab, figure), form).replace("%", " %") for lab in (found.played, found.idle)
    )
    return mine, theirs


def _way(play: Play) -> Text:
    counts = play.session.world.recorder.funnel[play.lab].tolist()
    by_event = dict(zip(FUNNEL, counts, strict=True))
    said = (
        counted(by_event[Event.SENT], "letter"),
        counted(by_event[Event.REPLIED], "reply", "replies"),
        f"{by_event[Event.INTERESTED]:,} interested",
        counted(by_event[Event.OFFERED], "offer"),
        f"{by_event[Event.ACCEPTED]:,} signed",
        f"{by_event[Event.STARTED]:,} started",
    )
    return Text(", ".join(said) + ".\n")


def refusals(play: Play) -> list[tuple[str, int]]:
    """Why people said no, the most frequent reason first; who gave none is not counted."""
    noes = (Step.NOT_INTERESTED, Step.COME_BACK, Step.DECLINED)
    mails = [mail for thread in play.inbox.threads.values() for mail in thread if mail.step in noes]
    given = Counter(_FLEET if mail.step is Step.COME_BACK else _reason(mail.reason) for mail in mails)
    return [(why, number) for why, number in given.most_common() if why]


def _reason(reason: Reason | None) -> str:
    return "" if reason is None else _WHY_NOT.get(reason, "")


def _why_not(play: Play) -> Text:
    told = refusals(play)
    if not told:
        return Text("")
    return Text("Why they said no: " + ", ".join(f"{why} {number}" for why, number in told) + ".\n")


def _ranking(found: Outcome) -> Text:
    """The player among the policies."""
    if found.rules is None:
        return Text("")
    rows = sorted([("you", found.gain_percent), *found.rules], key=lambda row: (-row[1], row[0] != "you"))
    text = Text("\nRules that play by themselves, in your place and on your luck:\n")
    for place, (name, gain) in enumerate(rows, start=1):
        text.append(
            f"{place:>2}. {name:<16}{0.0 if abs(gain) < _NOTHING else gain:>+8.2f} %\n",
            "bold" if name == "you" else "",
        )
    return text


def _moves(play: Play) -> Text:
    text = Text("\n")
    for item in play.news.headlines:
        if item.kind is Kind.YOURS and item.good is not None and item.candidate is not None:
            date = play.scenario.date_of(item.day)
            text.append(f"{dated(date, '%-d %b'):>6}  ", "dim").append(
                f"{item.text}\n", GOOD if item.good else BAD
            )
    return text if len(text) > 1 else Text("")


def _next(play: Play) -> Text:
    """What is still open; where all is over, how to try again."""
    if play.over:
        again = f"the same game with seed {play.game.seed} is the same luck again"
        return Text(f"What now: on the desk u takes back the last turn, q leads to the games; {again}.\n")
    states = Counter(own.state for own in play.view.approaches)
    out = states[State.WAITING] + states[State.REPLYING]
    counts = (
        (len(play.awaiting()), "waiting for your answer"),
        (states[State.OFFERED], "weighing an offer"),
        (states[State.PROCESS], "in interviews"),
        (states[State.SIGNED], "signed and not started"),
        (out, "without an answer yet"),
    )
    still = ", ".join(f"{what} {number}" for number, what in counts if number)
    return Text(f"Still open: {still}.\n" if still else "Nothing is under way: write to somebody.\n")
