"""Which node a pod goes to."""

from conformance.lab.api import Item


def fits(pod: Item, node: Item) -> bool:
    """The node has what the pod asks for, and the pod tolerates the node's taints."""
    spec = pod["spec"]
    labels: dict[str, str] = node["metadata"]["labels"]
    chosen = spec.get("nodeSelector", {}).items() <= labels.items()
    taints = node["spec"].get("taints", [])
    tolerations = spec.get("tolerations", [])
    tolerated = all(any(tolerates(each, taint) for each in tolerations) for taint in taints)
    return chosen and tolerated and wants(spec, labels)


def tolerates(toleration: Item, taint: Item) -> bool:
    if toleration.get("key") not in (None, taint["key"]):
        return False
    return toleration.get("operator") == "Exists" or toleration.get("value") == taint.get("value")


def wants(spec: Item, labels: dict[str, str]) -> bool:
    """Its affinity; operators other than In are none of ours."""
    affinity = spec.get("affinity", {}).get("nodeAffinity", {})
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution", {})
    terms = required.get("nodeSelectorTerms", [])
    return not terms or any(
        all(labels.get(each["key"]) in each["values"] for each in term["matchExpressions"])
        for term in terms
    )
