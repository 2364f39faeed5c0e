"""Entra ID: who there is, and the tokens that say so."""

import base64
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass
from typing import Any

from conformance.azure.answers import Body, Refusal
from conformance.azure.store import Store

TENANT = "22222222-2222-2222-2222-222222222222"
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"

# Whoever runs Terraform and the scripts: a service principal, owner of the subscription.
DEPLOYER = "33333333-3333-3333-3333-333333333333"
DEPLOYER_CLIENT = "44444444-4444-4444-4444-444444444444"
DEPLOYER_SECRET = "simulated"

MANAGEMENT = ("https://management.azure.com", "https://management.core.windows.net")
GRAPH = ("https://graph.microsoft.com",)
VAULT = ("https://vault.azure.net",)


@dataclass(frozen=True)
class Principal:
    """A service principal: an application's, or a managed identity's."""

    id: str
    client: str
    name: str


class Directory:
    """Principals are kept in the store; tokens are kept nowhere, their signature vouches."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = store.table("directory").setdefault("key", uuid.uuid4().hex).encode()
        self._principals.setdefault(
            DEPLOYER, {"client": DEPLOYER_CLIENT, "name": "deployer", "resource": ""}
        )

    @property
    def _principals(self) -> dict[str, Any]:
        return self._store.table("principals")

    def add(self, name: str, resource: str) -> Principal:
        """A principal for a managed identity; it goes when the resource goes."""
        principal = Principal(str(uuid.uuid4()), str(uuid.uuid4()), name)
        self._principals[principal.id] = {
            "client": principal.client,
            "name": name,
            "resource": resource.lower(),
        }
        return principal

    def remove_of(self, resource: str) -> None:
        key = resource.lower()
        for each in [k for k, v in self._principals.items() if v["resource"] == key]:
            del self._principals[each]

    def find(self, identifier: str) -> Principal | None:
        """By object id or by client id."""
        for key, each in self._principals.items():
            if identifier in (key, each["client"]):
                return Principal(key, each["client"], each["name"])
        return None

    def token(self, principal: Principal, audience: str, now: float, lifetime: float) -> str:
        claims = {
            "aud": audience.rstrip("/"),
            "iss": f"https://sts.windows.net/{TENANT}/",
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now + lifetime),
            "tid": TENANT,
            "oid": principal.id,
            "sub": principal.id,
            "appid": principal.client,
            "idtyp": "app",
            "ver": "1.0",
        }
        header = {"alg": "HS256", "typ": "JWT"}
        text = f"{_encoded(json.dumps(header))}.{_encoded(json.dumps(claims))}"
        return f"{text}.{self._signature(text)}"

    def who(self, token: str, audiences: tuple[str, ...], now: float) -> Principal:
        """Whom a token speaks for, where it is valid for one of the audiences."""
        claims = self._claims(token)
        if claims["exp"] <= now:
            raise Refusal(
                401,
                "ExpiredAuthenticationToken",
                f"The access token expiry UTC time '{claims['exp']}' is earlier than current "
                f"UTC time '{int(now)}'.",
            )
        if claims["aud"] not in audiences:
            raise Refusal(
                401,
                "InvalidAuthenticationTokenAudience",
                f"The access token has been obtained for wrong audience or resource "
                f"'{claims['aud']}'. It should exactly match with one of the allowed audiences "
                f"'{','.join(audiences)}'.",
            )
        found = self.find(claims["oid"])
        if found is None:
            raise Refusal(401, "InvalidAuthenticationToken", "The principal does not exist.")
        return found

    def _claims(self, token: str) -> Body:
        text, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature, self._signature(text)):
            raise Refusal(401, "InvalidAuthenticationToken", "The access token is invalid.")
        payload = text.split(".")[1]
        claims: Body = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return claims

    def _signature(self, text: str) -> str:
        return _encoded(hmac.new(self._key, text.encode(), hashlib.sha256).digest())


def _encoded(data: str | bytes) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
