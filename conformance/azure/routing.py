"""Paths that are no resource, and the functions that answer them."""

import re
from collections.abc import Callable

from conformance.azure.answers import Answer
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import Principal

Route = Callable[[Cloud, Principal, Request, re.Match[str]], Answer]


class Routes(list[tuple[str, re.Pattern[str], Route]]):
    """Routes in their order; a pattern matches a whole path, whatever its case."""

    def add(self, method: str, pattern: str) -> Callable[[Route], Route]:
        def keep(function: Route) -> Route:
            self.append((method, re.compile(f"(?i)^{pattern}/?$"), function))
            return function

        return keep
