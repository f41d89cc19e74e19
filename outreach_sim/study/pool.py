"""A pool of worker processes that always ends: each has a pipe and a thread of its own and shares nothing.

The pool of the standard library can wait for ever for a worker that was started while it broke, and for
data that nobody reads any more (up to Python 3.12). Here a worker that is gone is an end of file on its own
pipe, nobody is waited for without a limit, and what is left is killed.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

from outreach_sim.errors import PlaceError
from outreach_sim.study.open_files import MORE_FILES, are_too_many, check_open_files

SPARE_FILES, FILES_A_WORKER = 16, 3
"""Open files that one worker more or less needs for a moment, and each for as long as it lives."""
PATIENCE_SECONDS = 5.0
_Call = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Pool(Executor):
    """Worker processes, one started with each call until there are enough; they never hear Ctrl-C.

    A lost worker breaks the pool: what it had and all that waits fails with ``BrokenProcessPool``, the other
    workers are ended. One that cannot be started breaks it with a ``PlaceError``: no other would do better.

    Raises:
        PlaceError: the system allows too few open files for so many workers.
    """

    def __init__(self, workers: int) -> None:
        self._most = workers
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._starting = threading.RLock()
        self._threads: list[threading.Thread] = []
        self._processes: list[BaseProcess] = []
        self._broken = self._closed = False
        self._why: Exception = BrokenProcessPool("a worker process was lost")
        # A worker that can open none would fail amidst its imports.
        try:
            check_open_files(SPARE_FILES + FILES_A_WORKER * workers)
        except OSError as error:
            raise _no_place(error) from None
        _pools.add(self)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call over; it is pickled when a worker is free for it.

        Raises:
            BrokenProcessPool: a worker was lost before.
            RuntimeError: the pool is shut down.
        """
        future: Future[Any] = Future()
        with self._lock:
            if self._broken:
                raise self._why
            if self._closed:
                raise RuntimeError("this pool has been shut down")
            if len(self._threads) < self._most:
                # A daemon: the interpreter does not wait for it when it ends.
                thread = threading.Thread(target=self._serve, daemon=True)
                try:
                    thread.start()
                except RuntimeError as error:  # no more threads
                    raise _no_place(error) from None
                self._threads.append(thread)
            self._calls.put((future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; workers leave when what was handed over is done, or not begun and cancelled."""
        if cancel_futures:
            self._drop(Future.cancel)
        with self._lock:
            self._closed = True
        self._send_home()
        if wait:
            for thread in self._threads:
                thread.join()

    def end(self) -> None:
        """Kill the workers; what they were doing, and all that waits, fails."""
        with self._lock:
            self._broken = True
        # A worker whose parent went before telling it what to do would say so with a traceback.
        all_started = self._starting.acquire(timeout=PATIENCE_SECONDS)
        processes = list(self._processes)
        if all_started:
            self._starting.release()
        for process in processes:
            process.kill()
        self._drop(self._lose)
        self._send_home()
        for process in processes:
            process.join(PATIENCE_SECONDS)

    def _lose(self, future: Future[Any]) -> None:
        if not future.done() and (future.running() or future.set_running_or_notify_cancel()):
            future.set_exception(self._why)

    def _drop(self, what: Callable[[Future[Any]], object]) -> None:
        """Empty the queue of calls; do this to their futures."""
        with suppress(Empty):
            while True:
                call = self._calls.get_nowait()
                if call is not None:
                    what(call[0])

    def _send_home(self) -> None:
        """One word for each thread that there is nothing more to do."""
        for _ in list(self._threads):
            self._calls.put(None)

    # -- in the threads, one for each worker ---------------------------------------------------------

    def _serve(self) -> None:
        """Start a worker, give it call after call, and say so if it is gone."""
        try:
            ours, theirs = multiprocessing.Pipe()
        except OSError as error:
            self._refuse(error)
            return
        with ours:
            process = self._start(theirs)
            while process is not None and (call := self._calls.get()) is not None:
                future, *what = call
                if future.set_running_or_notify_cancel() and not _ask(ours, what, future):
                    self.end()
                    self._lose(future)
                    break
                del call, future, what  # a result may be large: it is the caller's alone
            # An end of file tells the worker to leave.
        if process is not None:
            process.join(PATIENCE_SECONDS)
            process.kill()

    def _start(self, theirs: Connection) -> BaseProcess | None:
        """A worker at the other end of the pipe; none if the pool broke meanwhile, or none can be had."""
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_work, args=(theirs,), daemon=True)
        with theirs, self._starting:
            if self._broken:
                return None
            try:
                _deaf_to_ctrl_c()
                with _script_left_alone():
                    process.start()
            # No more processes, no memory, no file to hand on; or we are being started ourselves.
            except (OSError, RuntimeError, ValueError) as error:
                self._refuse(error)
                return None
            self._processes.append(process)
        return process

    def _refuse(self, error: Exception) -> None:
        """End the pool, for a worker could not be started."""
        self._why = _no_place(error)
        self.end()


@contextmanager
def _script_left_alone() -> Iterator[None]:
    """A worker started in here does not run the user's script, as it would by itself: it needs nothing of it.

    A script that asks for workers would ask for more of them there, at the top of every worker.
    """
    main = vars(sys.modules["__main__"])
    with _one_at_a_time:
        kept = {name: main.pop(name) for name in ("__file__",) if name in main and not main.get("__spec__")}
        try:
            yield
        finally:
            main.update(kept)


_one_at_a_time = threading.Lock()
_pools: weakref.WeakSet[Pool] = weakref.WeakSet()


def end_all() -> None:
    """End the workers of all pools of this process at once; what they were doing is lost."""
    for pool in list(_pools):
        pool.end()


atexit.register(end_all)  # before that of multiprocessing, which waits without a limit


def _no_place(error: Exception) -> PlaceError:
    reason = getattr(error, "strerror", None) or str(error)
    cure = "ask for fewer, or for one"
    if are_too_many(error):
        cure += f", or {MORE_FILES}"
    return PlaceError(f"the worker processes cannot be started ({reason[:1].lower()}{reason[1:]}); {cure}")


def _ask(ours: Connection, what: list[Any], future: Future[Any]) -> bool:
    """Let the worker at the other end do this; whether it is still there and all went well on the way."""
    try:
        data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        future.set_exception(error)
        return True
    try:
        ours.send_bytes(data)
        del data
        good, value = pickle.loads(ours.recv_bytes())  # noqa: S301 - from a process that we started
    except (EOFError, OSError):
        return False
    except Exception as error:  # no memory for it, or nothing that can be read
        future.set_exception(error)
        return False
    if good:
        future.set_result(value)
    else:
        future.set_exception(value)
    return True


def _deaf_to_ctrl_c() -> None:
    """Hold Ctrl-C back from this thread and the process it starts, where it would be a traceback in the
    midst of imports.

    The helper process of multiprocessing is started before: starting it lets Ctrl-C through again. It gets
    the program's own stderr: what a desk puts in its place has no file to hand on.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return
    from multiprocessing import resource_tracker

    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


# -- in the workers ------------------------------------------------------------------------------------


def _work(pipe: Connection) -> None:
    """Do one call after the other; leave when nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    while True:
        try:
            data = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        answer = _answer(data)
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _answer(data: bytes) -> bytes:
    """What came of a call, or why nothing did."""
    try:
        fn, args, kwargs = pickle.loads(data)  # noqa: S301 - from the process that started this one
        return pickle.dumps((True, fn(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _told(error)


def _told(error: Exception) -> bytes:
    """The error as bytes that can be read again, or its text where it cannot."""
    try:
        told = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(told)  # noqa: S301 - made above
    except Exception:
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return told


def _leave_with_parent() -> None:
    """Leave amidst a call that nobody waits for any more."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
