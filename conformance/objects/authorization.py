"""Facts about who may call an application, and broken copies: each fault makes one fact fail."""

import copy
from collections.abc import Callable
from typing import Any

from conformance.objects.reading import Object, Objects, at, pod_labels, pod_of, selects
from conformance.objects.specification import Application, Mesh
from conformance.shared.report import Fact, Report

Facts = dict[str, Fact]
Edit = Callable[[Any], object]
GATEWAY = "istio-ingress/sa/istio-ingressgateway-service-account"


def judge(report: Report, where: str, mesh: Mesh, cluster: str, objects: Objects) -> None:
    names = sorted(each.full_name for each in mesh.run_in(cluster))
    policies = objects.names("AuthorizationPolicy")
    report.facts(f"{where}: who may call", {"a policy where it runs": (policies, names)})
    for application in mesh.applications:
        facts = facts_of(mesh, application, objects, application in mesh.run_in(cluster))
        report.facts(f"{where}: who may call {application.name}", facts)
    for application in mesh.run_in(cluster):
        judge_broken_copies(report, where, mesh, application, objects)


def principals(mesh: Mesh, application: Application) -> list[str]:
    if application.callers == ["*"]:
        return ["*"]
    own, job = application.name, f"call-{application.name}"
    accounts = [f"{application.namespace}/sa/{each}" for each in (own, job)]
    accounts += [
        f"{each.namespace}/sa/{each.name}"
        for each in mesh.applications
        if each.name in application.callers
    ]
    if application.ingress:
        accounts.append(GATEWAY)
    return sorted(f"{mesh.trust_domain}/ns/{each}" for each in accounts)


def facts_of(mesh: Mesh, application: Application, objects: Objects, runs_here: bool) -> Facts:
    name, namespace = application.name, application.namespace
    job = objects.get("Job", f"call-{name}", namespace)
    account = pod_of(job).get("serviceAccountName")
    own_account = objects.get("ServiceAccount", f"call-{name}", namespace)
    facts: Facts = {
        "service account of the Job": (account, f"call-{name}"),
        "it exists, without a token": (own_account.get("automountServiceAccountToken"), False),
    }
    if runs_here:
        policy = objects.get("AuthorizationPolicy", name, namespace)
        deployment = objects.get("Deployment", name, namespace)
        facts |= policy_facts(at(policy, "spec") or {}, pod_labels(deployment), pod_labels(job))
        found = at(policy, "spec", "rules", 0, "from", 0, "source", "principals")
        facts["principals"] = (found, principals(mesh, application))
    return facts


def policy_facts(spec: Object, pods: dict[str, str], job: dict[str, str]) -> Facts:
    selector = at(spec, "selector", "matchLabels")
    rules = spec.get("rules") or []
    sources = [each["source"] for rule in rules for each in rule.get("from") or []]
    shape = ([sorted(rule) for rule in rules], [sorted(source) for source in sources])
    return {
        "action": (spec.get("action"), "ALLOW"),
        "the application's pods only": (
            (selects(selector, pods), selects(selector, job)),
            (True, False),
        ),
        "one rule, about principals only": (shape, ([["from"]], [["principals"]])),
    }


def rule_of(policy: Object) -> Any:
    return policy["spec"]["rules"][0]


FAULTS: list[tuple[str, str, Edit]] = [
    ("action", "AuthorizationPolicy", lambda each: each["spec"].update(action="DENY")),
    (
        "the application's pods only",
        "AuthorizationPolicy",
        lambda each: each["spec"].pop("selector"),
    ),
    (
        "one rule, about principals only",
        "AuthorizationPolicy",
        lambda each: each["spec"]["rules"].append({}),
    ),
    (
        "one rule, about principals only",
        "AuthorizationPolicy",
        lambda each: rule_of(each).update(to=[{"operation": {"methods": ["GET"]}}]),
    ),
    (
        "principals",
        "AuthorizationPolicy",
        lambda each: rule_of(each)["from"][0]["source"]["principals"].append("other"),
    ),
    ("service account of the Job", "Job", lambda each: pod_of(each).pop("serviceAccountName")),
    (
        "it exists, without a token",
        "ServiceAccount",
        lambda each: each.pop("automountServiceAccountToken"),
    ),
]


def judge_broken_copies(
    report: Report, where: str, mesh: Mesh, application: Application, objects: Objects
) -> None:
    facts = facts_of(mesh, application, objects, runs_here=True)
    broken = set()
    for fact, kind, edit in FAULTS:
        copied = Objects(copy.deepcopy(objects.all))
        prefix = "" if kind == "AuthorizationPolicy" else "call-"
        edit(copied.get(kind, prefix + application.name, application.namespace))
        found = facts_of(mesh, application, copied, runs_here=True)
        report.only_fails(f"{where}: broken copy, {kind} of {application.name}", fact, found)
        broken.add(fact)
    text = f"{where}: each fact about the callers of {application.name} can fail"
    report.check(text, broken == set(facts), str(broken ^ set(facts)))
