"""Facts about istio-cni, and about the pods that need it."""

from pathlib import Path

from conformance.objects.reading import Object, Objects, at, named, pod_of
from conformance.objects.specification import Mesh
from conformance.shared.report import Fact


def agent(mesh: Mesh, rendered: Objects) -> dict[str, Fact]:
    """`rendered` is what operator.yaml becomes."""
    found = rendered.get("DaemonSet", "istio-cni-node", "kube-system")
    told = at(rendered.get("ConfigMap", injector_name(mesh), "istio-system"), "data", "values")
    told_cni = '"cni":{"enabled":true' in (told or "").replace(" ", "").replace("\n", "")
    facts: dict[str, Fact] = {
        "there is one": (bool(found), mesh.cni),
        "the injector knows": (told_cni, mesh.cni),
    }
    if not mesh.cni:
        return facts
    container = named(pod_of(found).get("containers"), "install-cni") or {}
    settings = at(rendered.get("ConfigMap", "istio-cni-config", "kube-system"), "data") or {}
    hub = mesh.istio.get("hub", "registry.istio.io/release")
    tolerations = pod_of(found).get("tolerations") or []
    return facts | {
        "image": (container.get("image"), f"{hub}/install-cni:{mesh.istio['version']}"),
        "no container with every right": (at(container, "securityContext", "privileged"), False),
        "part of the node's own network plugin": (settings.get("CHAINED_CNI_PLUGIN"), "true"),
        "repairs pods that were faster": (settings.get("REPAIR_REPAIR_PODS"), "true"),
        "on tainted nodes too": (
            {"effect": "NoSchedule", "operator": "Exists"} in tolerations,
            True,
        ),
        "folders of AKS's nodes": (
            sorted(each["hostPath"]["path"] for each in pod_of(found).get("volumes") or []),
            ["/etc/cni/net.d", "/opt/cni/bin", "/proc", "/var/run/istio-cni", "/var/run/netns"],
        ),
    }


def injector_name(mesh: Mesh) -> str:
    return f"istio-sidecar-injector-{mesh.revision}"


def injector(mesh: Mesh, rendered: Objects, work: Path) -> list[str]:
    """Options that make istioctl inject as istiod of these manifests does."""
    settings = at(rendered.get("ConfigMap", injector_name(mesh), "istio-system"), "data")
    config = at(rendered.get("ConfigMap", f"istio-{mesh.revision}", "istio-system"), "data")
    texts = {
        "injectConfigFile": settings["config"],
        "valuesFile": settings["values"],
        "meshConfigFile": config["mesh"],
    }
    words = []
    for option, text in texts.items():
        file = work / option
        file.write_text(text)
        words += [f"--{option}", str(file)]
    return [*words, "--revision", mesh.revision]


def injected(mesh: Mesh, objects: Objects) -> dict[str, Fact]:
    deployments = [each for each in objects.all if each["kind"] == "Deployment"]
    containers = [
        each
        for deployment in deployments
        for part in ("initContainers", "containers")
        for each in pod_of(deployment).get(part) or []
    ]
    first = "istio-validation" if mesh.cni else "istio-init"
    needed = [] if mesh.cni else ["NET_ADMIN", "NET_RAW"]
    return {
        "has a proxy": ("istio-proxy" in [each["name"] for each in containers], True),
        "begins with": (containers[0]["name"] if containers else None, first),
        "capabilities": (
            sorted(capability for each in containers for capability in added(each)),
            needed,
        ),
    }


def added(container: Object) -> list[str]:
    return at(container, "securityContext", "capabilities", "add") or []
