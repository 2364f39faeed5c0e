"""Every request, one JSON object a line, with what it was answered."""

import json
import threading
import time
from pathlib import Path
from typing import Any


class Journal:
    """Appends to a file; readers take the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def write(self, entry: dict[str, Any]) -> None:
        line = json.dumps({"time": round(time.time(), 3), **entry})
        with self._lock, self._file.open("a") as file:
            file.write(line + "\n")


def read(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines()]


def faults(entries: list[dict[str, Any]]) -> list[str]:
    """Each request that no sound client sends, in words."""
    return [
        f"{each['method']} {each['host']}{each['path']}: {each['code']}: {each['message']}"
        for each in entries
        if each.get("fault")
    ]
