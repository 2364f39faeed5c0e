"""What an earlier tree has left in the clusters goes, and nothing else does."""

import json

from conformance.lab.api import Item
from conformance.lab.volumes import DRIVER
from conformance.shared.commands import run
from conformance.shared.environment import read_environment
from conformance.steps.stage import Stage

SCRIPT = "remove-what-left.sh"
LABELLED = (
    *("deployments", "services", "serviceaccounts", "ingresses", "networkpolicies"),
    *("virtualservices.networking.istio.io", "gateways.networking.istio.io", "namespaces"),
    "secrets",
)


def labels(stage: Stage, **more: str) -> dict[str, str]:
    return {
        "app.kubernetes.io/managed-by": "meshgen",
        "app.kubernetes.io/part-of": stage.mesh,
        **more,
    }


def remains(stage: Stage) -> list[Item]:
    """As a tree with two more applications would have left them; one got a neighbour."""
    mesh = labels(stage)
    items: list[Item] = []
    for namespace in ("former", "shared-with-others"):
        items.append(thing("v1", "Namespace", None, namespace, mesh))
        items.append(thing("v1", "ServiceAccount", namespace, "former", mesh))
        service = thing("v1", "Service", namespace, "former", mesh)
        items.append(service | {"spec": {"ports": [{"port": 8080}]}})
    route = thing("networking.istio.io/v1", "VirtualService", "istio-ingress", "former", mesh)
    http = [{"route": [{"destination": {"host": "former.former.svc.cluster.local"}}]}]
    items.append(route | {"spec": {"hosts": ["former.contoso.example"], "http": http}})
    driver = mesh | {f"{DRIVER}/managed": "true"}
    items.append(thing("v1", "Secret", "istio-ingress", "former-tls", driver))
    return items


def not_ours(stage: Stage) -> list[Item]:
    """What must stay: neighbours without our labels, and an object of another mesh."""
    other = labels(stage, **{"app.kubernetes.io/part-of": "another-mesh"})
    return [
        thing("v1", "ConfigMap", "shared-with-others", "precious", {}),
        thing("v1", "Secret", "istio-ingress", "of-others", {f"{DRIVER}/managed": "true"}),
        thing("v1", "Service", "default", "of-another-mesh", other)
        | {"spec": {"ports": [{"port": 80}]}},
    ]


def thing(api: str, kind: str, namespace: str | None, name: str, own: dict[str, str]) -> Item:
    place = {"namespace": namespace} if namespace else {}
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name, "labels": own} | place}


FORMER_SECRET, FORMER_CERTIFICATE = "former-tls-key", "former-frontend"


def put_in_azure(stage: Stage) -> list[str]:
    """A secret and a gateway's certificate of an application that left; returns their lines."""
    values = read_environment(stage.tree)
    vault, application = values.text("KEY_VAULT"), stage.tls[0]
    cluster = values.table("EXPOSED_BY")[application]
    gateway = values.table("APPLICATION_GATEWAY")[cluster]
    key, named = stage.home / "former.key", ["--vault-name", vault, "--name", FORMER_SECRET]
    key.write_text("no key")
    tagged = ["--tags", f"meshgen={stage.mesh}", "--output", "none"]
    azure(stage, "keyvault", "secret", "set", *named, "--file", str(key), *tagged)
    current = values.table("FRONTEND_CERTIFICATE")[application]
    secret = f"https://{vault}.vault.azure.net/secrets/{current}"
    place = ["--gateway-name", gateway, "--resource-group", values.table("RESOURCE_GROUP")[cluster]]
    bound = ["--name", FORMER_CERTIFICATE, "--key-vault-secret-id", secret, "--output", "none"]
    azure(stage, "network", "application-gateway", "ssl-cert", "create", *place, *bound)
    return [f"{gateway}: certificate {FORMER_CERTIFICATE}", f"{vault}: secret {FORMER_SECRET}"]


def azure(stage: Stage, *command: str) -> None:
    done = run("az", *command, env=stage.env, cwd=stage.home)
    stage.check(f"az {' '.join(command[:3])}: what left is put there", done.succeeded, done.text)


def what_left_goes(stage: Stage) -> None:
    before = labelled(stage)
    lines = put_in_azure(stage)
    cluster = stage.clusters[-1]
    for item in (*remains(stage), *not_ours(stage)):
        manifest = stage.home / "item.json"
        manifest.write_text(json.dumps(item))
        done = stage.kubectl(cluster, "create", "--filename", str(manifest))
        stage.check(
            f"{item['kind']} {item['metadata']['name']} is put there", done.succeeded, done.text
        )
    listed = stage.script(SCRIPT, "--dry-run")
    lines += [f"{cluster}: {each}" for each in expected()]
    told = all(each in listed.out for each in lines)
    stage.check("what left is listed, and stays", listed.succeeded and told, listed.text)
    asked = stage.script(SCRIPT)
    refused = asked.code == 1 and "--yes" in asked.err and labelled(stage) != before
    stage.check("without --yes, and nobody to ask, nothing is removed", refused, asked.text)
    removed = stage.script(SCRIPT, "--yes")
    warned = "shared-with-others of cluster" in removed.err and "ConfigMap precious" in removed.err
    stage.check("what left is removed by --yes", removed.succeeded and warned, removed.text)
    kept = stage.kubectl(cluster, "get", "service", "of-another-mesh").succeeded
    kept &= stage.kubectl(cluster, "-n", "shared-with-others", "get", "cm", "precious").succeeded
    kept &= stage.kubectl(cluster, "-n", "istio-ingress", "get", "secret", "of-others").succeeded
    stage.check("what others made is there", kept)
    stage.kubectl(cluster, "-n", "istio-ingress", "delete", "secret", "of-others")
    stage.kubectl(cluster, "delete", "namespace", "shared-with-others")
    stage.kubectl(cluster, "delete", "service", "of-another-mesh")
    after = labelled(stage)
    differ = str(after ^ before)
    azure_is_clean = stage.script(SCRIPT, "--dry-run")
    clean = azure_is_clean.succeeded and "hold nothing of this mesh" in azure_is_clean.out
    stage.check("nothing is left to list, in Azure neither", clean, azure_is_clean.text)
    stage.check("the clusters hold what they held before", after == before, differ, removed.text)


def expected() -> tuple[str, ...]:
    return (
        "Namespace former",
        "ServiceAccount former/former",
        "Service former/former",
        "VirtualService istio-ingress/former",
        "Secret istio-ingress/former-tls",
        "Namespace shared-with-others",
    )


def labelled(stage: Stage) -> set[tuple[str, str, str, str]]:
    """What carries the mesh's labels, as the API servers list it."""
    selector = ",".join(f"{key}={value}" for key, value in labels(stage).items())
    words = ("get", ",".join(LABELLED), "--all-namespaces", "--selector", selector)
    return {
        (name, each["kind"], each["metadata"].get("namespace", ""), each["metadata"]["name"])
        for name in stage.clusters
        for each in stage.read(name, *words)["items"]
    }
