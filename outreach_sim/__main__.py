"""Starts the command line: ``outreach-sim`` and ``python -m outreach_sim``."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from outreach_sim.about import CTRL_C

if TYPE_CHECKING:
    from outreach_sim.storage.saves.wanted import Wanted

INTERRUPTED = 130


def interrupt(number: int, frame: FrameType | None) -> None:
    """Answer Ctrl-C: raise, so that whatever is under way is unwound; but leave at once during an import.

    There nothing needs unwinding, and an exception may be swallowed (in the import system's callbacks), be
    turned into another (in extension modules), or end the process by the signal (in executed strings).
    """
    caller = frame
    while caller is not None:
        if caller.f_code.co_filename.startswith("<frozen importlib"):
            os.write(2, b"outreach-sim: interrupted\n")
            os._exit(INTERRUPTED)
        caller = caller.f_back
    raise KeyboardInterrupt(CTRL_C)


class TheDesk:
    """The other door, imported when somebody goes through it."""

    def __call__(self, wanted: Wanted) -> int:
        """Open it; returns the exit code."""
        # Nothing of what is imported until the first frame is garbage; the desk looks for it from then on.
        gc.disable()
        from outreach_sim.tui.open import open_desk

        return open_desk(wanted)

    def serve(self, wanted: Wanted, port: int) -> int:
        """Open it to a browser of this machine; returns the exit code."""
        from outreach_sim.tui.browser.serve import serve_desk

        return serve_desk(wanted, port)

    def keys(self) -> tuple[str, list[dict[str, str]]]:
        """Where settings are looked for, and every command with its keys."""
        from outreach_sim.tui.open import keys_in_force

        return keys_in_force()


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody had it ignored
            signal.signal(signal.SIGINT, interrupt)
        # Arrays and frozen records leave hardly any cycles; looking for them at every 700th object takes a
        # thirtieth of a short run.
        gc.set_threshold(20_000, 20, 50)
        # No matrix is multiplied here; threads for that would only spin, in every process, at its start.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # Pydantic looks through every installed package for plugins of its own; none is wanted here.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        from outreach_sim.cli.failure import run_command_line, show_fault

        try:
            code = run_command_line(desk=TheDesk())
        except Exception:
            code = show_fault()
    except KeyboardInterrupt:
        code = INTERRUPTED  # Ctrl-C before there was anything to say it with
    # The process ends: nobody needs its memory searched for garbage first.
    gc.disable()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
