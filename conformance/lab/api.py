"""A cluster's API, as its nodes and the rehearsal call it."""

import http.client
import json
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

Item = dict[str, Any]

MERGE = "application/merge-patch+json"


@dataclass(frozen=True)
class Access:
    """What a client needs to know."""

    url: str
    authority: str
    token: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


class RefusedError(OSError):
    """The API server's answer is an error."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text[:300]}")
        self.code = code


class Api:
    """One connection for each thread: a handshake costs more than an answer."""

    def __init__(self, access: Access) -> None:
        self.address, self.token = urllib.parse.urlsplit(access.url).netloc, access.token
        self.context = ssl.create_default_context(cafile=access.authority)
        self.local = threading.local()

    def exchange(
        self, method: str, path: str, body: str | None = None, kind: str = MERGE
    ) -> tuple[int, bytes]:
        try:
            return self.send(method, path, body, kind)
        except (OSError, http.client.HTTPException):
            # The other end may have closed an idle connection: once more, on a new one.
            self.local.connection = None
        try:
            return self.send(method, path, body, kind)
        except (OSError, http.client.HTTPException) as e:
            self.local.connection = None
            raise OSError(f"{method} {path}: {type(e).__name__} {e}") from e

    def send(self, method: str, path: str, body: str | None, kind: str) -> tuple[int, bytes]:
        if not getattr(self.local, "connection", None):
            self.local.connection = http.client.HTTPSConnection(
                self.address, timeout=20, context=self.context
            )
        headers = {"Authorization": f"Bearer {self.token}"}
        if body:
            headers["Content-Type"] = kind
        self.local.connection.request(method, path, body, headers)
        response = self.local.connection.getresponse()
        return response.status, response.read()

    def ask(self, method: str, path: str, body: Item | None = None, kind: str = MERGE) -> Item:
        sent = None if body is None else json.dumps(body)
        status, text = self.exchange(method, path, sent, kind)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise RefusedError(status, f"{method} {path}: {text.decode(errors='replace')}")
        answer: Item = json.loads(text)
        return answer

    def items(self, path: str) -> list[Item]:
        found: list[Item] = self.ask("GET", path)["items"]
        return found

    def watch(self, collection: str) -> Iterator[Item]:
        """What is there, then each object that changes, until the server has had enough."""
        connection = http.client.HTTPSConnection(self.address, context=self.context)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            connection.request("GET", f"{collection}?watch=true", headers=headers)
            for line in connection.getresponse():
                yield json.loads(line)["object"]
        except http.client.HTTPException as e:
            raise OSError(f"{collection}: {type(e).__name__} {e}") from e
        finally:
            connection.close()

    def find(self, path: str) -> Item | None:
        try:
            return self.ask("GET", path)
        except RefusedError as e:
            if e.code != http.HTTPStatus.NOT_FOUND:
                raise
            return None

    def create(self, collection: str, item: Item) -> Item:
        return self.ask("POST", collection, item, "application/json")

    def put_data(self, collection: str, item: Item) -> None:
        """Creates a Secret, or brings it to this content and these labels."""
        path = f"{collection}/{item['metadata']['name']}"
        found = self.find(path)
        if not found:
            self.create(collection, item)
            return
        labels = item["metadata"].get("labels")
        if found.get("data") != item["data"] or found["metadata"].get("labels") != labels:
            self.ask("PATCH", path, {"data": item["data"], "metadata": {"labels": labels}})
