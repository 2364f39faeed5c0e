"""What a request is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A response; a body of None is sent as an empty one."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818
    """Azure's own way to say no: a status, a code and a message."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.status, self.code, self.message, self.more = status, code, message, more

    # A fault is a request that this program has no answer for, or one that Azure never gets from
    # a sound client: the run fails and names it, even where the client goes on.
    fault = False

    def error(self) -> Body:
        return {"code": self.code, "message": self.message, **self.more}

    def answer(self, headers: Mapping[str, str] | None = None) -> Answer:
        return Answer(self.status, {"error": self.error()}, headers or {})


class Unanswerable(Refusal):
    """A refusal that is also a fault of the run."""

    fault = True
