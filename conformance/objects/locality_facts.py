"""Facts about how callers choose among the clusters that an application runs in."""

import copy
from collections.abc import Callable

from conformance.objects.reading import Object, Objects, at
from conformance.objects.specification import Application, Mesh
from conformance.shared.report import Fact, Report

KIND = "DestinationRule"


def judge(report: Report, where: str, mesh: Mesh, objects: Objects) -> None:
    several = [each for each in mesh.applications if len(each.settings["runsIn"]) > 1]
    names = sorted(each.full_name for each in several)
    found: dict[str, Fact] = {"for what runs in several clusters": (objects.names(KIND), names)}
    report.facts(f"{where}: DestinationRules", found)
    for application in several:
        rule = objects.get(KIND, application.name, application.namespace)
        report.facts(f"{where}: locality of {application.name}", facts_of(application, rule))
        for fact, break_it in FAULTS.items():
            broken = copy.deepcopy(rule)
            break_it(broken)
            copied = f"{where}: broken locality of {application.name}"
            report.only_fails(copied, fact, facts_of(application, broken))


def facts_of(application: Application, rule: Object) -> dict[str, Fact]:
    """Istio prefers what is near only where it also watches for failures.

    https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/
    """
    policy = at(rule, "spec", "trafficPolicy") or {}
    balancer, detection = policy.get("loadBalancer") or {}, policy.get("outlierDetection") or {}
    host = f"{application.name}.{application.namespace}.svc.cluster.local"
    return {
        "host": (at(rule, "spec", "host"), host),
        "locality": (at(balancer, "localityLbSetting", "enabled"), True),
        "failures are counted": (detection.get("consecutive5xxErrors", 0) > 0, True),
        "a whole region may fail": (detection.get("maxEjectionPercent"), 100),
        "TLS is left to the mesh": ("tls" in policy, False),
        "seen by every caller": (at(rule, "spec", "exportTo"), None),
    }


def break_host(rule: Object) -> None:
    rule["spec"]["host"] = "elsewhere"


def break_locality(rule: Object) -> None:
    rule["spec"]["trafficPolicy"]["loadBalancer"]["localityLbSetting"]["enabled"] = False


def break_detection(rule: Object) -> None:
    rule["spec"]["trafficPolicy"]["outlierDetection"] = {"maxEjectionPercent": 100}


def break_ejection(rule: Object) -> None:
    del rule["spec"]["trafficPolicy"]["outlierDetection"]["maxEjectionPercent"]


def break_tls(rule: Object) -> None:
    rule["spec"]["trafficPolicy"]["tls"] = {"mode": "DISABLE"}


def break_export(rule: Object) -> None:
    rule["spec"]["exportTo"] = ["."]


FAULTS: dict[str, Callable[[Object], None]] = {
    "host": break_host,
    "locality": break_locality,
    "failures are counted": break_detection,
    "a whole region may fail": break_ejection,
    "TLS is left to the mesh": break_tls,
    "seen by every caller": break_export,
}
