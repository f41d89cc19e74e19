"""The fields of an offer."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.message import Message
from textual.widgets import Checkbox, Input

from outreach_sim.inputs.amounts import Unit
from outreach_sim.tui.draft import Draft
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.tick import Tick


class TermsForm(VerticalGroup):
    """Pay, sign-on, pledge, days to decide, interviews or none.

    Args:
        draft: the terms to begin with.
        ask_direct: whether interviews or none is a question here.
        ask_days: whether the days to decide are.
        open_: whether the terms can be changed.
    """

    @dataclass
    class Changed(Message):
        """A term was changed; ``form`` knows which."""

        form: TermsForm

    def __init__(
        self, draft: Draft, *, ask_direct: bool = True, ask_days: bool = True, open_: bool = True
    ) -> None:
        super().__init__(id="terms", disabled=not open_)
        self._draft, self._ask_direct, self._ask_days = draft, ask_direct, ask_days

    def compose(self) -> ComposeResult:
        """One line for each term."""
        draft = self._draft
        yield from line(
            "Pay a year $", Amount(draft.pay_usd, step=50_000, low=1_000, unit=Unit.USD, id="pay")
        )
        yield from line("Sign-on $", Amount(draft.sign_on_usd, step=100_000, unit=Unit.USD, id="sign-on"))
        yield from line("H100s by name", Amount(draft.pledge_h100e, step=100, unit=Unit.H100E, id="pledge"))
        days = Amount(draft.deadline_days, step=1, low=1, high=365, unit=Unit.DAYS, id="days")
        days.disabled = not self._ask_days
        yield from line("Days to decide", days)
        direct = Tick("Offer without interviews", draft.direct, id="direct")
        direct.display = self._ask_direct
        yield direct

    @on(Input.Changed)
    @on(Checkbox.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    def applied_to(self, draft: Draft) -> Draft | None:
        """The draft with these terms; ``None`` while a field does not hold a number."""
        numbers = {
            name: self.query_one(f"#{name}", Amount).number for name in ("pay", "sign-on", "pledge", "days")
        }
        if None in numbers.values():
            return None
        return draft.changed(
            pay_usd=numbers["pay"],
            sign_on_usd=numbers["sign-on"],
            pledge_h100e=numbers["pledge"],
            deadline_days=numbers["days"],
            direct=self.query_one("#direct", Checkbox).value,
        )

    def show(self, draft: Draft) -> None:
        """Show these terms."""
        self.query_one("#pay", Amount).set_number(draft.pay_usd)
        self.query_one("#sign-on", Amount).set_number(draft.sign_on_usd)
        self.query_one("#pledge", Amount).set_number(draft.pledge_h100e)
        self.query_one("#days", Amount).set_number(draft.deadline_days)
        self.query_one("#direct", Checkbox).value = draft.direct
