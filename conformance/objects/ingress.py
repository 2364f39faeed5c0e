"""Facts about one exposed application: Ingress, Gateway, VirtualService, Service and scripts agree.

The ingress controller's own code is on no package registry, so what it would refuse or ignore is
asserted here. `broken_copies` shows that each of these facts can fail.
"""

from dataclasses import dataclass

from conformance.objects import annotations
from conformance.objects.reading import Object, Objects, at, named, pod_labels, ports_of, selects
from conformance.objects.specification import Application
from conformance.shared.environment import Environment
from conformance.shared.report import Fact

NAMESPACE = "istio-ingress"
GATEWAY = "istio-ingressgateway"
CLASS = "azure-application-gateway"
PROBE_PATH = "/healthz/istio-ingress"
ROOT = "istio-root"


@dataclass(frozen=True)
class Route:
    """An application, and all that its requests pass on their way from the Application Gateway."""

    application: Application
    cluster: str
    plain: Objects
    rendered: Objects
    environment: Environment

    def of(self, kind: str) -> Object:
        """The object of a kind that exposes the application."""
        return self.plain.get(kind, self.application.name, NAMESPACE)

    @property
    def annotations(self) -> dict[str, str]:
        return at(self.of("Ingress"), "metadata", "annotations") or {}

    def annotation(self, name: str) -> str | None:
        return self.annotations.get(annotations.PREFIX + name)

    @property
    def port(self) -> int:
        """The port of the ingress gateway's Service that takes these requests."""
        return 443 if self.application.is_tls else 80

    def for_tls(self, value: str) -> str | None:
        return value if self.application.is_tls else None


def facts_of(route: Route) -> dict[str, Fact]:
    return {
        **annotation_facts(route),
        **ingress_facts(route),
        **gateway_facts(route),
        **virtual_service_facts(route),
        **script_facts(route),
    }


def annotation_facts(route: Route) -> dict[str, Fact]:
    host = route.application.host
    service = route.rendered.get("Service", GATEWAY, NAMESPACE)
    # The controller addresses pods, so probes ask the port that the Service leads to.
    target = str(ports_of(service).get(route.port))
    certificate = f"{route.application.name}-frontend"
    return {
        "annotations that are not documented": (annotations.undocumented(route.annotations), []),
        "annotations of the wrong kind": (annotations.invalid(route.annotations), []),
        "frontend certificate": (
            route.annotation("appgw-ssl-certificate"),
            route.for_tls(certificate),
        ),
        "redirect to HTTPS": (route.annotation("ssl-redirect"), route.for_tls("true")),
        "backend's protocol": (
            route.annotation("backend-protocol"),
            route.for_tls("https") or "http",
        ),
        "backend's host": (route.annotation("backend-hostname"), host),
        "trusted root": (
            route.annotation("appgw-trusted-root-certificate"),
            route.for_tls(ROOT),
        ),
        "probe's host": (route.annotation("health-probe-hostname"), host),
        "probe's port": (route.annotation("health-probe-port"), target),
        "probe's path": (route.annotation("health-probe-path"), PROBE_PATH),
        "draining": (route.annotation("connection-draining"), "true"),
    }


def ingress_facts(route: Route) -> dict[str, Fact]:
    spec = at(route.of("Ingress"), "spec") or {}
    rules = spec.get("rules") or []
    paths = [each for rule in rules for each in at(rule, "http", "paths") or []]
    backends = [at(each, "backend", "service") or {} for each in paths]
    return {
        "Ingress's class": (spec.get("ingressClassName"), CLASS),
        # The controller ignores appgw-ssl-certificate beside it.
        "Ingress's TLS": (spec.get("tls"), None),
        "Ingress's hosts": ([each.get("host") for each in rules], [route.application.host]),
        "Ingress's paths": (
            [(each.get("path"), each.get("pathType")) for each in paths],
            [(route.application.path, "Prefix")],
        ),
        "Ingress's Services": ([each.get("name") for each in backends], [GATEWAY]),
        "Ingress's ports": ([at(each, "port", "number") for each in backends], [route.port]),
    }


def gateway_facts(route: Route) -> dict[str, Fact]:
    spec = at(route.of("Gateway"), "spec") or {}
    servers = spec.get("servers") or []
    ports = [each.get("port") or {} for each in servers]
    protocol = route.for_tls("HTTPS") or "HTTP"
    secret = f"{route.application.name}-tls"
    labels = pod_labels(route.rendered.get("Deployment", GATEWAY, NAMESPACE))
    return {
        "Gateway's pods": (selects(spec.get("selector"), labels), True),
        "Gateway's hosts": (
            [host for each in servers for host in each.get("hosts", [])],
            [route.application.host],
        ),
        "Gateway's ports": ([each.get("number") for each in ports], [route.port]),
        "Gateway's protocols": ([each.get("protocol") for each in ports], [protocol]),
        "Gateway's TLS": (
            [at(each, "tls", "mode") for each in servers],
            [route.for_tls("SIMPLE")],
        ),
        "Gateway's Secret": (
            [at(each, "tls", "credentialName") for each in servers],
            [route.for_tls(secret)],
        ),
    }


def virtual_service_facts(route: Route) -> dict[str, Fact]:
    application = route.application
    spec = at(route.of("VirtualService"), "spec") or {}
    routes = spec.get("http") or []
    probe, onward = named(routes, "probe") or {}, named(routes, "application") or {}
    destination = at(onward, "route", 0, "destination") or {}
    service = f"{application.name}.{application.namespace}.svc.cluster.local"
    return {
        "VirtualService's hosts": (spec.get("hosts"), [application.host]),
        "VirtualService's gateways": (spec.get("gateways"), [application.name]),
        # The first route that matches wins.
        "VirtualService's routes": (
            [each.get("name") for each in routes],
            ["probe", "application"],
        ),
        "path that answers probes": (at(probe, "match", 0, "uri"), {"exact": PROBE_PATH}),
        "answer to probes": (at(probe, "directResponse", "status"), 200),
        "path of the application": (
            [at(each, "uri") for each in onward.get("match", [])],
            uris_of(application.path),
        ),
        "Service of the application": (destination.get("host"), service),
        "port of the application": (at(destination, "port", "number"), application.service_port),
    }


def uris_of(path: str) -> list[dict[str, str]]:
    """The path as a whole, and all below it: a prefix alone would let in its namesakes."""
    if path == "/":
        return [{"prefix": path}]
    return [{"exact": path}, {"prefix": f"{path}/"}]


def is_below(called: str, path: str) -> bool:
    """Whether the ingress lets a request for this path in."""
    return called == path or called.startswith(path.rstrip("/") + "/")


def script_facts(route: Route) -> dict[str, Fact]:
    """What the steps put on the Application Gateway, and what they call."""
    name, environment = route.application.name, route.environment
    secure = "TLS_APPLICATIONS" if route.application.is_tls else "HTTP_APPLICATIONS"
    other = "HTTP_APPLICATIONS" if route.application.is_tls else "TLS_APPLICATIONS"
    listed = (name in environment.items(secure), name in environment.items(other))
    certificates = environment.table("FRONTEND_CERTIFICATE")
    secrets = environment.table("TLS_SECRET")
    return {
        "kind of exposure in the scripts": (listed, (True, False)),
        "cluster in the scripts": (environment.table("EXPOSED_BY").get(name), route.cluster),
        "host in the scripts": (environment.table("HOST").get(name), route.application.host),
        "path in the scripts": (
            is_below(environment.table("CALL_PATH").get(name, ""), route.application.path),
            True,
        ),
        "frontend certificate in the scripts": (
            certificates.get(name),
            route.for_tls(f"{name}-frontend"),
        ),
        "Secret in the scripts": (secrets.get(name), route.for_tls(f"{name}-tls")),
        "trusted root in the scripts": (environment.text("TRUSTED_ROOT_CERTIFICATE"), ROOT),
    }
