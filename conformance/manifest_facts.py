"""Facts that `manifests` asserts. What is expected follows from the specification alone, worked out here a second time, never read
from the tree that is judged. Usage: manifest_facts.py TOPIC ARGUMENT...; see the end of this file."""

import json
import pathlib
import re
import sys

MADE_UP_CLIENT_ID = "33333333-3333-3333-3333-333333333333"
PROBE = "/healthz/istio-ingress"
CSI_DRIVER = "secrets-store.csi.k8s.io"


class Mesh:
    """What the specification asks for."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        document = json.loads((self.folder / "mesh.json").read_text())
        spec = document["spec"]
        self.name = document["metadata"]["name"]
        self.istio = spec["istio"]
        self.revision = self.istio["version"].replace(".", "-")
        self.mesh_id = self.istio.get("meshId", self.name)
        self.tag = self.istio.get("revisionTag", "stable")
        self.injection = self.revision if self.istio.get("injection") == "revision" else self.tag
        self.tenant = spec["azure"]["tenantId"]
        vault = spec["azure"].get("keyVault", {})
        self.vault = vault.get("name", f"{self.name}-kv")
        self.workload_identity = vault.get("access") == "workloadIdentity"
        defaults = spec.get("clusterDefaults", {})
        self.clusters = {c["name"]: {**defaults, **c} for c in spec["clusters"]}
        self.applications = sorted(spec.get("applications", []), key=lambda a: a["name"])

    def network(self, cluster):
        settings = self.clusters[cluster]
        own = cluster if settings.get("pods") == "overlay" else "flat"
        return settings.get("istioNetwork", f"{self.mesh_id}-{own}")

    def has_several_networks(self):
        return len({self.network(c) for c in self.clusters}) > 1

    def exposed_by(self, cluster):
        return [a for a in self.applications if a.get("ingress", {}).get("cluster") == cluster]

    def tls_of(self, cluster):
        return [a for a in self.exposed_by(cluster) if is_tls(a)]

    def client_id(self, cluster):
        return self._outputs(cluster).get("client_id", MADE_UP_CLIENT_ID)

    def _outputs(self, cluster):
        file = self.folder / "outputs.json"
        if not file.exists():
            return {}
        outputs = json.loads(file.read_text())["test_state"]["outputs"]
        return outputs["secret_provider_class_values"]["value"][cluster]

    def vault_facts(self, cluster):
        """Vault and tenant as terraform makes them, where it was asked."""
        outputs = self._outputs(cluster)
        return outputs.get("key_vault_name", self.vault), outputs.get("tenant_id", self.tenant)

    def ca_files(self, cluster):
        return {
            "root-cert.pem": "istio-root-cert",
            "ca-cert.pem": f"{cluster}-ca-cert",
            "ca-key.pem": f"{cluster}-ca-key",
            "cert-chain.pem": f"{cluster}-cert-chain",
        }

    def tls_files(self, cluster):
        files = {}
        for application in self.tls_of(cluster):
            name = application["name"]
            files[f"{name}-tls.crt"] = f"{name}-tls-cert"
            files[f"{name}-tls.key"] = f"{name}-tls-key"
        return files

    def secrets(self):
        names = set()
        for cluster in self.clusters:
            names |= {*self.ca_files(cluster).values(), *self.tls_files(cluster).values()}
        return sorted(names)


def is_tls(application):
    return application["ingress"].get("tls") == "endToEnd"


class Report:
    """Facts about one thing: each is checked, all are told in one line, and what is wrong is told by itself."""

    def __init__(self, where):
        self.where = where
        self.passed = 0
        self.wrong = []

    def about(self, thing, facts):
        """Facts by name: pairs of what is and what should be."""
        good = []
        for fact, (actual, expected) in facts.items():
            if actual == expected:
                good.append(fact)
            else:
                self.wrong.append(f"{self.where}: {thing}: {fact} is {actual!r}, expected {expected!r}")
        self.passed += len(good)
        if good:
            print(f"ok      {self.where}: {thing}: {', '.join(good)}")

    def end(self):
        for line in self.wrong:
            print(line)
        if self.wrong or not self.passed:
            print(f"{len(self.wrong)} facts are wrong, {self.passed} hold.")
            sys.exit(1)
        print(self.passed)


class Objects:
    """Kubernetes objects as the API server gave them back."""

    def __init__(self, file):
        text = file.read_text() if file.exists() else ""
        answer = json.loads(text) if text else {"items": []}
        self.all = answer["items"] if "items" in answer else [answer]

    def names(self, kind):
        return sorted(name_of(o) for o in self.all if o["kind"] == kind)

    def get(self, kind, name, namespace=None):
        """The one object of that name; an empty one if there is none, so that each fact about it fails."""
        found = [
            o for o in self.all
            if o["kind"] == kind and o["metadata"]["name"] == name and o["metadata"].get("namespace") == namespace
        ]
        return found[0] if len(found) == 1 else {}


def name_of(thing):
    namespace = thing["metadata"].get("namespace")
    return f"{namespace}/{thing['metadata']['name']}" if namespace else thing["metadata"]["name"]


def at(value, *path):
    """The value at the end of the path, or None."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def named(items, name, *path):
    return at([i for i in items or [] if i.get("name") == name], 0, *path)


def env_of(deployment):
    containers = at(deployment, "spec", "template", "spec", "containers") or []
    return {e["name"]: e.get("value") for c in containers for e in c.get("env", [])}


def pool_of(deployment):
    """Which node pool the pods must lie on."""
    terms = at(deployment, "spec", "template", "spec", "affinity", "nodeAffinity",
               "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms") or []
    return [(e["key"], e["operator"], e["values"]) for t in terms for e in t.get("matchExpressions", [])]


def on_pool(mode):
    return [("kubernetes.azure.com/mode", "In", [mode])]


def csi_class(deployment, volume):
    source = named(at(deployment, "spec", "template", "spec", "volumes"), volume, "csi") or {}
    return source.get("driver"), source.get("readOnly"), at(source, "volumeAttributes", "secretProviderClass")


def selects(selector, labels):
    return bool(selector) and selector.items() <= (labels or {}).items()


def pod_labels(deployment):
    return at(deployment, "spec", "template", "metadata", "labels") or {}


def availability(objects, deployment):
    """Facts about the autoscaler and the disruption budget of a deployment."""
    name, namespace = deployment["metadata"]["name"], deployment["metadata"]["namespace"]
    scaler = objects.get("HorizontalPodAutoscaler", name, namespace)
    budget = objects.get("PodDisruptionBudget", name, namespace)
    return {
        "autoscaler from 2": (at(scaler, "spec", "minReplicas"), 2),
        "autoscaler's target": (at(scaler, "spec", "scaleTargetRef", "name"), name),
        "disruption budget": (at(budget, "spec", "minAvailable"), 1),
        "disruption budget's pods": (selects(at(budget, "spec", "selector", "matchLabels"), pod_labels(deployment)), True),
    }


def assert_clusters(mesh, folder):
    report = Report(mesh.folder.name)
    there = sorted(p.name for p in pathlib.Path(folder).iterdir()) if pathlib.Path(folder).is_dir() else []
    report.about("clusters/", {"a folder for each cluster and no other": (there, sorted(mesh.clusters))})
    report.end()


def assert_istio(mesh, cluster):
    objects = Objects(mesh.folder / cluster / "istio.json")
    report = Report(f"{mesh.folder.name}/{cluster}")
    network = mesh.network(cluster)
    hub = mesh.istio.get("hub", "registry.istio.io/release")

    istiod = objects.get("Deployment", f"istiod-{mesh.revision}", "istio-system")
    pod = at(istiod, "spec", "template", "spec") or {}
    env = env_of(istiod)
    report.about("istiod", {
        "image": (named(pod.get("containers"), "discovery", "image"), f"{hub}/pilot:{mesh.istio['version']}"),
        "revision label": (pod_labels(istiod).get("istio.io/rev"), mesh.revision),
        "REVISION": (env.get("REVISION"), mesh.revision),
        "CLUSTER_ID": (env.get("CLUSTER_ID"), cluster),
        "ROOT_CA_DIR": (env.get("ROOT_CA_DIR"), "/etc/istio-ca"),
        "multi-root": (env.get("ISTIO_MULTIROOT_MESH"), "true"),
        "CSI volume": (csi_class(istiod, "istio-ca"), (CSI_DRIVER, True, "istio-ca")),
        "CSI mount": (named(named(pod.get("containers"), "discovery", "volumeMounts"), "istio-ca", "mountPath"), "/etc/istio-ca"),
        "service account": (pod.get("serviceAccountName"), f"istiod-{mesh.revision}"),
        "toleration": ({"key": "CriticalAddonsOnly", "operator": "Exists"} in (pod.get("tolerations") or []), True),
        "system pool": (pool_of(istiod), on_pool("system")),
        **(availability(objects, istiod) if istiod else {}),
    })

    injector = objects.get("ConfigMap", f"istio-sidecar-injector-{mesh.revision}", "istio-system")
    values = json.loads(at(injector, "data", "values") or "{}")
    report.about("sidecar injector", {
        "network": (at(values, "global", "network"), network),
        "cluster name": (at(values, "global", "multiCluster", "clusterName"), cluster),
        "mesh id": (at(values, "global", "meshID"), mesh.mesh_id),
        "revision": (values.get("revision"), mesh.revision),
    })
    config = at(objects.get("ConfigMap", f"istio-{mesh.revision}", "istio-system"), "data", "mesh") or ""
    report.about("mesh config", {
        "trust domain": (line_of(config, "trustDomain"), mesh.istio.get("trustDomain", "cluster.local")),
        "mesh id": (line_of(config, "meshId"), mesh.mesh_id),
        "access log": (line_of(config, "accessLogFile"), mesh.istio.get("accessLogFile", "/dev/stdout")),
    })

    gateway = objects.get("Deployment", "istio-ingressgateway", "istio-ingress")
    service = objects.get("Service", "istio-ingressgateway", "istio-ingress")
    tls = bool(mesh.tls_of(cluster))
    expected = (CSI_DRIVER, True, "istio-ingress-tls") if tls else (None, None, None)
    report.about("ingress gateway", {
        "CSI volume" if tls else "no CSI volume": (csi_class(gateway, "ingressgateway-certs"), expected),
        "injection template": (at(gateway, "spec", "template", "metadata", "annotations", "inject.istio.io/templates"), "gateway"),
        "revision": (pod_labels(gateway).get("istio.io/rev"), mesh.revision),
        "service account": (at(gateway, "spec", "template", "spec", "serviceAccountName"), "istio-ingressgateway-service-account"),
        "user pool": (pool_of(gateway), on_pool("user")),
        "ClusterIP": (at(service, "spec", "type"), "ClusterIP"),
        "ports": (ports_of(service), {80: 8080, 443: 8443, 15021: 15021}),
        "Service's pods": (selects(at(service, "spec", "selector"), pod_labels(gateway)), True),
        **(availability(objects, gateway) if gateway else {}),
    })

    eastwest = objects.get("Deployment", "istio-eastwestgateway", "istio-system")
    if not mesh.has_several_networks():
        report.about("east-west gateway", {"none on a single network": (bool(eastwest), False)})
    else:
        service = objects.get("Service", "istio-eastwestgateway", "istio-system")
        annotation = "service.beta.kubernetes.io/azure-load-balancer-internal"
        report.about("east-west gateway", {
            "network label of the pods": (pod_labels(eastwest).get("topology.istio.io/network"), network),
            "network label of the Service": (at(service, "metadata", "labels", "topology.istio.io/network"), network),
            "requested network view": (env_of(eastwest).get("ISTIO_META_REQUESTED_NETWORK_VIEW"), network),
            "load balancer": (at(service, "spec", "type"), "LoadBalancer"),
            "internal": (at(service, "metadata", "annotations", annotation), "true"),
            "subnet": (at(service, "metadata", "annotations", f"{annotation}-subnet"), "User"),
            "ports": (ports_of(service), {15021: 15021, 15443: 15443}),
            "Service's pods": (selects(at(service, "spec", "selector"), pod_labels(eastwest)), True),
            "user pool": (pool_of(eastwest), on_pool("user")),
            **(availability(objects, eastwest) if eastwest else {}),
        })
        crossing = Objects(mesh.folder / cluster / "manifests.json").get("Gateway", "cross-network-gateway", "istio-system")
        report.about("cross-network gateway", {
            "selects the east-west gateway": (selects(at(crossing, "spec", "selector"), pod_labels(eastwest)), True),
            "port": (at(crossing, "spec", "servers", 0, "port", "number"), 15443),
            "passes TLS on": (at(crossing, "spec", "servers", 0, "tls", "mode"), "AUTO_PASSTHROUGH"),
            "hosts": (at(crossing, "spec", "servers", 0, "hosts"), ["*.local"]),
        })
    report.end()


def line_of(yaml, key):
    """A string of a flat line in YAML that istioctl printed."""
    found = re.search(rf'^\s*{key}: "?([^"\n]*)"?$', yaml, re.MULTILINE)
    return found.group(1) if found else None


def ports_of(service):
    return {p["port"]: p["targetPort"] for p in at(service, "spec", "ports") or []}


def assert_files(mesh, cluster):
    objects = Objects(mesh.folder / cluster / "manifests.json")
    report = Report(f"{mesh.folder.name}/{cluster}")
    namespaces = {a.get("namespace", a["name"]) for a in mesh.applications}
    facts = {
        "all of them": (objects.names("Namespace"), sorted({"istio-system", "istio-ingress", *namespaces})),
        "network": (label(objects, "istio-system", "topology.istio.io/network"), mesh.network(cluster)),
        "gateway's revision": (label(objects, "istio-ingress", "istio.io/rev"), mesh.revision),
    }
    for namespace in sorted(namespaces):
        facts[f"injection in {namespace}"] = (label(objects, namespace, "istio.io/rev"), mesh.injection)
    report.about("namespaces", facts)
    report.about("every object", {
        "labels": ([name_of(o) for o in objects.all if not labelled(o, mesh.name)], []),
        "names unique": (len({(o["kind"], name_of(o)) for o in objects.all}), len(objects.all)),
    })
    runs_here = [a for a in mesh.applications if cluster in a["runsIn"]]
    report.about("applications", {
        "a Service for each": (objects.names("Service"), sorted(full_name(a) for a in mesh.applications)),
        "a Deployment where it runs": (objects.names("Deployment"), sorted(full_name(a) for a in runs_here)),
    })
    for application in mesh.applications:
        about_application(report, objects, application, application in runs_here)
    exposed = sorted(f"istio-ingress/{a['name']}" for a in mesh.exposed_by(cluster))
    report.about("ingress/", {
        "an Ingress where exposed": (objects.names("Ingress"), exposed),
        "a VirtualService where exposed": (objects.names("VirtualService"), exposed),
    })
    about_secret_classes(report, objects, mesh, cluster)
    report.end()


def label(objects, namespace, key):
    return at(objects.get("Namespace", namespace), "metadata", "labels", key)


def labelled(thing, mesh):
    labels = thing["metadata"].get("labels", {})
    return (labels.get("app.kubernetes.io/managed-by"), labels.get("app.kubernetes.io/part-of")) == ("meshgen", mesh)


def full_name(application):
    return f"{application.get('namespace', application['name'])}/{application['name']}"


def about_application(report, objects, application, runs):
    name, namespace = application["name"], application.get("namespace", application["name"])
    service = objects.get("Service", name, namespace)
    facts = {
        "Service's port": (at(service, "spec", "ports", 0, "port"), application.get("servicePort", application["port"])),
        "port named for HTTP": (at(service, "spec", "ports", 0, "name"), "http"),
    }
    if runs:
        deployment = objects.get("Deployment", name, namespace)
        container = at(deployment, "spec", "template", "spec", "containers", 0) or {}
        facts.update({
            "Service's pods": (selects(at(service, "spec", "selector"), pod_labels(deployment)), True),
            "Service's target": (at(service, "spec", "ports", 0, "targetPort"), at(container, "ports", 0, "name")),
            "container's port": (at(container, "ports", 0, "containerPort"), application["port"]),
            "image": (container.get("image"), application["image"]),
            "replicas": (at(deployment, "spec", "replicas"), application.get("replicas", 2)),
            "environment": (env_of(deployment), application.get("environment", {})),
            "not root": (at(deployment, "spec", "template", "spec", "securityContext", "runAsNonRoot"), True),
            "probes": (("readinessProbe" in container, "livenessProbe" in container), (True, True)),
        })
    report.about(f"application {name}", facts)


def about_secret_classes(report, objects, mesh, cluster):
    expected = {"istio-ca": "istio-system"}
    if mesh.tls_of(cluster):
        expected["istio-ingress-tls"] = "istio-ingress"
    classes = sorted(f"{namespace}/{name}" for name, namespace in expected.items())
    report.about("SecretProviderClasses", {"all of them": (objects.names("SecretProviderClass"), classes)})
    vault, tenant = mesh.vault_facts(cluster)
    for name, namespace in expected.items():
        parameters = at(objects.get("SecretProviderClass", name, namespace), "spec", "parameters") or {}
        identity = {key: parameters[key] for key in ("clientID", "userAssignedIdentityID") if key in parameters}
        key = "clientID" if mesh.workload_identity else "userAssignedIdentityID"
        report.about(f"SecretProviderClass {name}", {
            "vault": (parameters.get("keyvaultName"), vault),
            "tenant": (parameters.get("tenantID"), tenant),
            "one identity": (identity, {key: mesh.client_id(cluster)}),
            "managed identity": (parameters.get("useVMManagedIdentity", "false"), "false" if mesh.workload_identity else "true"),
        })
    for application in mesh.tls_of(cluster):
        name = application["name"]
        synced = at(objects.get("SecretProviderClass", "istio-ingress-tls", "istio-ingress"), "spec", "secretObjects") or []
        secret = [s for s in synced if s["secretName"] == f"{name}-tls"]
        gateway = objects.get("Gateway", name, "istio-ingress")
        report.about(f"TLS of {name}", {
            "secret type": ([s["type"] for s in secret], ["kubernetes.io/tls"]),
            "secret's files": (
                {d["key"]: d["objectName"] for s in secret for d in s["data"]},
                {"tls.crt": f"{name}-tls.crt", "tls.key": f"{name}-tls.key"},
            ),
            "credentialName": (at(gateway, "spec", "servers", 0, "tls", "credentialName"), f"{name}-tls"),
        })


def assert_mounts(mesh, cluster):
    report = Report(f"{mesh.folder.name}/{cluster}")
    mounts = {"istio": mesh.ca_files(cluster), "ingress": mesh.tls_files(cluster)}
    for what, files in mounts.items():
        folder = mesh.folder / cluster / f"mount-spc-{what}"
        mounted = {f.name: f.read_text().strip() for f in folder.iterdir() if f.is_file()} if folder.is_dir() else {}
        expected = {name: f"text of {secret}" for name, secret in files.items()}
        facts = {f"{name} is {secret}": (mounted.get(name), expected[name]) for name, secret in files.items()}
        facts["nothing else"] = (sorted(mounted), sorted(expected))
        report.about(f"mount of {what}/secret-provider-class", facts)
    report.end()


def assert_agic(mesh, cluster):
    gateway = json.loads((mesh.folder / cluster / "agic.json").read_text())
    report = Report(f"{mesh.folder.name}/{cluster}")
    applications = mesh.exposed_by(cluster)
    report.about("Application Gateway", {
        "no warning": (gateway["warnings"], 0),
        "an Ingress for each application": (gateway["ingresses"], len(applications)),
        "backend settings": (len(gateway["backendHttpSettings"]), len(applications)),
        "probes": (len(gateway["probes"]), len(applications)),
        "listeners": (len(gateway["httpListeners"]), sum(2 if is_tls(a) else 1 for a in applications)),
        "pools": (len(gateway["backendAddressPools"]), len({is_tls(a) for a in applications})),
    })
    by_id = {item["id"]: item["properties"] for kind in gateway.values() if isinstance(kind, list) for item in kind}
    # agic-render gives the first pod of a Service this address; there is one gateway, so every pool holds just that.
    pools = {tuple(a["ipAddress"] for a in at(p, "properties", "backendAddresses") or []) for p in gateway["backendAddressPools"]}
    report.about("pools", {"the pods of one gateway": (len(pools), 1), "not empty": (() in pools, False)})
    for application in applications:
        about_route(report, by_id, application)
    report.end()


def about_route(report, by_id, application):
    """Follows one application's requests from listener to pool."""
    host, name, tls = application["ingress"]["host"], application["name"], is_tls(application)
    rules = [p for i, p in by_id.items() if "/requestRoutingRules/" in i]
    listeners = {
        at(listener, "protocol"): rule
        for rule in rules
        for listener in [by_id[rule["httpListener"]["id"]]]
        if listener.get("hostNames") == [host]
    }
    scheme = "Https" if tls else "Http"
    rule = listeners.get(scheme, {})
    # With a path other than "/" the rule leads through a path map.
    route = path_rule(by_id, rule) if "urlPathMap" in rule else rule
    listener = by_id.get(at(rule, "httpListener", "id"), {})
    settings = by_id.get(at(route, "backendHttpSettings", "id"), {})
    probe = by_id.get(at(settings, "probe", "id"), {})
    pool = by_id.get(at(route, "backendAddressPool", "id"), {})
    port = 8443 if tls else 8080
    facts = {
        "listeners": (sorted(listeners), ["Http", "Https"] if tls else ["Http"]),
        "listener's port": (at(by_id.get(at(listener, "frontendPort", "id")), "port"), 443 if tls else 80),
        "certificate": (last(at(listener, "sslCertificate", "id")), f"{name}-frontend" if tls else None),
        "backend protocol": (settings.get("protocol"), scheme),
        "backend port": (settings.get("port"), port),
        "backend host": (settings.get("hostName"), host),
        "trusted root": (
            [last(r["id"]) for r in settings.get("trustedRootCertificates", [])], ["istio-root"] if tls else []),
        "draining": (at(settings, "connectionDraining", "enabled"), True),
        "probe": (
            [probe.get(k) for k in ("protocol", "host", "port", "path")], [scheme, host, port, PROBE]),
        "pool": (len(pool.get("backendAddresses", [])) > 0, True),
    }
    if tls:
        redirect = by_id.get(at(listeners.get("Http"), "redirectConfiguration", "id"), {})
        facts["redirect from HTTP"] = (
            (redirect.get("redirectType"), at(redirect, "targetListener", "id")),
            ("Permanent", at(rule, "httpListener", "id")),
        )
    report.about(f"route of {name} ({host}, {'end-to-end TLS' if tls else 'HTTP'})", facts)


def path_rule(by_id, rule):
    paths = by_id.get(rule["urlPathMap"]["id"], {}).get("pathRules", [])
    return paths[0]["properties"] if paths else {}


def last(identifier):
    return identifier.rsplit("/", 1)[-1] if identifier else None


def assert_checkov(file):
    text = pathlib.Path(file).read_text()
    result = json.loads(text) if text.strip() else {}
    report = Report("checkov")
    failures = at(result, "results", "failed_checks") or []
    summary = at(result, "summary") or {}
    report.about(f"{summary.get('resource_count')} resources, {summary.get('passed')} checks", {
        "something was judged": ((summary.get("passed") or 0) > 0 and (summary.get("resource_count") or 0) > 0, True),
        "no finding": ([f"{f['check_id']} {f['file_path']} {f['resource']}" for f in failures], []),
        "every file was read": (summary.get("parsing_errors"), 0),
    })
    report.end()


def agic_arguments(mesh, cluster):
    """Certificates that the scripts put on the gateway."""
    for application in mesh.tls_of(cluster):
        print("-ssl-cert", f"{application['name']}-frontend", sep="\n")
    print("-root-cert", "istio-root", sep="\n")


def main(topic, *arguments):
    if topic == "checkov":
        return assert_checkov(*arguments)
    mesh = Mesh(arguments[0])
    rest = arguments[1:]
    return {
        # lookups
        "cluster-names": lambda: print(*sorted(mesh.clusters), sep="\n"),
        "client-id": lambda: print(mesh.client_id(*rest)),
        "vault": lambda: print(mesh.vault),
        "secrets": lambda: print(*mesh.secrets(), sep="\n"),
        "agic-arguments": lambda: agic_arguments(mesh, *rest),
        # assertions
        "clusters": lambda: assert_clusters(mesh, *rest),
        "files": lambda: assert_files(mesh, *rest),
        "istio": lambda: assert_istio(mesh, *rest),
        "mounts": lambda: assert_mounts(mesh, *rest),
        "agic": lambda: assert_agic(mesh, *rest),
    }[topic]()


if __name__ == "__main__":
    main(*sys.argv[1:])
