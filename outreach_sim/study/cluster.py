"""A Dask cluster as an executor. Dask is an extra: ``cluster``, that is the package ``distributed``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from outreach_sim.errors import PlaceError, UsageError

PATIENCE_SECONDS = 5
_LEAVING_SECONDS = 2


class Cluster(Executor):
    """Workers of one scheduler; what they do is theirs alone, so a lost worker's chunks go to another."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call over; its arguments travel with it."""
        future: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        self._futures = [f for f in self._futures if not f.done()] + [future]
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster, which goes on without us."""
        if cancel_futures:
            for future in self._futures:
                future.cancel()
        self._client.close(timeout=_LEAVING_SECONDS)


def connect(address: str) -> Cluster:
    """The cluster whose scheduler has this address.

    Raises:
        UsageError: Dask is not installed, or this is no address.
        PlaceError: nobody answers there.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        hint = "pip install distributed"
        raise UsageError(f"--cluster needs Dask, which is not installed: {hint}") from None
    # A lost scheduler is told in one sentence; Dask's own log tells it in fifty lines.
    for name in ["asyncio", *logging.root.manager.loggerDict]:
        if name.split(".")[0] in ("distributed", "asyncio", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    make: Any = Client
    parse: Any = get_address_host_port
    try:
        # A client of no address would wait for itself as the program ends, and fail with a traceback.
        parse(address)
        return Cluster(make(address, timeout=PATIENCE_SECONDS, set_as_default=False))
    except (OSError, TimeoutError):
        raise PlaceError(f"no Dask scheduler answers at {address}") from None
    except (ValueError, TypeError):
        raise UsageError(
            f"{address!r} is no address of a Dask scheduler, such as tcp://127.0.0.1:8786"
        ) from None
