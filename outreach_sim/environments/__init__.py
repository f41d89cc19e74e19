"""Games to learn on: Gymnasium environments over one world, or over a stack. See ``docs/environments.md``.

>>> import gymnasium
>>> env = gymnasium.make("outreach_sim.environments:OutreachSim/Campaign-v0", scenario="first-letter")

Gymnasium is the extra ``rl``. Importing this makes the games known to it where it is installed; ``Turns``
plays the same games without it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from outreach_sim.environments.turns import Turns as Turns
from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.environments.gym import OutreachEnv as OutreachEnv
    from outreach_sim.environments.gym import OutreachVectorEnv as OutreachVectorEnv

__all__ = ["OutreachEnv", "OutreachVectorEnv", "Turns"]


def __getattr__(name: str) -> Any:
    """The classes that need Gymnasium, when they are asked for.

    Raises:
        UsageError: it is not installed.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if find_spec("gymnasium") is None:
        hint = "pip install gymnasium"
        raise UsageError(f"{name} needs gymnasium, which is not installed; {hint}")
    from outreach_sim.environments import gym

    return getattr(gym, name)


if find_spec("gymnasium") is not None:
    from outreach_sim.environments.registration import register

    register()
