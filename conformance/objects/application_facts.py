"""Facts about a cluster's own manifests: namespaces, applications, and what is exposed."""

from conformance.objects import authorization, hardening_facts, locality_facts
from conformance.objects.reading import (
    Object,
    Objects,
    at,
    env_of,
    name_of,
    pod_labels,
    pod_of,
    selects,
)
from conformance.objects.specification import Application, Mesh
from conformance.shared.report import Fact, Report


def judge(report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects) -> None:
    report.facts(f"{where}: namespaces", namespaces(mesh, cluster, objects))
    report.facts(f"{where}: every object", every_object(mesh, objects))
    runs_here = mesh.run_in(cluster)
    applications: dict[str, Fact] = {
        "a Service for each": (objects.names("Service"), full_names(mesh.applications)),
        "a Deployment where it runs": (objects.names("Deployment"), full_names(runs_here)),
    }
    report.facts(f"{where}: applications", applications)
    for application in mesh.applications:
        service = objects.get("Service", application.name, application.namespace)
        facts = service_facts(application, service)
        if application in runs_here:
            facts |= deployment_facts(application, service, objects)
        report.facts(f"{where}: application {application.name}", facts)
    exposed = sorted(f"istio-ingress/{each.name}" for each in mesh.exposed_by(cluster))
    ingress: dict[str, Fact] = {
        "an Ingress where exposed": (objects.names("Ingress"), exposed),
        "a VirtualService where exposed": (objects.names("VirtualService"), exposed),
    }
    report.facts(f"{where}: ingress/", ingress)
    authorization.judge(report, where, mesh, cluster, objects)
    locality_facts.judge(report, where, mesh, objects)
    hardening_facts.judge_plain(report, where, mesh, cluster, objects)


def full_names(applications: list[Application]) -> list[str]:
    return sorted(each.full_name for each in applications)


def namespaces(mesh: Mesh, cluster: str, objects: Objects) -> dict[str, Fact]:
    own = sorted({each.namespace for each in mesh.applications})
    eastwest = ["istio-eastwest"] if mesh.has_several_networks else []
    all_of_them = sorted({"istio-system", "istio-ingress", *eastwest, *own})
    network = label(objects, "istio-system", "topology.istio.io/network")
    facts: dict[str, Fact] = {
        "all of them": (objects.names("Namespace"), all_of_them),
        "network": (network, mesh.network(cluster)),
        "gateway's revision": (label(objects, "istio-ingress", "istio.io/rev"), mesh.revision),
    }
    for namespace in own:
        revision = label(objects, namespace, "istio.io/rev")
        facts[f"injection in {namespace}"] = (revision, mesh.injection)
    return facts


def label(objects: Objects, namespace: str, key: str) -> object:
    return at(objects.get("Namespace", namespace), "metadata", "labels", key)


def every_object(mesh: Mesh, objects: Objects) -> dict[str, Fact]:
    unlabelled = [name_of(each) for each in objects.all if not is_labelled(each, mesh.name)]
    names = {(each["kind"], name_of(each)) for each in objects.all}
    return {
        "labels": (unlabelled, []),
        "names unique": (len(names), len(objects.all)),
    }


def is_labelled(thing: Object, mesh: str) -> bool:
    labels = thing["metadata"].get("labels", {})
    manager, part = "app.kubernetes.io/managed-by", "app.kubernetes.io/part-of"
    return (labels.get(manager), labels.get(part)) == ("meshgen", mesh)


def service_facts(application: Application, service: Object) -> dict[str, Fact]:
    port = at(service, "spec", "ports", 0) or {}
    return {
        "Service's port": (port.get("port"), application.service_port),
        "port named for HTTP": (port.get("name"), "http"),
    }


def deployment_facts(
    application: Application, service: Object, objects: Objects
) -> dict[str, Fact]:
    deployment = objects.get("Deployment", application.name, application.namespace)
    pod, settings = pod_of(deployment), application.settings
    container = at(pod, "containers", 0) or {}
    port = at(container, "ports", 0) or {}
    selected = selects(at(service, "spec", "selector"), pod_labels(deployment))
    target = at(service, "spec", "ports", 0, "targetPort")
    probes = ("readinessProbe" in container, "livenessProbe" in container)
    return {
        "Service's pods": (selected, True),
        "Service's target": (target, port.get("name")),
        "container's port": (port.get("containerPort"), settings["port"]),
        "image": (container.get("image"), settings["image"]),
        "replicas": (at(deployment, "spec", "replicas"), settings.get("replicas", 2)),
        "environment": (env_of(deployment), settings.get("environment", {})),
        "not root": (at(pod, "securityContext", "runAsNonRoot"), True),
        "probes": (probes, (True, True)),
        "seconds between its leave and its end": (
            at(container, "lifecycle", "preStop", "sleep", "seconds"),
            10,
        ),
    }
