"""The annotations that the Application Gateway ingress controller documents, and their values.

Names and kinds: docs/annotations.md of Azure/application-gateway-kubernetes-ingress, and the page
"Annotations for Application Gateway Ingress Controller" of Microsoft. Bounds are those of the
Application Gateway's own settings. The controller ignores an annotation that it doesn't know.
"""

import re
from collections.abc import Callable

PREFIX = "appgw.ingress.kubernetes.io/"

Kind = Callable[[str], bool]


def matching(pattern: str) -> Kind:
    return lambda value: re.fullmatch(pattern, value) is not None


def number(least: int, most: int) -> Kind:
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def listed(kind: Kind) -> Kind:
    """One or more of a kind, separated by commas."""
    return lambda value: all(kind(each.strip()) for each in value.split(","))


LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
BOOLEAN = matching("true|false")
HOST = matching(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*")
HOST_OR_WILDCARD = matching(rf"(\*\.)?{LABEL}(\.{LABEL})*")
PATH = matching(r"/[^\s?#]*")
# Of something on the Application Gateway.
NAME = matching(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?")
STATUS_CODES = matching(r"[1-5]\d\d(-[1-5]\d\d)?")
RESOURCE_ID = matching(r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+(/[^/]+){2}")
DAY = 24 * 60 * 60

DOCUMENTED: dict[str, Kind] = {
    "appgw-ssl-certificate": NAME,
    "appgw-ssl-profile": NAME,
    "appgw-trusted-root-certificate": listed(NAME),
    "backend-hostname": HOST,
    "backend-path-prefix": PATH,
    "backend-protocol": matching("http|https"),
    "connection-draining": BOOLEAN,
    "connection-draining-timeout": number(1, 3600),
    "cookie-based-affinity": BOOLEAN,
    "health-probe-hostname": HOST,
    "health-probe-interval": number(1, DAY),
    "health-probe-path": PATH,
    "health-probe-port": number(1, 65535),
    "health-probe-status-codes": listed(STATUS_CODES),
    "health-probe-timeout": number(1, DAY),
    "health-probe-unhealthy-threshold": number(1, 20),
    "hostname-extension": listed(HOST_OR_WILDCARD),
    "override-frontend-port": number(1, 64999),
    "request-timeout": number(1, DAY),
    "rewrite-rule-set": NAME,
    "rewrite-rule-set-custom-resource": NAME,
    "rule-priority": number(1, 20000),
    "ssl-redirect": BOOLEAN,
    "use-private-ip": BOOLEAN,
    "waf-policy-for-path": RESOURCE_ID,
}


def undocumented(annotations: dict[str, str]) -> list[str]:
    """The names that the controller would ignore."""
    return sorted(name for name in annotations if name.removeprefix(PREFIX) not in DOCUMENTED)


def invalid(annotations: dict[str, str]) -> list[str]:
    """The documented annotations whose value is not of their kind."""
    return sorted(
        f"{name}: {value}"
        for name, value in annotations.items()
        if (kind := DOCUMENTED.get(name.removeprefix(PREFIX))) and not kind(value)
    )
