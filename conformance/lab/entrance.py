"""What is asked of the ingress gateways: that they let in what an application exposes, and nothing beside it."""
import json
import subprocess

from report import check


def paths_end_where_they_should(stage):
    ingresses = [each for file in sorted((stage.home / "ingresses").glob("*.json")) for each in json.loads(file.read_text())]
    partial = [each for each in ingresses if each["path"] != "/"]
    if not partial:
        print(f"skipped: {stage.name} exposes whole hosts only (no path has an end)")
    for ingress in partial:
        path = ingress["path"]
        wanted = {path: 200, f"{path}/below": 200, f"/{path}": 200, f"{path}beside": 404, "/beside": 404, f"{path}/..%2fbeside": 404, f"{path}/../beside": 404}
        found = {each: status(ingress, each) for each in wanted}
        check(f"the ingress gateway lets in {path} of {ingress['host']} and what is below it, nothing beside it", found == wanted, str(found))


def status(ingress, path):
    done = subprocess.run(["ip", "netns", "exec", ingress["cluster"], "curl", "--silent", "--path-as-is", "--output", "/dev/null", "--write-out", "%{http_code}",
                           "--max-time", "10", "--header", f"Host: {ingress['host']}", f"http://{ingress['backends'][0]}{path}"], capture_output=True, text=True)
    return int(done.stdout or 0)
