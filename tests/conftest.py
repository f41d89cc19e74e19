"""What every test starts from."""

import signal

import pytest
from hypothesis import settings


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard() -> None:
    """In the background Ctrl-C is ignored, and every program that a test starts would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


# A busy machine may take its time over an example; what must be quick is measured elsewhere, as a ratio.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
