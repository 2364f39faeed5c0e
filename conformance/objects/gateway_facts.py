"""Facts about the Application Gateway that the ingress controller's own code makes of Ingresses.

Asked only where agic-render is on PATH; `ingress` asserts what can be told without it.
"""

from typing import Any

from conformance.objects.ingress import PROBE_PATH
from conformance.objects.reading import at
from conformance.objects.specification import Application, Mesh
from conformance.shared.report import Fact, Report

Gateway = dict[str, Any]
ById = dict[str, dict[str, Any]]


def judge(report: Report, where: str, mesh: Mesh, cluster: str, gateway: Gateway) -> None:
    applications = mesh.exposed_by(cluster)
    report.facts(f"{where}: Application Gateway", gateway_facts(gateway, applications))
    addresses = [at(each, "properties", "backendAddresses") or [] for each in pools_of(gateway)]
    # agic-render gives the first pod of a Service an address; with one gateway there is just that.
    pools = {tuple(each["ipAddress"] for each in one) for one in addresses}
    facts: dict[str, Fact] = {
        "the pods of one gateway": (len(pools), 1),
        "not empty": (() in pools, False),
    }
    report.facts(f"{where}: pools", facts)
    lists = [kind for kind in gateway.values() if isinstance(kind, list)]
    by_id = {item["id"]: item["properties"] for kind in lists for item in kind}
    for application in applications:
        kind = "end-to-end TLS" if application.is_tls else "HTTP"
        thing = f"{where}: route of {application.name} ({application.host}, {kind})"
        report.facts(thing, route_facts(by_id, application))


def pools_of(gateway: Gateway) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway["backendAddressPools"]
    return found


def gateway_facts(gateway: Gateway, applications: list[Application]) -> dict[str, Fact]:
    listeners = sum(2 if each.is_tls else 1 for each in applications)
    return {
        "no warning": (gateway["warnings"], 0),
        "an Ingress for each application": (gateway["ingresses"], len(applications)),
        "backend settings": (len(gateway["backendHttpSettings"]), len(applications)),
        "probes": (len(gateway["probes"]), len(applications)),
        "listeners": (len(gateway["httpListeners"]), listeners),
        "pools": (len(pools_of(gateway)), len({each.is_tls for each in applications})),
    }


def route_facts(by_id: ById, application: Application) -> dict[str, Fact]:
    """Follows one application's requests from listener to pool."""
    rules = rules_of(by_id, application.host)
    scheme = "Https" if application.is_tls else "Http"
    rule = rules.get(scheme, {})
    facts = listener_facts(by_id, application, rule)
    facts["listeners"] = (sorted(rules), ["Http", "Https"] if application.is_tls else ["Http"])
    # With a path other than "/" the rule leads through a path map.
    route = path_rule(by_id, rule) if "urlPathMap" in rule else rule
    facts |= backend_facts(by_id, application, route)
    if application.is_tls:
        plain = rules.get("Http", {})
        redirect = by_id.get(at(plain, "redirectConfiguration", "id"), {})
        target = (redirect.get("redirectType"), at(redirect, "targetListener", "id"))
        facts["redirect from HTTP"] = (target, ("Permanent", at(rule, "httpListener", "id")))
    return facts


def rules_of(by_id: ById, host: str) -> dict[str, dict[str, Any]]:
    """The routing rules of a host, by their listener's protocol."""
    rules = [each for name, each in by_id.items() if "/requestRoutingRules/" in name]
    listeners = [(by_id[each["httpListener"]["id"]], each) for each in rules]
    return {
        str(listener.get("protocol")): rule
        for listener, rule in listeners
        if listener.get("hostNames") == [host]
    }


def listener_facts(by_id: ById, application: Application, rule: dict[str, Any]) -> dict[str, Fact]:
    listener = by_id.get(at(rule, "httpListener", "id"), {})
    port = by_id.get(at(listener, "frontendPort", "id"), {}).get("port")
    certificate = f"{application.name}-frontend" if application.is_tls else None
    return {
        "listener's port": (port, 443 if application.is_tls else 80),
        "certificate": (last(at(listener, "sslCertificate", "id")), certificate),
    }


def backend_facts(by_id: ById, application: Application, route: dict[str, Any]) -> dict[str, Fact]:
    settings = by_id.get(at(route, "backendHttpSettings", "id"), {})
    probe = by_id.get(at(settings, "probe", "id"), {})
    pool = by_id.get(at(route, "backendAddressPool", "id"), {})
    scheme, port, root = "Http", 8080, []
    if application.is_tls:
        scheme, port, root = "Https", 8443, ["istio-root"]
    trusted = [last(each["id"]) for each in settings.get("trustedRootCertificates", [])]
    asked = [probe.get(each) for each in ("protocol", "host", "port", "path")]
    return {
        "backend protocol": (settings.get("protocol"), scheme),
        "backend port": (settings.get("port"), port),
        "backend host": (settings.get("hostName"), application.host),
        "trusted root": (trusted, root),
        "draining": (at(settings, "connectionDraining", "enabled"), True),
        "probe": (asked, [scheme, application.host, port, PROBE_PATH]),
        "pool": (len(pool.get("backendAddresses", [])) > 0, True),
    }


def path_rule(by_id: ById, rule: dict[str, Any]) -> dict[str, Any]:
    paths = by_id.get(rule["urlPathMap"]["id"], {}).get("pathRules", [])
    return paths[0]["properties"] if paths else {}


def last(identifier: str | None) -> str | None:
    return identifier.rsplit("/", 1)[-1] if identifier else None
