"""Requests to a simulated Azure without its wire, as any of its principals."""

import json
from typing import Any

from conformance.azure.answers import Answer, Refusal
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import DEPLOYER, MANAGEMENT, VAULT
from conformance.azure.kinds import KINDS
from conformance.azure.web import answer


class Caller:
    """Asks as one principal; a refusal is an answer like any other."""

    def __init__(self, cloud: Cloud, principal: str = DEPLOYER) -> None:
        self.cloud = cloud
        self.principal = principal

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        version: str | None = None,
        host: str = "management.azure.com",
    ) -> Answer:
        principal = self.cloud.directory.find(self.principal)
        assert principal is not None
        audience = VAULT[0] if host.endswith("vault.azure.net") else MANAGEMENT[0]
        token = self.cloud.directory.token(principal, audience, self.cloud.now(), 60)
        path, _, query = path.partition("?")
        request = Request(
            method,
            host,
            path,
            {"api-version": version or newest(path), **parsed(query)},
            {"authorization": f"Bearer {token}"},
            json.dumps(body).encode() if body is not None else b"",
        )
        try:
            return answer(self.cloud, request)
        except Refusal as refusal:
            return refusal.answer()

    def put(self, path: str, body: Any, **more: Any) -> Answer:
        return self.ask("PUT", path, body, **more)

    def get(self, path: str, **more: Any) -> Answer:
        return self.ask("GET", path, **more)

    def delete(self, path: str, **more: Any) -> Answer:
        return self.ask("DELETE", path, **more)


def parsed(query: str) -> dict[str, str]:
    pairs = [each.partition("=") for each in query.split("&") if each]
    return {name: value for name, _, value in pairs}


def newest(path: str) -> str:
    """An API version of the type that the path names."""
    parts = path.rsplit("/providers/", 1)[-1].split("/")
    for end in range(len(parts), 1, -1):
        kind = KINDS.get("/".join([parts[0], *parts[1:end:2]]).lower())
        if kind:
            return kind.versions[0]
    return "2023-07-01"


def code(found: Answer) -> str:
    """The code of a refusal."""
    error = (found.body or {}).get("error") or {}
    return str(error.get("code", found.status))
