"""What is asked of the ingress gateways: they let in what is exposed, and nothing beside it."""

import json
import time
from collections import Counter
from typing import Any

from conformance.shared.commands import run
from conformance.steps.stage import Stage

Ingress = dict[str, Any]

DEPLOYMENT = "deployment/istio-ingressgateway"
RESTART = ("--namespace", "istio-ingress", "rollout", "restart", DEPLOYMENT)
SECONDS_UNTIL_TOLD = 60
SECONDS_TO_REPLACE = 180
PROTOCOL = "appgw.ingress.kubernetes.io/backend-protocol"


def paths_end_where_they_should(stage: Stage) -> None:
    partial = [each for each in ingresses(stage) if each["path"] != "/"]
    if not partial:
        stage.report.say(f"note: {stage.name} exposes whole hosts only: no path has an end")
    for ingress in partial:
        path, host = ingress["path"], ingress["host"]
        wanted = {
            **dict.fromkeys([path, f"{path}/below", f"/{path}"], 200),
            **dict.fromkeys([f"{path}beside", "/beside"], 404),
            **dict.fromkeys([f"{path}/..%2fbeside", f"{path}/../beside"], 404),
        }
        found = {each: status(ingress, each) for each in wanted}
        text = f"the ingress gateway lets in {path} of {host} and what is below it"
        stage.check(f"{text}, nothing beside it", found == wanted, str(found))


def gateways_that_leave_serve_on(stage: Stage) -> None:
    """An Application Gateway learns late of other pods: it takes its controller up to a minute."""
    ingress = ingresses(stage)[0]
    cluster = ingress["cluster"]
    restarted = stage.kubectl(cluster, *RESTART)
    stage.check(f"the ingress gateways of {cluster} restart", restarted.succeeded)
    started, left = time.monotonic(), dict[str, float]()
    answers: Counter[int] = Counter()
    while time.monotonic() < started + SECONDS_TO_REPLACE + SECONDS_UNTIL_TOLD:
        told = next(each for each in ingresses(stage) if each["name"] == ingress["name"])
        for backend in set(ingress["backends"]) - set(told["backends"]):
            left.setdefault(backend, time.monotonic())
        since = time.monotonic() - SECONDS_UNTIL_TOLD
        still_used = [each for each in ingress["backends"] if left.get(each, since + 1) > since]
        if not still_used:
            break
        answers.update(status(ingress, ingress["path"], each) for each in still_used)
        time.sleep(1)
    stage.check("all of them are replaced", not still_used, *still_used)
    text = f"the ones that leave answer every call for {SECONDS_UNTIL_TOLD} seconds more"
    stage.check(text, set(answers) == {200}, str(dict(answers)))


def ingresses(stage: Stage) -> list[Ingress]:
    """What the ingress controllers have told the Application Gateways."""
    files = sorted((stage.home / "ingresses").glob("*.json"))
    return [each for file in files for each in json.loads(file.read_text())]


def status(ingress: Ingress, path: str, backend: str = "") -> int:
    """What a pod of the gateway answers, as the Application Gateway asks it."""
    inside = ["ip", "netns", "exec", ingress["cluster"], "curl", "--silent", "--path-as-is"]
    asked = ["--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "10"]
    host, to = ingress["host"], backend or ingress["backends"][0]
    port = to.rpartition(":")[2]
    there = ["--insecure", "--connect-to", f"{host}:{port}:{to}", "--header", f"Host: {host}"]
    protocol = ingress["annotations"][PROTOCOL]
    done = run(*inside, *asked, *there, f"{protocol}://{host}:{port}{path}")
    return int(done.out or 0)
