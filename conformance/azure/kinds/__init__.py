"""The resource types, each with its rules."""

from collections.abc import Iterable
from typing import Any

from conformance.azure.kind import Kind
from conformance.azure.kinds import (
    addresses,
    assignments,
    bastions,
    clusters,
    dns,
    endpoints,
    gateways,
    groups,
    identities,
    monitoring,
    networks,
    peerings,
    pools,
    registries,
    security_groups,
    vaults,
)

_MODULES: Iterable[Any] = (
    addresses,
    assignments,
    bastions,
    clusters,
    dns,
    endpoints,
    gateways,
    groups,
    identities,
    monitoring,
    networks,
    peerings,
    pools,
    registries,
    security_groups,
    vaults,
)

KINDS: dict[str, Kind] = {kind.type.lower(): kind for module in _MODULES for kind in module.KINDS}

NAMESPACES = frozenset(each.partition("/")[0] for each in KINDS)

# The namespaces that a subscription has registered.
PROVIDERS = (
    "Microsoft.Authorization",
    "Microsoft.Compute",
    "Microsoft.ContainerRegistry",
    "Microsoft.ContainerService",
    "Microsoft.Insights",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Network",
    "Microsoft.OperationalInsights",
    "Microsoft.PolicyInsights",
    "Microsoft.Resources",
    "Microsoft.Storage",
)

ROUTES = tuple(each for module in _MODULES for each in getattr(module, "ROUTES", ()))
