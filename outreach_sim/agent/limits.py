"""What an agent may use of a game, and what it has used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outreach_sim.errors import UsageError
from outreach_sim.formatting import are, counted


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be used; when calls or seconds are, the game is played to its end without orders.

    Attributes:
        calls: requests, refused ones and lines that cannot be read too; ``finish`` is free.
        what_ifs: requests ``explain`` and ``what_if``; those beyond are refused.
        seconds: since the first line; ``None`` for any.
    """

    calls: int = 2_000
    what_ifs: int = 500
    seconds: int | None = None


@dataclass(slots=True)
class Used:
    """What was used.

    Attributes:
        calls, what_ifs: as ``Limits`` counts them. refused: requests that were.
        ms: of the latest request, since the first line.
        tokens_in, tokens_out, usd: as the agent told.
    """

    calls: int = 0
    what_ifs: int = 0
    refused: int = 0
    ms: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    usd: float = 0.0

    def as_told(self) -> dict[str, Any]:
        """With seconds, for a result."""
        return {
            "calls": self.calls,
            "what_ifs": self.what_ifs,
            "refused": self.refused,
            "seconds": self.ms / 1000,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "usd": round(self.usd, 6),
        }

    def spent(self, limits: Limits) -> str:
        """Which limit this call has passed; empty for none."""
        if self.calls > limits.calls:
            return "calls"
        return "seconds" if limits.seconds is not None and self.ms > 1000 * limits.seconds else ""

    def weigh(self, limits: Limits) -> None:
        """Count a question to the model.

        Raises:
            UsageError: there have been as many as there may be.
        """
        if self.what_ifs >= limits.what_ifs:
            told = counted(limits.what_ifs, "what-if")
            raise UsageError(f"{told} of this game {are(limits.what_ifs)} used up, play on without")
        self.what_ifs += 1
