"""Facts about what the mesh's own programs may do in a cluster, and how closely pods are held."""

import ipaddress
from typing import Any

from conformance.objects.reading import Object, Objects, at
from conformance.objects.specification import Mesh
from conformance.shared.report import Fact, Report

READING = {"get", "list", "watch", "*"}
WRITING = {"create", "update", "patch", "delete", "deletecollection", "*"}
WORKLOADS = {
    *["deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs"],
    *["pods", "services", "serviceaccounts", "*"],
}
POD_SECURITY = "pod-security.kubernetes.io/"
# Who may read the Secrets of istio-system, which hold the tokens for all other clusters.
# istio-reader is who those tokens are for.
READERS = ("istiod-", "istio-reader-")


def judge_rendered(report: Report, where: str, objects: Objects) -> None:
    """`objects` is what istioctl renders."""
    report.facts(f"{where}: who reads the Secrets of istio-system", secret_readers(objects))
    report.facts(f"{where}: who changes workloads", workload_writers(objects))
    report.facts(f"{where}: pods of Istio", pods(objects))


def judge_plain(report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects) -> None:
    """`objects` is everything of a cluster that Istio does not render."""
    for each in of_kind(objects, "Namespace"):
        name = each["metadata"]["name"]
        report.facts(f"{where}: pod security of {name}", pod_security(mesh, each["metadata"]))
    facts = ingress_policy(objects, mesh, cluster)
    report.facts(f"{where}: network policy of the ingress gateway", facts)
    report.facts(f"{where}: pods of the applications", pods(objects))


def of_kind(objects: Objects, *kinds: str) -> list[Object]:
    return [each for each in objects.all if each["kind"] in kinds]


def secret_readers(objects: Objects) -> dict[str, Fact]:
    system = [
        each
        for each in of_kind(objects, "ClusterRole", "Role")
        if each["metadata"].get("namespace") in (None, "istio-system")
    ]
    readers = [each["metadata"]["name"] for each in system if may(each, {"secrets", "*"}, READING)]
    others = sorted(name for name in readers if not name.startswith(READERS))
    return {"some may": (bool(readers), True), "none but istiod and its peers": (others, [])}


def workload_writers(objects: Objects) -> dict[str, Fact]:
    roles = of_kind(objects, "ClusterRole", "Role")
    writers = sorted(each["metadata"]["name"] for each in roles if may(each, WORKLOADS, WRITING))
    return {"there are roles": (bool(roles), True), "nothing of Istio may": (writers, [])}


def may(role: Object, resources: set[str], verbs: set[str]) -> bool:
    return any(
        resources & set(rule.get("resources") or []) and verbs & set(rule["verbs"])
        for rule in role.get("rules") or []
    )


def pod_security(mesh: Mesh, metadata: dict[str, Any]) -> dict[str, Fact]:
    labels = metadata["labels"]
    # Without istio-cni, a sidecar's initial container needs NET_ADMIN; `warn` still judges each
    # Deployment.
    safe = mesh.cni or metadata["name"].startswith("istio-")
    enforced = "restricted" if safe else "privileged"
    return {
        "enforced": (labels.get(f"{POD_SECURITY}enforce"), enforced),
        "warned about": (labels.get(f"{POD_SECURITY}warn"), "restricted"),
    }


def pods(objects: Objects) -> dict[str, Fact]:
    """Pod templates as they are written: what `restricted` does not ask for."""
    found = {
        each["metadata"]["name"]: each["spec"]["template"]["spec"]
        for each in of_kind(objects, "Deployment", "Job")
    }
    # istiod's image has user and group 1337.
    grouped = {name: pod for name, pod in found.items() if not name.startswith("istiod-")}
    open_ones = sorted(name for name, pod in found.items() if not has_seccomp(pod))
    groupless = sorted(name for name, pod in grouped.items() if not group_of(pod))
    endless = sorted(name for name, pod in found.items() if has_endless_folder(pod))
    return {
        "seccomp": (open_ones, []),
        "group": (groupless, []),
        "folders in memory or limited": (endless, []),
    }


def group_of(pod: Object) -> object:
    return at(pod, "securityContext", "runAsGroup")


def has_seccomp(pod: Object) -> bool:
    default = {"type": "RuntimeDefault"}
    settings = [pod, *pod["containers"]]
    found = [at(each, "securityContext", "seccompProfile") == default for each in settings]
    return found[0] or all(found[1:])


def has_endless_folder(pod: Object) -> bool:
    volumes = pod.get("volumes") or []
    folders = [each["emptyDir"] for each in volumes if "emptyDir" in each]
    # A folder in memory counts against the container's memory limit.
    return any(not each.get("sizeLimit") and each.get("medium") != "Memory" for each in folders)


def ingress_policy(objects: Objects, mesh: Mesh, cluster: str) -> dict[str, Fact]:
    policies = [
        each["spec"]
        for each in of_kind(objects, "NetworkPolicy")
        if each["metadata"]["namespace"] == "istio-ingress"
    ]
    callers = [caller for each in policies for caller in callers_of(each)]
    settings = mesh.clusters[cluster]
    exposes = bool(mesh.exposed_by(cluster))
    enabled = (settings.get("applicationGateway") or {}).get("enabled", exposes)
    gateway = {"ipBlock": {"cidr": application_gateway_range(settings)}}
    scopes = [(each["podSelector"], each["policyTypes"]) for each in policies]
    return {
        "all pods": (scopes, [({}, ["Ingress"])]),
        "HTTP and HTTPS from the Application Gateway only": (callers, [gateway] * enabled),
    }


def callers_of(policy: Object) -> list[object]:
    """Who reaches the ports of HTTP and HTTPS; a rule without ports has them too."""
    found: list[object] = []
    for rule in policy["ingress"]:
        ports = {each["port"] for each in rule.get("ports") or [{"port": 8080}]}
        if ports & {8080, 8443}:
            found += rule.get("from") or ["anybody"]
    return found


def application_gateway_range(cluster: dict[str, Any]) -> str:
    """The subnet's range: given, or the first /24 of the third sixteenth."""
    network = cluster["network"]
    given = network.get("subnets", {}).get("applicationGateway")
    space = ipaddress.IPv4Network(network["addressSpace"])
    sixteenths = list(space.subnets(4))
    return str(given or next(sixteenths[2].subnets(new_prefix=24)))
