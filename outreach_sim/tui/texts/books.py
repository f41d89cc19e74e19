"""What the lab owns, owes and may still do; and what is public of every lab: as texts to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from outreach_sim.formatting import are, counted, money_unit, pad, percent
from outreach_sim.market.state.events import STAGES
from outreach_sim.tui.play import Play


def labs_table(play: Play) -> Text:
    """What is public: heads, fleets, machines per researcher."""
    view, labs = play.view, play.scenario.setup.labs
    text = Text()
    text.append(f"{'lab':<22}{'researchers':>12}{'H100s':>12}{'each':>8}\n", "dim")
    for index, lab in enumerate(labs):
        line = (
            f"{pad(lab.name[:21], 22, False)}{int(view.heads[index]):>12,}"
            f"{int(view.fleet_h100e[index]):>12,}{view.h100e_per_researcher[index]:>8,.0f}\n"
        )
        text.append(line, "bold" if index == play.lab else "")
    return text.append("each: H100s of research for each researcher\n", "dim")


def funnel_table(play: Play) -> Text:
    """How far the lab's approaches have come so far."""
    counts = play.session.world.recorder.funnel[play.lab].tolist()
    text = Text().append("Your approaches so far\n", "bold")
    for stage, count in zip(STAGES, counts, strict=True):
        text.append(f"{stage:<12}", "dim").append(f"{count:>6,}\n")
    return text


def _amounts(play: Play) -> Iterator[tuple[str, int, str]]:
    """What the lab has and owes: a word, the amount, what it is for."""
    view, world, left = play.view, play.session.world, play.left
    if view.cash_usd is not None:
        yield "cash", view.cash_usd, ""
        yield "reserved", left.reserved_usd, ""
        ordered = view.cash_usd - left.reserved_usd - (left.free_usd or 0)
        if ordered:
            yield "ordered", ordered, "today"
        yield "free", left.free_usd or 0, ""
        if left.promised_usd:
            yield "promised", left.promised_usd, "in offers on their way, reserved once made"
        yield "committed", int(world.committed_usd[play.lab]), "for people who signed"
    if raises := int(world.raises_usd[play.lab]):
        yield "raises", raises, "a year for people who stayed"


def money(play: Play) -> Text:
    """Cash, what live offers reserve, what signed people will cost, machines that can be pledged."""
    view, left, rows = play.view, play.left, list(_amounts(play))
    text = Text() if view.cash_usd is not None else Text("No budget is set: money is no object here.\n")
    unit = money_unit(max((abs(amount) for _, amount, _ in rows), default=0))
    for name, amount, meaning in rows:
        text.append(f"{name:<10}{unit.text(amount):>9} {unit.sign} {meaning}".rstrip() + "\n")
    free = max(left.pledgeable_h100e, 0)
    text.append(f"{counted(free, 'H100')} of research {are(free)} not pledged to anybody.\n")
    if view.rented_h100e:
        text.append(f"{counted(view.rented_h100e, 'H100')} {are(view.rented_h100e)} rented.\n")
    if view.coming_h100e:
        coming = view.coming_h100e
        text.append(f"{counted(coming, 'H100')} {are(coming)} ordered and on the way.\n")
    if view.market_pay > 1.0:
        text.append(f"The market pays {percent(view.market_pay - 1.0)} more than on the first day.\n")
    return text
