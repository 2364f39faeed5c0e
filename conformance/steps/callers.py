"""What is asked of the applications' policies: callers are let in, and nobody else."""

import json

from conformance.lab.api import Item
from conformance.objects.reading import Object, read_objects
from conformance.steps.stage import Stage

RETRIES = "--retry-all-errors"
FORBIDDEN = "error: 403"


def only_callers_are_let_in(stage: Stage) -> None:
    restricted = {name: found for name in stage.applications if (found := callers(stage, name))}
    if not restricted:
        stage.report.say(f"note: every identity may call every application of {stage.name}")
    for application, names in restricted.items():
        for caller in names:
            text = f"{application} lets in its caller {caller}"
            stage.check(text, *call(stage, application, caller, caller, "Complete"))
        stranger = names[0]
        answered, said = call(stage, application, stranger, "default", "Failed")
        text = f"{application} answers another identity of {stranger}'s namespace with 403"
        stage.check(text, answered and FORBIDDEN in said, said)


def callers(stage: Stage, application: str) -> list[str]:
    """Other applications that the policy in the cluster allows."""
    place = ["--namespace", stage.namespaces[application]]
    words = ("get", "authorizationpolicies.security.istio.io", application)
    policy: Item = stage.read(stage.runs_in[application][0], *place, *words)
    allowed = policy["spec"]["rules"][0]["from"][0]["source"]["principals"]
    names = {each.rpartition("/sa/")[2] for each in allowed}
    return sorted(names & set(stage.applications) - {application})


def call(
    stage: Stage, application: str, caller: str, account: str, wanted: str
) -> tuple[bool, str]:
    """Calls from the caller's namespace; tells whether the Job ended so, and what it said."""
    cluster, namespace = stage.runs_in[caller][0], stage.namespaces[caller]
    name = f"{account}-calls-{application}"
    file = stage.home / f"{name}.json"
    manifest = stage.tree / "clusters" / cluster / "checks" / f"{application}.yaml"
    job = next(each for each in read_objects(manifest) if each["kind"] == "Job")
    file.write_text(json.dumps(called_by(job, name, namespace, account)))
    stage.kubectl(cluster, "apply", "--filename", str(file))
    place = ["--namespace", namespace]
    timeout = ["--for", f"condition={wanted}", "--timeout", "120s"]
    ended = stage.kubectl(cluster, *place, "wait", f"job/{name}", *timeout)
    said = stage.kubectl(cluster, *place, "logs", f"job/{name}", "--container", "call").text
    stage.kubectl(cluster, "delete", "--filename", str(file), "--wait")
    return ended.succeeded, ended.text + said


def called_by(job: Object, name: str, namespace: str, account: str) -> Object:
    """The Job under another identity; it tries once, and again only while nothing listens."""
    job["metadata"] = {"name": name, "namespace": namespace}
    job["spec"]["backoffLimit"] = 0
    pod = job["spec"]["template"]["spec"]
    pod["serviceAccountName"] = account
    script = pod["containers"][0]["command"][-1]
    pod["containers"][0]["command"][-1] = script.replace(RETRIES, "--retry-connrefused")
    return job
