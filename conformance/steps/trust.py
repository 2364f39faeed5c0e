"""What is asked of the mesh's certificates: that every cluster signs with what pki/ holds."""

import base64
import json
import shutil
import time
from pathlib import Path

from conformance.shared.api_server import until
from conformance.shared.commands import run
from conformance.shared.pem import bodies, digests
from conformance.steps.stage import Stage

SYSTEM = ("--namespace", "istio-system")
# Every cluster has a gateway, and not every one an application.
INGRESS = ("--namespace", "istio-ingress")
GATEWAY = "deployment/istio-ingressgateway"


def certificates(text: str) -> list[str]:
    return sorted(bodies(text))


def root_of(stage: Stage, cluster: str) -> list[str]:
    """What istiod hands out."""
    config = stage.read(cluster, *SYSTEM, "get", "configmap", "istio-ca-root-cert")
    return certificates(config["data"]["root-cert.pem"])


def root_of_tree(stage: Stage) -> list[str]:
    return certificates((stage.tree / "pki" / "root-cert.pem").read_text())


def intermediate(folder: Path) -> set[str]:
    return set(certificates((folder / "ca-cert.pem").read_text()))


def a_foreign_root_is_noticed(stage: Stage) -> None:
    """Somebody stores another authority's certificates, and an istiod starts with them.

    Step 07 says so, before workloads of two roots refuse each other.
    """
    foreign = stage.home / "foreign"
    shutil.copytree(stage.tree, foreign, ignore=shutil.ignore_patterns("pki", ".work"))
    done = run("meshgen", "ca", "issue", "--output-dir", foreign, stage.spec, env=stage.env)
    stage.check("another authority issues certificates", done.succeeded, done.text)
    store_foreign_root(stage, foreign)
    cluster = stage.clusters[0]
    restart(stage, cluster, SYSTEM, f"deployment/istiod-{stage.revision}")
    until(lambda: root_of(stage, cluster) != root_of_tree(stage), 60)
    done = stage.script("up.sh", "--only", "07", MESH_WAIT_SECONDS="10")
    told = (
        done.code != 0 and f"waiting for cluster {cluster} to trust pki/root-cert.pem" in done.err
    )
    stage.check("step 07 notices that another root signs", told, done.text)
    own = fingerprint(stage.tree)
    stage.step("--only", "03", text="step 03 brings back what pki/ holds", MESH_TRUST_ROOT=own)
    restart(stage, cluster, SYSTEM, f"deployment/istiod-{stage.revision}")
    stage.step("--only", "07", text="and step 07 is content")


def store_foreign_root(stage: Stage, foreign: Path) -> None:
    store = ("bash", foreign / "scripts" / "03-store-certificates.sh")
    named = fingerprint(foreign)
    done = run(*store, env=stage.env)
    told = done.code == 1 and f"MESH_TRUST_ROOT={named} " in done.err
    stage.check("step 03 refuses another authority's root unless it is named", told, done.text)
    done = run(*store, env=stage.env | {"MESH_TRUST_ROOT": named})
    stage.check("and stores its certificates where it is", done.succeeded, done.text)


def fingerprint(tree: Path) -> str:
    """SHA-256 of the last root that a tree's pki/ holds."""
    return digests((tree / "pki" / "root-cert.pem").read_text())[-1]


def restart(stage: Stage, cluster: str, place: tuple[str, ...], deployment: str) -> None:
    stage.kubectl(cluster, *place, "rollout", "restart", deployment)
    stage.kubectl(cluster, *place, "rollout", "status", deployment, "--timeout", "120s")


def every_cluster_trusts(stage: Stage) -> None:
    """Istiod hands out the roots that pki/ holds now, though it was not restarted."""

    def others() -> list[str]:
        wanted = root_of_tree(stage)
        return [each for each in stage.clusters if root_of(stage, each) != wanted]

    until(lambda: not others(), 60)
    left = others()
    text = "every cluster trusts what pki/root-cert.pem holds, though no istiod was restarted"
    stage.check(text, not left, *left)


def signs_with_what_is_mounted(stage: Stage, cluster: str) -> None:
    """A pod that starts now gets a certificate of the intermediate that pki/ holds now."""
    chains = chains_of_a_new_pod(stage, cluster)
    wanted = intermediate(stage.tree / "pki" / cluster)
    text = f"a pod that starts in {cluster} gets a certificate of its new intermediate"
    signed = any(wanted <= chain for chain in chains)
    stage.check(f"{text}, though istiod was not restarted", signed, str(chains))


def signs_with_all_or_nothing(stage: Stage, cluster: str) -> None:
    """Step 03 ends before the last of a cluster's secrets, and the driver brings what is there.

    istiod stays with the intermediate that it has.
    """
    last = last_secret(stage, cluster)
    mounted = stage.home / "mounts" / cluster / "istio-ca"
    old, new = intermediate(mounted), intermediate(stage.tree / "pki" / cluster)
    stage.fail_at("03-store-certificates", "az", "keyvault secret set", last)
    done = stage.script("up.sh", "--from", "02", "--to", "03")
    stage.fail_no_more()
    told = done.code == 1 and f"failed at {cluster} (" in done.err
    stage.check(f"step 03 stops before {last} is stored", told, done.text)
    until(lambda: intermediate(mounted) == new, 30)
    time.sleep(3)  # istiod waits a second for more to come.
    chains = chains_of_a_new_pod(stage, cluster)
    whole = all(old <= chain and not new <= chain for chain in chains)
    text = f"a pod that starts in {cluster} then gets a certificate of the old intermediate"
    stage.check(f"{text}, with its whole chain", chains and whole, str(chains))


def last_secret(stage: Stage, cluster: str) -> str:
    """The secret that step 03 stores last for a cluster."""
    stored = [each for each in stage.recorded() if each["words"] == "keyvault secret set"]
    arguments: list[list[str]] = [each["arguments"] for each in stored]
    names = [each[each.index("--name") + 1] for each in arguments]
    return [each for each in names if each in stage.secrets[cluster]][-1]


def chains_of_a_new_pod(stage: Stage, cluster: str) -> list[set[str]]:
    """The certificates that a proxy shows which has just started, without its root."""
    restart(stage, cluster, INGRESS, GATEWAY)
    pods = stage.read(cluster, *INGRESS, "get", "pods")["items"]
    newest = max(pods, key=lambda each: each["metadata"]["creationTimestamp"])["metadata"]["name"]
    kubeconfig = stage.servers[cluster].kubeconfig
    words = ["proxy-config", "secret", newest, "--output", "json"]
    done = run("istioctl", "--kubeconfig", kubeconfig, *INGRESS, *words)
    secrets = json.loads(done.out or "{}").get("dynamicActiveSecrets", [])
    chains = [
        each.get("secret", {}).get("tlsCertificate", {}).get("certificateChain", {})
        for each in secrets
        if each["name"] == "default"
    ]
    texts = [base64.b64decode(each.get("inlineBytes", "")).decode() for each in chains]
    return [set(certificates(each)) for each in texts]
