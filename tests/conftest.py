"""What every test starts from."""

import gc
import os
import signal
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import settings

# As the program itself sets them; what a test starts inherits them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, default=1, help="So many times the usual number of invented inputs."
    )
    parser.addoption(
        "--whole", action="store_true", help="Every screen at every size, and what is marked whole."
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Invent more inputs where somebody has the time; else leave out what only the whole has."""
    if not config.getoption("--whole"):
        items[:] = at_one_size([item for item in items if not item.get_closest_marker("whole")])
    times, kept = config.getoption("--examples"), "_hypothesis_internal_use_settings"
    if times > 1:
        functions = {item.obj for item in items if isinstance(item, pytest.Function)}
        for function in functions:
            if isinstance(usual := getattr(function, kept, None), settings):
                setattr(function, kept, settings(usual, max_examples=times * usual.max_examples))


def at_one_size(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests, those of many sizes at one of them: which, the test's own name decides, for good."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        parts = getattr(getattr(item, "callspec", None), "params", {})
        if "size" in parts:
            others = sorted((name, str(value)) for name, value in parts.items() if name != "size")
            places.setdefault(f"{item.nodeid.split('[')[0]}{others}", []).append(place)
    left_out = set()
    for name, some in places.items():
        left_out.update(some)
        left_out.discard(some[zlib.crc32(name.encode()) % len(some)])
    return [item for place, item in enumerate(items) if place not in left_out]


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for rubbish took a quarter of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard() -> None:
    """In the background Ctrl-C is ignored, and every program that a test starts would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def numbers_stay_numbers() -> Iterator[None]:
    """Whatever is tried, no operation may make an infinity or a NaN; too small to be told from 0 is 0."""
    from outreach_sim.market.state.arithmetic import strict_state

    with strict_state():
        yield


# A busy machine may take its time over an example; what must be quick is measured elsewhere, as a ratio.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
