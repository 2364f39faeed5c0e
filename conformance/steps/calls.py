"""What is asked of the mesh: calls cross it from everywhere, and in no other way."""

import re

from conformance.lab.api import Item
from conformance.shared.commands import run
from conformance.steps.stage import Stage

# What step 11 says of a call without an answer: the cluster and the application.
UNANSWERED = re.compile(r"^error: (\S+) gets no answer from (\S+):", re.MULTILINE)
RECEIVE_ERROR = 56


def call_everything(stage: Stage, when: str) -> None:
    done = stage.script("up.sh", "--only", "11")
    silent = sorted({application for _, application in UNANSWERED.findall(done.err)})
    said = done.err if silent else done.text
    states = [state_of(stage, each) for each in silent]
    text = f"every cluster reaches every application {when}"
    stage.check(text, done.succeeded, said, *states)


def state_of(stage: Stage, application: str) -> str:
    """What somebody would look at where an application gives no answer."""
    place = ["--namespace", stage.namespaces[application]]
    lines = []
    for cluster in stage.runs_in[application]:
        selector = ["--selector", f"app.kubernetes.io/name={application}"]
        pods = stage.kubectl(cluster, *place, "get", "pods", *selector, "--output", "wide").out
        lines.append(f"{application} in {cluster}:\n{pods}")
        for item in stage.read(cluster, *place, "get", "endpointslices")["items"]:
            lines += [
                f"{ip} ready={endpoint['conditions'].get('ready')}"
                for endpoint in item["endpoints"] or []
                for ip in endpoint["addresses"]
            ]
        for pod in [line.split()[0] for line in pods.splitlines()[1:]]:
            for container in (application, "istio-proxy"):
                words = ["logs", pod, "--container", container, "--tail", "6"]
                lines += [f"{pod} {container}:", stage.kubectl(cluster, *place, *words).out]
    return "\n".join(lines)


def nobody_calls_around_the_mesh(stage: Stage) -> None:
    for application in stage.applications:
        cluster = stage.runs_in[application][0]
        address = address_of(stage, cluster, application)
        inside = ["ip", "netns", "exec", cluster, "curl", "--silent", "--show-error"]
        done = run(*inside, "--max-time", "5", f"http://{address}/")
        text = f"{application} refuses a node that calls it without a certificate of the mesh"
        stage.check(text, done.code == RECEIVE_ERROR, f"{done.code} {done.text}")


def address_of(stage: Stage, cluster: str, application: str) -> str:
    """Address and port of a pod that runs."""
    place = ["--namespace", stage.namespaces[application]]
    pods: list[Item] = stage.read(cluster, *place, "get", "pods")["items"]
    pod = next(each for each in pods if each["status"]["phase"] == "Running")
    containers = {each["name"]: each for each in pod["spec"]["containers"]}
    port = containers[application]["ports"][0]["containerPort"]
    return f"{pod['status']['podIP']}:{port}"


def calls_need_the_mesh(stage: Stage) -> None:
    """A cluster that forgot another does not reach what runs there, and step 11 says so."""
    pairs = (
        (application, cluster)
        for application in stage.applications
        for cluster in stage.clusters
        if cluster not in stage.runs_in[application]
    )
    pair = next(pairs, None)
    if not pair:
        stage.report.say(
            f"note: every application runs everywhere in {stage.name}: no call crosses"
        )
        return
    application, cluster = pair
    forgotten = stage.runs_in[application]
    for peer in forgotten:
        secret = f"istio-remote-secret-{peer}"
        stage.kubectl(cluster, "--namespace", "istio-system", "delete", "secret", secret)
    done = stage.script("up.sh", "--only", "11", MESH_WAIT_SECONDS="45")
    silent = set(UNANSWERED.findall(done.err))
    lost = {
        (cluster, each) for each in stage.applications if set(stage.runs_in[each]) <= set(forgotten)
    }
    told = done.code == 1 and silent == lost and f"failed at {cluster} (" in done.err
    names = ", ".join(forgotten)
    text = f"step 11 names what {cluster} no longer reaches when it has forgotten {names}"
    stage.check(f"{text}, and nothing else", told, done.text)
    shown = '" 503 UH ' in done.err
    stage.check("and shows what the proxy answered, for want of pods", shown, done.err)
    words = ("--from", "08", "--to", "11")
    stage.step(*words, text="and succeeds once step 08 has been run again")
