"""What is asked of the ingress gateways: they let in what is exposed, and nothing beside it."""

import json
from typing import Any

from conformance.shared.commands import run
from conformance.steps.stage import Stage

Ingress = dict[str, Any]


def paths_end_where_they_should(stage: Stage) -> None:
    files = sorted((stage.home / "ingresses").glob("*.json"))
    ingresses: list[Ingress] = [each for file in files for each in json.loads(file.read_text())]
    partial = [each for each in ingresses if each["path"] != "/"]
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


def status(ingress: Ingress, path: str) -> int:
    inside = ["ip", "netns", "exec", ingress["cluster"], "curl", "--silent", "--path-as-is"]
    asked = ["--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "10"]
    host = ["--header", f"Host: {ingress['host']}"]
    done = run(*inside, *asked, *host, f"http://{ingress['backends'][0]}{path}")
    return int(done.out or 0)
