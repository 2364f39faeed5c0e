"""What the simulated Azure shows to be wrong with today's trees.

Each is asserted as it is, so that the run fails as soon as it is not so any more: then the entry
goes, and the check becomes one that demands the opposite.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A fault that is known and still there."""

    name: str
    text: str


PATCH = Finding(
    "aks-patch-is-planned-back",
    "after AKS's own patch upgrade each plan sets clusters and pools back to the minor's alias",
)
INGRESS = Finding(
    "ingress-controller-may-not-join",
    "the ingress controller may not update its gateway: it lacks a role on a linked resource",
)
KEYS = Finding(
    "every-identity-reads-every-key",
    "a cluster's identity can read the CA key of another cluster",
)
RANGE = Finding(
    "range-change-is-an-update",
    "a changed address range is planned as an update, which Azure refuses half-way",
)
