"""How a pod's containers end."""

import time

from conformance.lab.departure import depart

# Long enough for threads of a busy machine, and only waited for by a test that fails.
PATIENCE = 20


class Noted:
    """Notes what happens to it; its hook ends when so many notes are there."""

    def __init__(self, name: str, notes: list[str], hook_ends_at: int = 0) -> None:
        self.name, self.notes, self.hook_ends_at = name, notes, hook_ends_at
        self.grace = 0.0

    def prepare_to_stop(self) -> None:
        self.notes.append(f"{self.name} prepares")
        end = time.monotonic() + PATIENCE
        while len(self.notes) < self.hook_ends_at and time.monotonic() < end:
            time.sleep(0.01)

    def stop(self, grace: float) -> None:
        self.grace = grace
        self.notes.append(f"{self.name} ends")


class Slow(Noted):
    """Has a hook that takes a moment."""

    def prepare_to_stop(self) -> None:
        time.sleep(0.2)


def test_sidecars_prepare_at_once_and_end_last() -> None:
    notes: list[str] = []
    application = Noted("application", notes, hook_ends_at=3)
    first, second = Noted("first", notes), Noted("second", notes)
    depart([application], [first, second], 30)
    assert set(notes[:3]) == {"first prepares", "second prepares", "application prepares"}
    assert notes[3:] == ["application ends", "second ends", "first ends"]


def test_hooks_and_ends_share_the_grace() -> None:
    application = Slow("application", [])
    depart([application], [], 30)
    assert 30 - PATIENCE < application.grace <= 29.8


def test_no_container_waits_for_the_hook_of_another() -> None:
    notes: list[str] = []
    slow, quick = Noted("slow", notes, hook_ends_at=3), Noted("quick", notes)
    depart([slow, quick], [], 30)
    assert notes[-2:] == ["quick ends", "slow ends"]
