"""Facts about SecretProviderClasses, and about what their driver mounts."""

from pathlib import Path

from conformance.objects.reading import Objects, at
from conformance.objects.specification import Application, Mesh
from conformance.shared.report import Fact, Report


def judge(report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects) -> None:
    expected = {} if mesh.cert_manager else {"istio-ca": "istio-system"}
    if mesh.tls_files(cluster):
        expected["istio-ingress-tls"] = "istio-ingress"
    classes = sorted(f"{namespace}/{name}" for name, namespace in expected.items())
    all_of_them: dict[str, Fact] = {
        "all of them": (objects.names("SecretProviderClass"), classes),
    }
    report.facts(f"{where}: SecretProviderClasses", all_of_them)
    for name, namespace in expected.items():
        facts = class_facts(mesh, cluster, objects, name, namespace)
        report.facts(f"{where}: SecretProviderClass {name}", facts)
    for application in [] if mesh.cert_manager else mesh.tls_of(cluster):
        report.facts(f"{where}: TLS of {application.name}", tls_facts(application, objects))


def class_facts(
    mesh: Mesh, cluster: str, objects: Objects, name: str, namespace: str
) -> dict[str, Fact]:
    """`values` is what terraform makes them, where it was asked."""
    values = mesh.class_values(cluster)
    item = objects.get("SecretProviderClass", name, namespace)
    parameters = at(item, "spec", "parameters") or {}
    keys = ("clientID", "userAssignedIdentityID")
    identity = {key: parameters[key] for key in keys if key in parameters}
    key = "clientID" if mesh.workload_identity else "userAssignedIdentityID"
    managed = "false" if mesh.workload_identity else "true"
    return {
        "vault": (parameters.get("keyvaultName"), values["key_vault_name"]),
        "tenant": (parameters.get("tenantID"), values["tenant_id"]),
        "one identity": (identity, {key: values["client_id"]}),
        "managed identity": (parameters.get("useVMManagedIdentity", "false"), managed),
    }


def tls_facts(application: Application, objects: Objects) -> dict[str, Fact]:
    name = application.name
    item = objects.get("SecretProviderClass", "istio-ingress-tls", "istio-ingress")
    synced = at(item, "spec", "secretObjects") or []
    secret = [each for each in synced if each["secretName"] == f"{name}-tls"]
    files = {each["key"]: each["objectName"] for one in secret for each in one["data"]}
    gateway = objects.get("Gateway", name, "istio-ingress")
    credential = at(gateway, "spec", "servers", 0, "tls", "credentialName")
    return {
        "secret type": ([each["type"] for each in secret], ["kubernetes.io/tls"]),
        "secret's files": (files, {"tls.crt": f"{name}-tls.crt", "tls.key": f"{name}-tls.key"}),
        "secret is ours by its labels": (
            [each.get("labels", {}) for each in secret],
            [at(gateway, "metadata", "labels")],
        ),
        "credentialName": (credential, f"{name}-tls"),
    }


def judge_mounts(report: Report, where: str, mesh: Mesh, cluster: str, folder: Path) -> None:
    """Each mounted file holds the text of its own secret; a mix-up shows."""
    mounts = {"istio": mesh.ca_files(cluster), "ingress": mesh.tls_files(cluster)}
    for what, secrets in mounts.items():
        mount = folder / f"mount-{what}"
        files = [each for each in mount.iterdir() if each.is_file()] if mount.is_dir() else []
        mounted = {each.name: each.read_text().strip() for each in files}
        facts: dict[str, Fact] = {
            f"{file} is {secret}": (mounted.get(file), f"text of {secret}")
            for file, secret in secrets.items()
        }
        facts["nothing else"] = (sorted(mounted), sorted(secrets))
        report.facts(f"{where}: mount of {what}/secret-provider-class", facts)
