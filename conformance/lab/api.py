"""A cluster's API, as its nodes and the rehearsal call it."""

import http.client
import json
import ssl
import threading
import urllib.parse


class Refused(OSError):
    def __init__(self, code, text):
        super().__init__(f"{code} {text[:300]}")
        self.code = code


class Api:
    def __init__(self, access):
        self.address, self.token = urllib.parse.urlsplit(access["url"]).netloc, access["token"]
        self.context = ssl.create_default_context(cafile=access["authority"])
        self.local = threading.local()

    def exchange(self, method, path, body=None, kind=None):
        try:
            return self.send(method, path, body, kind)
        except (OSError, http.client.HTTPException):
            # A connection that was idle for long may have been closed at the other end: once more, on a new one.
            self.local.connection = None
        try:
            return self.send(method, path, body, kind)
        except (OSError, http.client.HTTPException) as e:
            self.local.connection = None
            raise OSError(f"{method} {path}: {type(e).__name__} {e}") from e

    def send(self, method, path, body, kind):
        # One connection for each thread: a handshake costs more than an answer.
        if not getattr(self.local, "connection", None):
            self.local.connection = http.client.HTTPSConnection(
                self.address, timeout=20, context=self.context
            )
        headers = {"Authorization": "Bearer " + self.token} | (
            {"Content-Type": kind} if body else {}
        )
        self.local.connection.request(method, path, body, headers)
        response = self.local.connection.getresponse()
        return response.status, response.read()

    def ask(self, method, path, body=None, kind="application/merge-patch+json"):
        status, text = self.exchange(method, path, None if body is None else json.dumps(body), kind)
        if status >= 400:
            raise Refused(status, f"{method} {path}: {text.decode(errors='replace')}")
        return json.loads(text)

    def items(self, path):
        return self.ask("GET", path)["items"]

    def find(self, path):
        try:
            return self.ask("GET", path)
        except Refused as e:
            if e.code != 404:
                raise
            return None

    def create(self, collection, item):
        return self.ask("POST", collection, item, "application/json")

    def put_data(self, collection, item):
        """Creates a Secret, or brings it to this content."""
        path = f"{collection}/{item['metadata']['name']}"
        found = self.find(path)
        if not found:
            self.create(collection, item)
        elif found.get("data") != item["data"]:
            self.ask("PATCH", path, {"data": item["data"]})
