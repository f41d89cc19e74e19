"""What a finished game has to tell, as texts: luck, decisions with hindsight, people, and its script."""

from __future__ import annotations

from rich.text import Text

from outreach_sim.api.truth import Truth
from outreach_sim.formatting import counted, signed, usd
from outreach_sim.market.points import POINT
from outreach_sim.study.regret import Hindsight
from outreach_sim.tui.colours import BAD, GOOD, STRONG
from outreach_sim.tui.debrief import Debrief, when
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.keys import with_keys
from outreach_sim.tui.widgets.table import Heading

PEOPLE = (
    Heading("Name", 18, most=30),
    Heading("Imp", 4, True),
    Heading("Earned", 6, True),
    Heading("Guess", 6, True),
    Heading("Money", 5, True),
    Heading("H100s", 7, True),
    Heading("You", 5, True),
    Heading("Then", 6, True),
    Heading("Came", 6, True),
    Heading("Where", 24, most=60),
)
"""Columns of the table of people."""


def luck(debrief: Debrief) -> Text:
    """The place among other worlds, or that it is being found out."""
    found = debrief.luck
    if found is None:
        return Text("" if debrief.trouble else f"{_worlds(debrief)}.\n", "dim")
    text = Text().append(f"Luck: number {found.place} of {counted(len(found.points), 'world')} ", STRONG)
    low, high = found.band()
    text.append(
        f"in which your letters are written, the luckiest first; they come to {signed(found.mean)} "
        f"on average, to {signed(low)} to {signed(high)} in eight of ten."
    )
    if found.by_hand:
        text.append(f" Answering by hand has added {signed(found.by_hand / POINT)}.")
    return text.append("\n")


# -- decisions -------------------------------------------------------------------------------------------


def progress(debrief: Debrief, running: bool) -> Text:
    """How far looking back has come, and what the list below is."""
    if debrief.trouble:
        left_out = "Luck and decisions are left out" if debrief.command else "No decision can be looked at"
        return Text(f"{left_out}: {debrief.trouble}.")
    if debrief.to_look_at == 0:
        return Text("Nothing was decided about anybody.")
    far = _how_far(debrief, running)
    if not debrief.found:
        return Text(far)
    if debrief.done and not debrief.costliest():
        return Text(f"{far} None would have been better otherwise, on this luck.")
    text = Text("What cost most, each played again on the same luck with one thing changed, and the best. ")
    return text.append(far, "dim")


def _worlds(debrief: Debrief) -> str:
    worlds = counted(debrief.worlds, "world")
    return f"Luck: your letters in {worlds}, {debrief.worlds_seen} of them played so far"


def _how_far(debrief: Debrief, running: bool) -> str:
    if debrief.done:
        return f"All of {counted(len(debrief.found), 'decision')} were looked at."
    if debrief.luck is None:
        far = f"First comes {_worlds(debrief)[:1].lower()}{_worlds(debrief)[1:]}"
    elif debrief.to_look_at is None:
        far = "The game is played again"
    else:
        far = f"{len(debrief.found)} of {debrief.to_look_at} looked at"
    return with_keys(f"{far}; <debrief.stop> stops." if running else f"{far}; <debrief.stop> goes on.")


def costly(play: Play, found: Hindsight) -> Text:
    """A decision that cost: what, when, and what would have been better."""
    text = _decided(play, found, "")
    better = found.better
    if better is not None:
        text.append(f"{better.change} instead: ").append(f"{signed(better.gain / POINT)} points", GOOD)
    return text.append_text(_expected(found))


def best(play: Play, found: Hindsight) -> Text:
    """The best decision: what, when, and what it was worth."""
    text = _decided(play, found, "★ best: ")
    text.append("worth ").append(f"{signed(found.worth / POINT)} points", GOOD)
    return text.append_text(_expected(found))


def _decided(play: Play, found: Hindsight, before: str) -> Text:
    decision = found.decision
    impact = int(play.scenario.setup.people.impact[decision.candidate]) / 100
    what = f"{decision.about} {play.name(decision.candidate)} (impact {impact:.1f}), "
    text = Text(before, no_wrap=True, overflow="ellipsis").append(what, "bold")
    return text.append(f"{when(play, decision)}\n", "dim")


def _expected(found: Hindsight) -> Text:
    return Text(f"; {signed(found.expected)} could be expected of it then\n", "dim")


HINDSIGHT = (
    "With hindsight: it is one luck, which nobody could know. <debrief.play> begins a game of its own on the "
    "morning of the decision under the cursor; this one stays as it is."
)


# -- people ----------------------------------------------------------------------------------------------


def intro(debrief: Debrief, others: bool) -> Text:
    """What the table shows, and what letters promised and brought in all."""
    if debrief.command:
        return Text(f"People are not told of: {debrief.command}.")
    key = with_keys("<debrief.others>")
    if others:
        return Text(f"The strongest to whom you never wrote, as luck made them; {key}: those you met.")
    text = Text(f"What you could not know of whom you met; {key}: the strongest others. ")
    promised = debrief.promised()
    if promised:
        came = sum(one.points for one in debrief.people if one.written_to)
        text.append(
            f"Your letters promised {signed(sum(promised.values()))} points as they went out, and brought "
            f"{signed(came)}."
        )
    return text


def row(play: Play, one: Truth, promised: dict[int, float]) -> tuple[str, ...]:
    """A line of the table, as ``PEOPLE`` has its columns."""
    then = promised.get(one.candidate)
    machines = f"{one.gate_h100e:,}" if one.gate_h100e else "many" if one.heavy else ""
    return (
        play.name(one.candidate),
        f"{one.impact:.1f}",
        usd(one.pay_usd),
        "known" if one.believed_usd == one.pay_usd else usd(one.believed_usd),
        f"×{one.money:.1f}",
        machines,
        signed(one.fit, 1),
        "" if then is None else signed(then),
        signed(one.points) if one.points else "",
        one.became,
    )


def style(one: Truth) -> str:
    """A line's colour: by what somebody brought."""
    return GOOD if one.points > 0 else BAD if one.points < 0 else ""


# -- again -----------------------------------------------------------------------------------------------


def again(debrief: Debrief) -> Text:
    """How to play it again, and what proves it."""
    game, folder = debrief.play.game, f"{debrief.play.game.name}-script"
    text = Text().append("The game as a script\n", "bold")
    text.append(
        "Every order that you gave, and nothing else; these two lines give the same events again:\n\n"
    )
    text.append(f"  outreach-sim save script {game.name} --folder {folder}\n", STRONG)
    text.append(f"  outreach-sim run {folder} --seed {game.seed}\n\n", STRONG)
    text.append(f"The second prints the log hash of the game, {game.log_hash[:16]}.\n\n")
    text.append("The hall of fame\n", "bold").append_text(_fame(debrief)).append("\n")
    text.append("The same luck again\n", "bold")
    return text.append(f"A new game with the seed {game.seed} has the same people and the same luck.\n")


def _fame(debrief: Debrief) -> Text:
    entry = debrief.entry
    if entry is None:
        why = f"Not entered: {debrief.no_entry}.\n" if debrief.no_entry else "Being entered …\n"
        return Text(why)
    text = Text(
        f"This is entry {entry.number}. It holds the script, whose hash is {entry.script_hash[:16]}, "
    )
    text.append("and stays when the game is removed. Whether it is so:\n\n")
    return text.append(f"  outreach-sim save fame {entry.number} --verify\n", STRONG)
