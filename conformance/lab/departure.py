"""How the containers of a pod end, as a kubelet ends them.

All hooks run at once. A container is told to end when its own hook has: sidecars only once the
others have ended, in the reverse order of their start.
"""

import functools
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol


class Ending(Protocol):
    """What can be told to end."""

    def prepare_to_stop(self) -> None:
        """Runs the preStop hook."""

    def stop(self, grace: float) -> None:
        """Returns when it has ended, by force after so many seconds."""


def depart(containers: Sequence[Ending], sidecars: Sequence[Ending], grace: float) -> None:
    """Returns when all have ended: hooks and ends share the seconds of grace."""
    end = time.monotonic() + grace

    def finish(container: Ending) -> None:
        container.prepare_to_stop()
        container.stop(end - time.monotonic())

    hooks = beside([each.prepare_to_stop for each in sidecars])
    for thread in beside([functools.partial(finish, each) for each in containers]):
        thread.join()
    for thread in hooks:
        thread.join()
    for each in reversed(sidecars):
        each.stop(end - time.monotonic())


def beside(acts: Sequence[Callable[[], None]]) -> list[threading.Thread]:
    """Starts each in a thread of its own."""
    threads = [threading.Thread(target=each, daemon=True) for each in acts]
    for thread in threads:
        thread.start()
    return threads
