"""How a pod's containers end."""

import time

from conformance.lab.departure import depart


class Noted:
    """Notes what happens to it; its hook takes as long as it is told."""

    def __init__(self, name: str, notes: list[str], hook: float = 0.0) -> None:
        self.name, self.notes, self.hook = name, notes, hook
        self.grace = 0.0

    def prepare_to_stop(self) -> None:
        self.notes.append(f"{self.name} prepares")
        time.sleep(self.hook)

    def stop(self, grace: float) -> None:
        self.grace = grace
        self.notes.append(f"{self.name} ends")


def test_sidecars_prepare_at_once_and_end_last() -> None:
    notes: list[str] = []
    application = Noted("application", notes, hook=0.2)
    first, second = Noted("first", notes), Noted("second", notes)
    depart([application], [first, second], 30)
    assert set(notes[:3]) == {"first prepares", "second prepares", "application prepares"}
    assert notes[3:] == ["application ends", "second ends", "first ends"]


def test_hooks_and_ends_share_the_grace() -> None:
    application = Noted("application", [], hook=0.2)
    depart([application], [], 1)
    assert 0.5 < application.grace <= 0.8


def test_no_container_waits_for_the_hook_of_another() -> None:
    notes: list[str] = []
    slow, quick = Noted("slow", notes, hook=0.3), Noted("quick", notes)
    depart([slow, quick], [], 30)
    assert notes[-2:] == ["quick ends", "slow ends"]
