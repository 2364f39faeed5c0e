"""Faults that a run plants: throttling, conflicts, errors, slow and failed operations."""

import re
import threading
from dataclasses import asdict, dataclass
from typing import Any

from conformance.azure.answers import Answer, Refusal

KINDS = ("throttle", "conflict", "error", "expire", "slow", "fail")


@dataclass
class Switch:
    """Hits the next `times` requests that it fits, after it has let `after` of them pass."""

    kind: str
    method: str = "PUT"
    path: str = ""
    times: int = 1
    after: int = 0
    seconds: float = 1.0
    code: str = "InternalServerError"
    message: str = "An unexpected error occured while processing the request."

    def fits(self, method: str, path: str) -> bool:
        return self.method == method and re.search(self.path, path, re.IGNORECASE) is not None


class Switches:
    """The planted faults of a run, in their order."""

    def __init__(self) -> None:
        self._switches: list[Switch] = []
        self._lock = threading.Lock()

    def plant(self, values: dict[str, Any]) -> None:
        switch = Switch(**values)
        if switch.kind not in KINDS:
            raise KeyError(f"A fault is one of {', '.join(KINDS)}.")
        with self._lock:
            self._switches.append(switch)

    def clear(self) -> None:
        with self._lock:
            self._switches.clear()

    def show(self) -> list[dict[str, Any]]:
        return [asdict(each) for each in self._switches]

    def hit(self, method: str, path: str, *kinds: str) -> Switch | None:
        """The fault that this request meets; it is used up by that."""
        with self._lock:
            for switch in self._switches:
                if switch.kind not in kinds or not switch.fits(method, path) or not switch.times:
                    continue
                if switch.after:
                    switch.after -= 1
                    return None
                switch.times -= 1
                return switch
        return None


def answer(switch: Switch) -> Answer:
    """How Azure says it; both 429 and 409 are what its limits and locks answer with.

    https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
    """
    if switch.kind == "throttle":
        refusal = Refusal(
            429,
            "TooManyRequests",
            "The request is being throttled as the limit has been reached for operation type "
            f"- Write. Please retry after '{switch.seconds:.0f}' seconds.",
        )
        return refusal.answer({"Retry-After": f"{switch.seconds:.0f}"})
    if switch.kind == "conflict":
        return Refusal(
            409,
            "AnotherOperationInProgress",
            "Another operation on this or dependent resource is in progress.",
        ).answer()
    if switch.kind == "expire":
        return Refusal(
            401,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time has passed. Please refresh the token.",
        ).answer()
    return Refusal(500, switch.code, switch.message).answer()
