"""What the desk opens a screen of its own for: the recruiters' round, own people, machines and raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outreach_sim.tui.play import Play

if TYPE_CHECKING:
    from textual.screen import Screen

    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.staff import Staff

    Base = Screen[None]
else:
    Base = object


class Forms(Base):
    """Opens them; each ends with a sentence about what was ordered, or nothing."""

    app: Desk
    play: Play
    candidate: int | None
    _staff: Staff | None = None  # as it was weighed last
    _may_play: Any
    _done: Any

    def action_volume(self) -> None:
        """Let the recruiters write to many at once."""
        if self._may_play():
            from outreach_sim.tui.screens.volume import VolumeScreen

            self.app.push_screen(VolumeScreen(self.play), self._done)

    def action_staff(self) -> None:
        """Your own people: who may leave, and what keeps them."""
        from outreach_sim.tui.screens.staff import StaffScreen
        from outreach_sim.tui.staff import Staff

        if self._staff is None or not self._staff.fits(self.play):
            self._staff = Staff(self.play)
        self.app.push_screen(StaffScreen(self.play, self._staff, self.candidate), self._done)

    def action_spend(self) -> None:
        """Machines, and raises for one's own staff."""
        if self._may_play():
            from outreach_sim.tui.screens.spend import SpendScreen

            self.app.push_screen(SpendScreen(self.play, self.candidate), self._done)
