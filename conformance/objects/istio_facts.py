"""Facts about what istioctl renders for a cluster: istiod, the injector and the gateways."""

import json
import re
from typing import Any

from conformance.objects import cert_manager_facts, hardening_facts
from conformance.objects.reading import (
    Object,
    Objects,
    at,
    env_of,
    named,
    pod_labels,
    pod_of,
    ports_of,
    selects,
)
from conformance.objects.specification import Mesh
from conformance.shared.report import Fact, Report

CSI_DRIVER = "secrets-store.csi.k8s.io"
INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal"
EASTWEST = "istio-eastwest"
NETWORK_LABEL = "topology.istio.io/network"


def judge(
    report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects, plain: Objects
) -> None:
    """`objects` is what istioctl renders, `plain` the cluster's other manifests."""
    report.facts(f"{where}: istiod", istiod(mesh, cluster, objects))
    report.facts(f"{where}: sidecar injector", injector(mesh, cluster, objects))
    report.facts(f"{where}: mesh config", mesh_config(mesh, objects))
    report.facts(f"{where}: ingress gateway", ingress_gateway(mesh, cluster, objects))
    hardening_facts.judge_rendered(report, where, objects)
    deployment = objects.get("Deployment", "istio-eastwestgateway", EASTWEST)
    if mesh.has_several_networks:
        facts = eastwest_gateway(mesh.network(cluster), deployment, objects)
        report.facts(f"{where}: east-west gateway", facts)
        facts = crossing(plain, deployment)
        report.facts(f"{where}: cross-network gateway", facts)
    else:
        none: dict[str, Fact] = {"none on a single network": (bool(deployment), False)}
        report.facts(f"{where}: east-west gateway", none)


def istiod(mesh: Mesh, cluster: str, objects: Objects) -> dict[str, Fact]:
    deployment = objects.get("Deployment", f"istiod-{mesh.revision}", "istio-system")
    pod, env = pod_of(deployment), env_of(deployment)
    container = named(pod.get("containers"), "discovery") or {}
    hub = mesh.istio.get("hub", "registry.istio.io/release")
    toleration = {"key": "CriticalAddonsOnly", "operator": "Exists"}
    authority = cert_manager_facts.istiod if mesh.cert_manager else plugged_in_authority
    return {
        **authority(deployment),
        "image": (container.get("image"), f"{hub}/pilot:{mesh.istio['version']}"),
        "revision label": (pod_labels(deployment).get("istio.io/rev"), mesh.revision),
        "REVISION": (env.get("REVISION"), mesh.revision),
        "CLUSTER_ID": (env.get("CLUSTER_ID"), cluster),
        "service account": (pod.get("serviceAccountName"), f"istiod-{mesh.revision}"),
        "toleration": (toleration in (pod.get("tolerations") or []), True),
        "system pool": (pool_of(deployment), on_pool("system")),
        **availability(objects, deployment),
    }


def plugged_in_authority(deployment: Object) -> dict[str, Fact]:
    """The key that istiod signs with is mounted from the Key Vault."""
    env = env_of(deployment)
    container = named(pod_of(deployment).get("containers"), "discovery") or {}
    mount = named(container.get("volumeMounts"), "istio-ca", "mountPath")
    return {
        "ROOT_CA_DIR": (env.get("ROOT_CA_DIR"), "/etc/istio-ca"),
        "multi-root": (env.get("ISTIO_MULTIROOT_MESH"), "true"),
        "CSI volume": (csi_class(deployment, "istio-ca"), (CSI_DRIVER, True, "istio-ca")),
        "CSI mount": (mount, "/etc/istio-ca"),
    }


def injector(mesh: Mesh, cluster: str, objects: Objects) -> dict[str, Fact]:
    settings = objects.get("ConfigMap", f"istio-sidecar-injector-{mesh.revision}", "istio-system")
    values = json.loads(at(settings, "data", "values") or "{}")
    address = f"{cert_manager_facts.HOST}:443" if mesh.cert_manager else ""
    return {
        "certificate authority": (at(values, "global", "caAddress"), address),
        "network": (at(values, "global", "network"), mesh.network(cluster)),
        "cluster name": (at(values, "global", "multiCluster", "clusterName"), cluster),
        "mesh id": (at(values, "global", "meshID"), mesh.mesh_id),
        "revision": (values.get("revision"), mesh.revision),
    }


def mesh_config(mesh: Mesh, objects: Objects) -> dict[str, Fact]:
    settings = objects.get("ConfigMap", f"istio-{mesh.revision}", "istio-system")
    config = at(settings, "data", "mesh") or ""
    log = mesh.istio.get("accessLogFile", "/dev/stdout")
    return {
        "path normalization": (line_of(config, "normalization"), "DECODE_AND_MERGE_SLASHES"),
        "trust domain": (line_of(config, "trustDomain"), mesh.trust_domain),
        "mesh id": (line_of(config, "meshId"), mesh.mesh_id),
        "access log": (line_of(config, "accessLogFile"), log),
    }


def line_of(yaml: str, key: str) -> str | None:
    """A string of a flat line in YAML that istioctl printed."""
    found = re.search(rf'^\s*{key}: "?([^"\n]*)"?$', yaml, re.MULTILINE)
    return found[1] if found else None


def ingress_gateway(mesh: Mesh, cluster: str, objects: Objects) -> dict[str, Fact]:
    gateway = objects.get("Deployment", "istio-ingressgateway", "istio-ingress")
    service = objects.get("Service", "istio-ingressgateway", "istio-ingress")
    metadata = at(gateway, "spec", "template", "metadata") or {}
    pod = pod_of(gateway)
    account = pod.get("serviceAccountName")
    container = named(pod.get("containers"), "istio-proxy") or {}
    mounts = csi_class(gateway, "ingressgateway-certs")
    volume: dict[str, Fact] = {"no CSI volume": (mounts, (None, None, None))}
    if mesh.tls_files(cluster):
        volume = {"CSI volume": (mounts, (CSI_DRIVER, True, "istio-ingress-tls"))}
    return {
        **volume,
        "injection template": (
            at(metadata, "annotations", "inject.istio.io/templates"),
            "gateway",
        ),
        "revision": (pod_labels(gateway).get("istio.io/rev"), mesh.revision),
        "service account": (account, "istio-ingressgateway-service-account"),
        "seconds between its leave and its end": (
            at(container, "lifecycle", "preStop", "sleep", "seconds"),
            90,
        ),
        # Its agent takes five seconds to end after the hook.
        "seconds until it is killed": (pod.get("terminationGracePeriodSeconds"), 100),
        "user pool": (pool_of(gateway), on_pool("user")),
        "ClusterIP": (at(service, "spec", "type"), "ClusterIP"),
        "ports": (ports_of(service), {80: 8080, 443: 8443, 15021: 15021}),
        "Service's pods": (selects(at(service, "spec", "selector"), pod_labels(gateway)), True),
        **availability(objects, gateway),
    }


def eastwest_gateway(network: str, gateway: Object, objects: Objects) -> dict[str, Fact]:
    service = objects.get("Service", "istio-eastwestgateway", EASTWEST)
    annotations = at(service, "metadata", "annotations") or {}
    labels = at(service, "metadata", "labels") or {}
    view = env_of(gateway).get("ISTIO_META_REQUESTED_NETWORK_VIEW")
    return {
        "network label of the pods": (pod_labels(gateway).get(NETWORK_LABEL), network),
        "network label of the Service": (labels.get(NETWORK_LABEL), network),
        "requested network view": (view, network),
        "load balancer": (at(service, "spec", "type"), "LoadBalancer"),
        "internal": (annotations.get(INTERNAL), "true"),
        "subnet": (annotations.get(f"{INTERNAL}-subnet"), "User"),
        "ports": (ports_of(service), {15021: 15021, 15443: 15443}),
        "Service's pods": (selects(at(service, "spec", "selector"), pod_labels(gateway)), True),
        "user pool": (pool_of(gateway), on_pool("user")),
        **availability(objects, gateway),
    }


def crossing(plain: Objects, eastwest: Object) -> dict[str, Fact]:
    gateway = plain.get("Gateway", "cross-network-gateway", EASTWEST)
    server = at(gateway, "spec", "servers", 0) or {}
    selected = selects(at(gateway, "spec", "selector"), pod_labels(eastwest))
    return {
        "selects the east-west gateway": (selected, True),
        "port": (at(server, "port", "number"), 15443),
        "passes TLS on": (at(server, "tls", "mode"), "AUTO_PASSTHROUGH"),
        "hosts": (server.get("hosts"), ["*.local"]),
    }


def pool_of(deployment: Object) -> list[tuple[str, str, list[str]]]:
    """Which node pool the pods must be on."""
    node = at(pod_of(deployment), "affinity", "nodeAffinity")
    needs = at(node, "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms") or []
    expressions = [each for term in needs for each in term.get("matchExpressions", [])]
    return [(each["key"], each["operator"], each["values"]) for each in expressions]


def on_pool(mode: str) -> list[tuple[str, str, list[str]]]:
    return [("kubernetes.azure.com/mode", "In", [mode])]


def csi_class(deployment: Object, volume: str) -> tuple[Any, Any, Any]:
    source = named(pod_of(deployment).get("volumes"), volume, "csi") or {}
    name = at(source, "volumeAttributes", "secretProviderClass")
    return source.get("driver"), source.get("readOnly"), name


def availability(objects: Objects, deployment: Object) -> dict[str, Fact]:
    """Facts about the autoscaler and the disruption budget of a deployment, if it exists."""
    if not deployment:
        return {}
    name, namespace = deployment["metadata"]["name"], deployment["metadata"]["namespace"]
    scaler = objects.get("HorizontalPodAutoscaler", name, namespace)
    budget = objects.get("PodDisruptionBudget", name, namespace)
    covered = selects(at(budget, "spec", "selector", "matchLabels"), pod_labels(deployment))
    return {
        "autoscaler from 2": (at(scaler, "spec", "minReplicas"), 2),
        "autoscaler's target": (at(scaler, "spec", "scaleTargetRef", "name"), name),
        "disruption budget": (at(budget, "spec", "minAvailable"), 1),
        "disruption budget's pods": (covered, True),
    }
