"""What a specification asks for: worked out a second time, never read from the tree."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.objects.reading import read_objects

MADE_UP_CLIENT_ID = "33333333-3333-3333-3333-333333333333"


@dataclass(frozen=True)
class Application:
    """An application of the specification, with its defaults."""

    settings: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.settings["name"])

    @property
    def namespace(self) -> str:
        return str(self.settings.get("namespace", self.name))

    @property
    def full_name(self) -> str:
        return f"{self.namespace}/{self.name}"

    @property
    def ingress(self) -> dict[str, Any]:
        found: dict[str, Any] = self.settings.get("ingress", {})
        return found

    @property
    def callers(self) -> list[str]:
        found: list[str] = self.settings.get("callers", ["*"])
        return found

    @property
    def host(self) -> str:
        return str(self.ingress["host"])

    @property
    def path(self) -> str:
        return str(self.ingress.get("path", "/"))

    @property
    def is_tls(self) -> bool:
        return self.ingress.get("tls") == "endToEnd"

    @property
    def service_port(self) -> int:
        return int(self.settings.get("servicePort", self.settings["port"]))


@dataclass(frozen=True)
class CertManager:
    """The issuer of a mesh whose certificates cert-manager signs."""

    settings: dict[str, Any]

    @property
    def issuer(self) -> dict[str, str]:
        defaults = {"name": "istio-ca", "kind": "ClusterIssuer", "group": "cert-manager.io"}
        return {**defaults, **self.settings.get("issuerRef", {})}

    @property
    def root_secret(self) -> str:
        return str(self.settings.get("rootCertificate", {}).get("secretName", "istio-root-ca"))

    @property
    def root_key(self) -> str:
        return str(self.settings.get("rootCertificate", {}).get("key", "ca.pem"))

    @property
    def replicas(self) -> int:
        return int(self.settings.get("replicas", 2))


class Mesh:
    """A specification, and what terraform told of its tree where it was asked."""

    def __init__(self, document: dict[str, Any], outputs: dict[str, Any] | None = None) -> None:
        spec = document["spec"]
        self.outputs = outputs or {}
        self.name: str = document["metadata"]["name"]
        self.istio: dict[str, Any] = spec["istio"]
        self.cni = bool(self.istio.get("cni", True))
        self.revision = self.istio["version"].replace(".", "-")
        running = [self.istio["version"], self.istio.get("previousVersion")]
        self.revisions = [each.replace(".", "-") for each in running if each]
        self.mesh_id: str = self.istio.get("meshId", self.name)
        self.trust_domain: str = self.istio.get("trustDomain", "cluster.local")
        tag = self.istio.get("revisionTag", "stable")
        self.injection = self.revision if self.istio.get("injection") == "revision" else tag
        self.tenant: str = spec["azure"]["tenantId"]
        vault = spec["azure"].get("keyVault", {})
        self.vault: str = vault.get("name", f"{self.name}-kv")
        self.workload_identity = vault.get("access") != "addonIdentity"
        authority = spec.get("certificateAuthority", {})
        self.cert_manager: CertManager | None = None
        if authority.get("issuer") == "certManager":
            self.cert_manager = CertManager(authority.get("certManager", {}))
        defaults = spec.get("clusterDefaults", {})
        self.clusters = {each["name"]: {**defaults, **each} for each in spec["clusters"]}
        applications = [Application(each) for each in spec.get("applications", [])]
        self.applications = sorted(applications, key=lambda each: each.name)

    def network(self, cluster: str) -> str:
        settings = self.clusters[cluster]
        own = cluster if settings.get("pods") == "overlay" else "flat"
        return str(settings.get("istioNetwork", f"{self.mesh_id}-{own}"))

    @property
    def has_several_networks(self) -> bool:
        return len({self.network(each) for each in self.clusters}) > 1

    def run_in(self, cluster: str) -> list[Application]:
        return [each for each in self.applications if cluster in each.settings["runsIn"]]

    def exposed_by(self, cluster: str) -> list[Application]:
        return [each for each in self.applications if each.ingress.get("cluster") == cluster]

    def tls_of(self, cluster: str) -> list[Application]:
        return [each for each in self.exposed_by(cluster) if each.is_tls]

    def class_values(self, cluster: str) -> dict[str, str]:
        """What the SecretProviderClasses of a cluster are filled in with."""
        told = self.outputs.get("secret_provider_class_values", {}).get("value", {})
        made_up = {
            "client_id": MADE_UP_CLIENT_ID,
            "key_vault_name": self.vault,
            "tenant_id": self.tenant,
        }
        return {**made_up, **told.get(cluster, {})}

    def ca_files(self, cluster: str) -> dict[str, str]:
        """The secret of each file that istiod mounts."""
        if self.cert_manager:
            return {}
        return {
            "root-cert.pem": "istio-root-cert",
            "ca-cert.pem": f"{cluster}-ca-cert",
            "ca-key.pem": f"{cluster}-ca-key",
            "cert-chain.pem": f"{cluster}-cert-chain",
        }

    def tls_files(self, cluster: str) -> dict[str, str]:
        """The secret of each file that the ingress gateway mounts."""
        if self.cert_manager:
            return {}
        files = {}
        for application in self.tls_of(cluster):
            files[f"{application.name}-tls.crt"] = f"{application.name}-tls-cert"
            files[f"{application.name}-tls.key"] = f"{application.name}-tls-key"
        return files

    def secrets(self) -> list[str]:
        names: set[str] = set()
        for cluster in self.clusters:
            names |= {*self.ca_files(cluster).values(), *self.tls_files(cluster).values()}
        return sorted(names)


def read_mesh(specification: Path, outputs: dict[str, Any] | None) -> Mesh:
    """Kubectl reads a specification as it reads any object."""
    return Mesh(read_objects(specification)[0], outputs)
