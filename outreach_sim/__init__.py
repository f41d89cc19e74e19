"""Outreach Sim: a simulator of recruiting by email between AI labs.

>>> import outreach_sim as osim
>>> osim.run("first-letter", worlds=40)["hires"].mean
1.575

What it has is imported when it is asked for: this file alone costs a millisecond. See ``docs/library.md``.
"""

from outreach_sim.about import CTRL_C as CTRL_C
from outreach_sim.about import __version__ as __version__

TYPE_CHECKING = False
"""Not that of ``typing``, whose import takes ten times as long as this file; type checkers know the name."""

if TYPE_CHECKING:
    from outreach_sim.api.asks import Ask as Ask
    from outreach_sim.api.asks import attend as attend
    from outreach_sim.api.asks import buy as buy
    from outreach_sim.api.asks import counter as counter
    from outreach_sim.api.asks import invite as invite
    from outreach_sim.api.asks import offer as offer
    from outreach_sim.api.asks import raise_pay as raise_pay
    from outreach_sim.api.asks import rent as rent
    from outreach_sim.api.asks import send as send
    from outreach_sim.api.asks import stand as stand
    from outreach_sim.api.asks import withdraw as withdraw
    from outreach_sim.api.loading import load as load
    from outreach_sim.api.loading import scenarios as scenarios
    from outreach_sim.api.play import Game as Game
    from outreach_sim.api.play import Turn as Turn
    from outreach_sim.api.play import play as play
    from outreach_sim.api.studies import Comparison as Comparison
    from outreach_sim.api.studies import Run as Run
    from outreach_sim.api.studies import compare as compare
    from outreach_sim.api.studies import run as run
    from outreach_sim.api.studies import sweep as sweep
    from outreach_sim.api.table import Table as Table
    from outreach_sim.contest.board import Leaderboard as Leaderboard
    from outreach_sim.contest.board import leaderboard as leaderboard
    from outreach_sim.errors import OutreachError as OutreachError
    from outreach_sim.market.policies.own import OwnPolicy as OwnPolicy
    from outreach_sim.market.policies.stacked import ArrayPolicy as ArrayPolicy
    from outreach_sim.market.policies.stacked import Stack as Stack
    from outreach_sim.market.view import LabView as LabView
    from outreach_sim.scenario.load import Scenario as Scenario

_ROOMS = {
    "api.asks": "Ask attend buy counter invite offer raise_pay rent send stand withdraw",
    "api.loading": "load scenarios",
    "api.play": "Game Turn play",
    "api.studies": "Comparison Run compare run sweep",
    "api.table": "Table",
    "contest.board": "Leaderboard leaderboard",
    "errors": "OutreachError",
    "market.policies.own": "OwnPolicy",
    "market.policies.stacked": "ArrayPolicy Stack",
    "market.view": "LabView",
    "scenario.load": "Scenario",
}
"""Where each name is, by the module that has it."""
_WHERE = {name: room for room, names in _ROOMS.items() for name in names.split()}
__all__ = ["__version__", *_WHERE]


if not TYPE_CHECKING:  # type checkers would take any name for one of ours

    def __getattr__(name):
        """Import what is asked for."""
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
