"""Long-running operations: Azure-AsyncOperation and Location.

https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
"""

import re
import uuid
from typing import Any

from conformance.azure.answers import Answer, Body, Refusal, Unanswerable
from conformance.azure.cloud import Cloud, Request
from conformance.azure.store import Resource
from conformance.azure.switches import Switch

# What makes the provider's SDK poll at once, where nothing is to be waited for. Azure has no such
# header; the SDK has it for the replay of recorded answers.
AT_ONCE = {"X-Go-Azure-Sdk-Skip-Polling-Delay": "true", "Retry-After": "0"}

PATH = re.compile(
    r"(?i)^/subscriptions/[^/]+/providers/[^/]+/locations/[^/]+/(operations|operationResults)/([0-9a-f-]+)$"
)


def begin(
    cloud: Cloud, request: Request, resource: Resource, verb: str, switch: Switch | None
) -> dict[str, str]:
    """Starts one on a resource; returns the headers that tell the client where to look."""
    delay = cloud.settings.operation_delay
    failed: Body | None = None
    if switch and switch.kind == "slow":
        delay = switch.seconds
    if switch and switch.kind == "fail":
        failed = {"code": switch.code, "message": switch.message}
    key = str(uuid.uuid4())
    cloud.store.table("operations")[key] = {
        "resource": resource.key,
        "verb": verb,
        "ready": cloud.now() + delay,
        "error": failed,
        "done": False,
    }
    resource.operation = key
    settle(cloud)
    namespace = resource.type.split("/")[0]
    place = resource.location.replace(" ", "").lower() or "global"
    version = request.query.get("api-version", "")
    base = f"https://{request.host}/{'/'.join(resource.id.split('/')[1:3])}"
    base += f"/providers/{namespace}/locations/{place}"
    return {
        "Azure-AsyncOperation": f"{base}/operations/{key}?api-version={version}",
        "Location": f"{base}/operationResults/{key}?api-version={version}",
        **waiting(delay),
    }


def waiting(seconds: float) -> dict[str, str]:
    return AT_ONCE if seconds <= 0 else {"Retry-After": f"{max(1, min(10, round(seconds)))}"}


def settle(cloud: Cloud) -> None:
    """Finishes what is due by now."""
    for each in cloud.store.table("operations").values():
        if each["done"] or each["ready"] > cloud.now():
            continue
        each["done"] = True
        if each["verb"] == "Deleting" and not each["error"]:
            for gone in cloud.store.remove(each["resource"]):
                cloud.directory.remove_of(gone.id)


def state(cloud: Cloud, resource: Resource) -> str:
    """The resource's provisioning state."""
    found = cloud.store.table("operations").get(resource.operation)
    if found is None or (found["done"] and not found["error"]):
        return "Succeeded"
    return "Failed" if found["done"] else str(found["verb"])


def busy(cloud: Cloud, resource: Resource) -> bool:
    return state(cloud, resource) not in ("Succeeded", "Failed")


def look(cloud: Cloud, request: Request) -> Answer:
    """What a client that polls is told."""
    found = PATH.match(request.path)
    key = found[2] if found else ""
    operation: dict[str, Any] | None = cloud.store.table("operations").get(key)
    if operation is None:
        raise Unanswerable(404, "NotFound", f"The operation {key} was not found.")
    settle(cloud)
    rest = operation["ready"] - cloud.now()
    if found and found[1].lower() == "operationresults":
        if operation["error"] and operation["done"]:
            raise Refusal(400, operation["error"]["code"], operation["error"]["message"])
        return Answer(200 if operation["done"] else 202, None, waiting(rest))
    body: Body = {"id": request.path, "name": key, "status": "InProgress"}
    if operation["done"]:
        body["status"] = "Failed" if operation["error"] else "Succeeded"
    if operation["done"] and operation["error"]:
        body["error"] = operation["error"]
    return Answer(200, body, waiting(rest))
