"""Copies of a route's files with one fault each: exactly the fact that is about it must fail."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.objects.ingress import Route, facts_of
from conformance.objects.reading import Objects, read_objects
from conformance.shared.environment import read_environment
from conformance.shared.report import Report

NOTE = "appgw.ingress.kubernetes.io/"


@dataclass(frozen=True)
class Fault:
    """An edit that makes one fact wrong, in an object of this kind or in the scripts' env.sh."""

    fact: str
    kind: str
    pattern: str
    replacement: str


SCRIPTS = "env.sh"
FAULTS = [
    Fault(
        "annotations that are not documented",
        "Ingress",
        r"  annotations:\n",
        f'  annotations:\n    {NOTE}health-probe-status-code: "200-399"\n',
    ),
    Fault("annotations of the wrong kind", "Ingress", 'timeout: "30"', 'timeout: "30s"'),
    Fault("frontend certificate", "Ingress", r"(ssl-certificate: )(\S+)", r"\1of-\2"),
    Fault("redirect to HTTPS", "Ingress", r'ssl-redirect: "true"', 'ssl-redirect: "false"'),
    Fault("backend's protocol", "Ingress", r"backend-protocol: https", "backend-protocol: http"),
    Fault("backend's protocol", "Ingress", r"backend-protocol: http\b", "backend-protocol: https"),
    Fault("backend's host", "Ingress", r"(backend-hostname: )", r"\1www."),
    Fault("trusted root", "Ingress", r"(root-certificate: )(\S+)", r"\1another-\2"),
    Fault("probe's host", "Ingress", r"(probe-hostname: )", r"\1www."),
    Fault("probe's port", "Ingress", r'(probe-port: )"\d+"', r'\1"15021"'),
    Fault("probe's path", "Ingress", r"(probe-path: )\S+", r"\1/healthz/ready"),
    Fault("draining", "Ingress", r'(draining: )"true"', r'\1"false"'),
    Fault("Ingress's class", "Ingress", r"(ingressClassName: )\S+", r"\1nginx"),
    Fault("Ingress's TLS", "Ingress", r"\n  rules:", "\n  tls:\n  - secretName: own\n  rules:"),
    Fault("Ingress's hosts", "Ingress", r"- host: ", "- host: www."),
    Fault("Ingress's paths", "Ingress", r"pathType: Prefix", "pathType: Exact"),
    Fault("Ingress's paths", "Ingress", r"(- path: )\S+", r"\1/elsewhere"),
    Fault("Ingress's Services", "Ingress", r"name: istio-ingressgateway", "name: istiod"),
    Fault("Ingress's ports", "Ingress", r"(number: )\d+", r"\g<1>15021"),
    Fault("Gateway's pods", "Gateway", r"istio: ingressgateway", "istio: eastwestgateway"),
    Fault("Gateway's hosts", "Gateway", r"(hosts:\n    - )", r"\1www."),
    Fault("Gateway's ports", "Gateway", r"(number: )\d+", r"\g<1>8888"),
    Fault("Gateway's protocols", "Gateway", r"(protocol: )\S+", r"\1TCP"),
    Fault("Gateway's TLS", "Gateway", r"mode: SIMPLE", "mode: MUTUAL"),
    Fault("Gateway's Secret", "Gateway", r"(credentialName: )", r"\1of-"),
    Fault("VirtualService's hosts", "VirtualService", r"(  hosts:\n  - )", r"\1www."),
    Fault("VirtualService's gateways", "VirtualService", r"(  gateways:\n  - )", r"\1of-"),
    Fault("VirtualService's routes", "VirtualService", r"\Z", "\n  - name: last\n"),
    Fault(
        "path that answers probes", "VirtualService", r"(exact: )/healthz\S+", r"\1/healthz/ready"
    ),
    Fault("answer to probes", "VirtualService", r"status: 200", "status: 503"),
    Fault("path of the application", "VirtualService", r"(prefix: )\S+", r"\1/elsewhere"),
    Fault("Service of the application", "VirtualService", r"(- destination:\n +host: )", r"\1of-"),
    Fault("port of the application", "VirtualService", r"(number: )\d+", r"\g<1>15021"),
    Fault(
        "kind of exposure in the scripts",
        SCRIPTS,
        r"(TLS|HTTP)_APPLICATIONS=\(.*\)",
        r"\1_APPLICATIONS=()",
    ),
    Fault("cluster in the scripts", SCRIPTS, r"(EXPOSED_BY\[NAME\]=)", r"\1of-"),
    Fault("host in the scripts", SCRIPTS, r"(HOST\[NAME\]=)", r"\1www."),
    Fault("path in the scripts", SCRIPTS, r"(CALL_PATH\[NAME\]=)\S+", r"\1elsewhere"),
    Fault(
        "frontend certificate in the scripts",
        SCRIPTS,
        r"(FRONTEND_CERTIFICATE\[NAME\]=)",
        r"\1of-",
    ),
    Fault("Secret in the scripts", SCRIPTS, r"(TLS_SECRET\[NAME\]=)", r"\1of-"),
    Fault(
        "trusted root in the scripts",
        SCRIPTS,
        r"(TRUSTED_ROOT_CERTIFICATE=)",
        r"\1another-",
    ),
]


@dataclass(frozen=True)
class Original:
    """A route that is right, and the tree that it was read from."""

    route: Route
    tree: Path

    @property
    def manifests(self) -> Path:
        name = f"{self.route.application.name}.yaml"
        return self.tree / "clusters" / self.route.cluster / "ingress" / name

    @property
    def scripts(self) -> Path:
        return self.tree / "scripts" / SCRIPTS


def judge(report: Report, originals: list[Original], folder: Path) -> None:
    """Breaks each original in every way that applies to it."""
    broken = set()
    for original in originals:
        for number, fault in enumerate(FAULTS):
            name = f"{original.tree.name}-{original.route.application.name}-{number}"
            copy = break_it(original, fault, folder / name)
            if copy:
                broken.add(fault.fact)
                judge_one(report, original, fault, copy)
    facts = {fact for each in originals for fact in facts_of(each.route)}
    report.check("each fact about an Ingress can fail", broken == facts, str(broken ^ facts))


def judge_one(report: Report, original: Original, fault: Fault, copy: Route) -> None:
    kind = "HTTPS" if copy.application.is_tls else "HTTP"
    name = f"broken copy of {original.tree.name} ({kind}), {fault.kind}"
    report.only_fails(name, fault.fact, facts_of(copy))


def break_it(original: Original, fault: Fault, folder: Path) -> Route | None:
    """The route with the fault; None where its files have nothing of the kind."""
    source = original.scripts if fault.kind == SCRIPTS else original.manifests
    pattern = fault.pattern.replace("NAME", original.route.application.name)
    parts = source.read_text().split("\n---\n")
    edited = [
        re.sub(pattern, fault.replacement, part)
        if fault.kind == SCRIPTS or f"\nkind: {fault.kind}\n" in part
        else part
        for part in parts
    ]
    if edited == parts:
        return None
    target = folder / "scripts" / source.name
    target.parent.mkdir(parents=True)
    target.write_text("\n---\n".join(edited))
    if fault.kind == SCRIPTS:
        return replace(original.route, environment=read_environment(folder))
    return replace(original.route, plain=Objects(read_objects(target)))
