"""Facts about a mesh that cert-manager signs for: the values of istio-csr, and Certificates."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from conformance.objects.reading import Object, Objects, at, env_of, named, pod_of, read_objects
from conformance.objects.specification import Application, CertManager, Mesh
from conformance.shared.report import Fact, Report

HOST = "cert-manager-istio-csr.cert-manager.svc"
FOLDER = "/var/run/secrets/istio-csr"
# So that kubectl reads a file that is no object as it reads any object.
HEADER = "apiVersion: v1\nkind: Values\nmetadata: {name: istio-csr}\n"


@dataclass(frozen=True)
class Fault:
    """An edit of the values that makes one fact wrong."""

    fact: str
    find: str
    replacement: str


FAULTS = [
    Fault("cluster", "clusterID: ", "clusterID: of-"),
    Fault("trust domain", "trustDomain: ", "trustDomain: of."),
    Fault("issuer", "kind: ", "kind: Of"),
    Fault("root", "rootCAFile: ", "rootCAFile: # "),
    Fault("root's volume", "secretName: ", "secretName: of-"),
    Fault("root's mount", f"mountPath: {FOLDER}", "mountPath: /tmp"),
    Fault("names", f"- {HOST}", "- istiod.istio-system.svc"),
    Fault("revisions", '    - "', '    - "9-'),
    Fault("replicas", "replicaCount: ", "replicaCount: 1"),
    Fault("keys", "replicaCount: ", "replicas: 1\nreplicaCount: "),
]

# The fact that fails, the key of the specification, and its wrong value.
BROKEN_CERTIFICATES = [
    ("hosts", "dnsNames", ["elsewhere.example"]),
    ("issuer", "issuerRef", {"name": "another"}),
    ("Secret", "secretName", "another-tls"),
    ("Secret is ours by its labels", "secretTemplate", {}),
    ("serves", "usages", ["client auth"]),
]


def judge(report: Report, where: str, mesh: Mesh, cluster: str, tree: Path) -> None:
    """The values that the tree has for helm; those of one cluster also with a fault."""
    file = tree / "helm" / cluster / "istio-csr.yaml"
    settings = mesh.cert_manager
    if settings is None:
        none: dict[str, Fact] = {"none with keys of meshgen's": (file.exists(), False)}
        report.facts(f"{where}: values of istio-csr", none)
        return
    text = file.read_text()
    report.facts(f"{where}: values of istio-csr", values(mesh, cluster, settings, text))
    if cluster != min(mesh.clusters):
        return
    for fault in FAULTS:
        broken = text.replace(fault.find, fault.replacement, 1)
        facts = values(mesh, cluster, settings, broken)
        report.only_fails(f"{where}: broken values of istio-csr", fault.fact, facts)


def values(mesh: Mesh, cluster: str, settings: CertManager, text: str) -> dict[str, Fact]:
    """Names are those that the chart's own values have."""
    found = read_values(text)
    app = found.get("app") or {}
    volumes = found.get("volumes")
    mounts = found.get("volumeMounts")
    return {
        "keys": (sorted(found), KEYS),
        "keys of app": (
            sorted(app),
            sorted(["certmanager", "controller", "istio", "server", "tls"]),
        ),
        "replicas": (found.get("replicaCount"), settings.replicas),
        "issuer": (at(app, "certmanager", "issuer"), settings.issuer),
        "namespaces": (
            [at(app, "certmanager", "namespace"), at(app, "istio", "namespace")],
            ["istio-system"] * 2,
        ),
        "trust domain": (at(app, "tls", "trustDomain"), mesh.trust_domain),
        "root": (at(app, "tls", "rootCAFile"), f"{FOLDER}/{settings.root_key}"),
        "root's volume": (named(volumes, "root-ca", "secret", "secretName"), settings.root_secret),
        "root's mount": (named(mounts, "root-ca", "mountPath"), FOLDER),
        "names": (at(app, "tls", "certificateDNSNames"), [HOST]),
        "cluster": (at(app, "server", "clusterID"), cluster),
        "revisions": (at(app, "istio", "revisions"), ["default", *sorted(mesh.revisions)]),
        "system pool": (found.get("nodeSelector"), {"kubernetes.azure.com/mode": "system"}),
    }


KEYS = sorted(
    [
        *["app", "nodeSelector", "podDisruptionBudget", "replicaCount", "resources", "tolerations"],
        *["topologySpreadConstraints", "volumeMounts", "volumes"],
    ]
)


def read_values(text: str) -> Object:
    with tempfile.TemporaryDirectory(prefix="values-") as folder:
        file = Path(folder) / "values.yaml"
        file.write_text(HEADER + text)
        found = read_objects(file)[0]
    return {
        key: value for key, value in found.items() if key not in ("apiVersion", "kind", "metadata")
    }


def istiod(deployment: Object) -> dict[str, Fact]:
    """It signs nothing, and shows the certificate that istio-csr keeps."""
    env, pod = env_of(deployment), pod_of(deployment)
    container = named(pod.get("containers"), "discovery") or {}
    volume, mounts = "istio-csr-dns-cert", container.get("volumeMounts")
    return {
        "ENABLE_CA_SERVER": (env.get("ENABLE_CA_SERVER"), "false"),
        "no plugged-in CA": ([env.get("ROOT_CA_DIR"), named(mounts, "istio-ca")], [None, None]),
        "own certificate": (
            named(pod.get("volumes"), volume, "secret", "secretName"),
            "istiod-tls",
        ),
        "own certificate's mount": (
            named(mounts, volume, "mountPath"),
            "/var/run/secrets/istiod/tls",
        ),
    }


def judge_certificates(
    report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects
) -> None:
    """A Certificate for each host with TLS end to end, and no other."""
    applications = mesh.tls_of(cluster) if mesh.cert_manager else []
    names = [f"istio-ingress/{each.name}-tls" for each in applications]
    all_of_them: dict[str, Fact] = {"all of them": (objects.names("Certificate"), names)}
    report.facts(f"{where}: Certificates", all_of_them)
    for application in applications:
        name = f"{application.name}-tls"
        spec = at(objects.get("Certificate", name, "istio-ingress"), "spec") or {}
        gateway = objects.get("Gateway", application.name, "istio-ingress")
        report.facts(f"{where}: Certificate {name}", certificate(mesh, application, spec, gateway))
        for fact, key, value in BROKEN_CERTIFICATES:
            facts = certificate(mesh, application, {**spec, key: value}, gateway)
            report.only_fails(f"{where}: broken Certificate {name}", fact, facts)


def certificate(
    mesh: Mesh, application: Application, spec: Object, gateway: Object
) -> dict[str, Fact]:
    name = f"{application.name}-tls"
    credential = at(gateway, "spec", "servers", 0, "tls", "credentialName")
    labels = at(gateway, "metadata", "labels")
    return {
        "Secret is ours by its labels": (at(spec, "secretTemplate", "labels"), labels),
        "hosts": (spec.get("dnsNames"), [application.host]),
        "issuer": (spec.get("issuerRef"), mesh.cert_manager and mesh.cert_manager.issuer),
        "Secret": ([spec.get("secretName"), credential], [name, name]),
        "serves": ("server auth" in (spec.get("usages") or []), True),
    }
