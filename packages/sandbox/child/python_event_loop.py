"""An asyncio event loop that needs no descriptors: timers, futures, threads and nothing else, which
is all that a program without network has a use for. The usual loop opens an epoll descriptor and a
pair of sockets."""

import asyncio
import threading
import time
import warnings


class Waker:
    """Stands where the loop expects a selector: waits for time to pass or for a thread to call."""

    def __init__(self):
        self.event = threading.Event()

    def select(self, timeout=None):
        self.event.wait(timeout)
        self.event.clear()
        return []


class Sleeper:
    """The same where there are no threads (Pyodide)."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("The event loop waits for something that cannot happen")
        time.sleep(timeout)
        return []


class TimerEventLoop(asyncio.BaseEventLoop):
    """Without descriptors there are no events to process and nothing to write to."""

    def __init__(self, selector):
        super().__init__()
        self._selector = selector

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        event = getattr(self._selector, "event", None)
        if event is not None:
            event.set()


def run(main, *, debug=None, loop_factory=None):
    """`asyncio.run` as it was before Pyodide replaced it by one that needs a browser's loop."""
    with asyncio.Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def install_event_loop(has_threads):
    """Makes `asyncio.run` and `asyncio.new_event_loop` use it. Without threads this is Pyodide,
    whose own loop counts as running all the time."""
    if not has_threads:
        asyncio.run = asyncio.runners.run = run
        asyncio._set_running_loop(None)
    with warnings.catch_warnings():
        # Policies are on their way out, but still the only way in.
        warnings.simplefilter("ignore")

        class Policy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self):
                return TimerEventLoop(Waker() if has_threads else Sleeper())

        asyncio.set_event_loop_policy(Policy())
