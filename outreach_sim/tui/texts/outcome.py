"""How a game stands, as a text to be shown: how well, why, and what comes next."""

from __future__ import annotations

from collections import Counter

from rich.cells import set_cell_size
from rich.text import Text

from outreach_sim.formatting import counted, dated, signed, usd
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.points import LINES
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.storage.correspondence.news import Kind
from outreach_sim.study.breakdown import MEDALS, Row, medal, rows_of
from outreach_sim.tui.colours import BAD, GOOD, STRONG, WARN
from outreach_sim.tui.outcome import Outcome
from outreach_sim.tui.play import Play

_MOST_PEOPLE = 20
_NAME_WIDTH = 17
_HEADINGS = {"under_way": "pending"}
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


def page(play: Play, found: Outcome, luck: Text | None = None) -> Text:
    """The outcome in words and figures: how well, how lucky, why, and what comes next."""
    text, day = Text(), play.session.day
    date = play.scenario.date_of(day)
    text.append(f"{play.scenario.title}\n", "bold")
    text.append(f"{play.lab_name}, {dated(date, '%-d %B %Y')}, day {day} of {play.scenario.days}. ")
    text.append(f"Seed {play.game.seed}.\n\n", "dim")
    text.append_text(_headline(play, found)).append(_beaten(found)).append_text(luck or Text())
    if found.lost:
        text.append("Lost: the money is gone.\n", f"bold {BAD}")
    text.append("\n").append_text(_by_person(play, found))
    text.append("\n").append_text(_figures(found))
    text.append("\n").append_text(_way(play)).append_text(_why_not(play))
    text.append_text(_ranking(found))
    text.append_text(_moves(play)).append("\n").append_text(_next(play))
    if play.game.undone:
        text.append(f"Something was taken back {counted(play.game.undone, 'time')} in this game.\n", WARN)
    text.append(f"Kept as {play.game.name}, log hash {play.game.log_hash[:16]}.\n", "dim")
    return text


def _headline(play: Play, found: Outcome) -> Text:
    """The score, and what the board makes of it."""
    good = GOOD if found.total > 0 else BAD if found.total < 0 else ""
    text = Text().append(f"{signed(found.total)} points ", f"bold {good}".strip())
    text.append("over doing nothing on the same luck.\n")
    board = play.score.board
    if board is None:
        return text
    day, goal = board
    end = dated(play.scenario.date_of(day), "%-d %B %Y")
    won = medal(found.total, goal)
    steps = ", ".join(f"{times * goal:g} for {name}" for name, times in reversed(MEDALS))
    text.append(f"The board asks for {goal:g} by {end}: {steps}. ")
    return text.append(f"{'This is' if play.over else 'This would be'} {won or 'no medal'}.\n", STRONG)


def _by_person(play: Play, found: Outcome) -> Text:
    """What the score is made of, by person: it adds up across and down as it is shown."""
    rows = rows_of(found.points, _MOST_PEOPLE)
    used = [place for place in range(len(LINES)) if any(row.parts[place] for row in rows)]
    if len(rows) == 1 and not rows[0].total:
        return Text("Nobody is here who would not be, and nobody is missing.\n")
    headings = [_HEADINGS.get(LINES[place].name, LINES[place].name) for place in used]
    widths = [max(len(heading) + 1, 7) for heading in headings]
    text = Text(" " * _NAME_WIDTH, "dim")
    text.append("".join(heading.rjust(width) for heading, width in zip(headings, widths, strict=True)), "dim")
    text.append("points".rjust(8) + "\n", "dim")
    for row in rows:
        text.append(set_cell_size(_whose(play, row), _NAME_WIDTH - 1) + " ")
        parts = [signed(row.parts[place]) if row.parts[place] else "" for place in used]
        text.append("".join(part.rjust(width) for part, width in zip(parts, widths, strict=True)), "dim")
        text.append(f"{signed(row.total):>8}\n", STRONG)
    return text


def _whose(play: Play, row: Row) -> str:
    if row.candidate is not None:
        return play.name(row.candidate)
    return counted(row.others, "other") if row.others else "nobody's own"


def _beaten(found: Outcome) -> str:
    """How the player compares with the policies, before the list of them."""
    if found.rules is None:
        return ""
    worse = sum(found.total > points for _, points in found.rules)
    return f"You do better than {worse} of {counted(len(found.rules), 'rule')} in your place (see below).\n"


def _figures(found: Outcome) -> Text:
    rows = [
        ("researchers", *_both(found, "heads", ","), "whoever signed counts"),
        ("H100s each", *_both(found, "h100e_each", ",.1f"), "research machines, shared"),
        ("good name", *_both(found, "reputation_weight", ".1%"), "what mass mail left of it"),
    ]
    if found.played.cash_usd is not None and found.idle.cash_usd is not None:
        rows.append(("cash", usd(found.played.cash_usd), usd(found.idle.cash_usd), "not part of the score"))
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
    rows = sorted([("you", found.total), *found.rules], key=lambda row: (-row[1], row[0] != "you"))
    text = Text("\nRules that play by themselves, in your place and on your luck:\n")
    for place, (name, points) in enumerate(rows, start=1):
        text.append(f"{place:>2}. {name:<16}{signed(points):>8} points\n", "bold" if name == "you" else "")
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
