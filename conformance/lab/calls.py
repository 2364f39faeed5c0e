"""What is asked of the mesh: that calls cross it from everywhere, in no other way, and under the certificates that pki/ holds."""

import base64
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

from patience import until
from report import check

# What step 11 says of a call without an answer: the cluster and the application.
UNANSWERED = re.compile(r"^error: (\S+) gets no answer of (\S+):", re.M)


def call_everything(stage, when):
    done = stage.run("up.sh", "--only", "11")
    silent = sorted({application for _, application in UNANSWERED.findall(done.stderr)})
    check(
        f"every cluster reaches every application {when}",
        done.returncode == 0,
        done.stderr if silent else done.stdout + done.stderr,
        *(state_of(stage, each) for each in silent),
    )


def state_of(stage, application):
    """What somebody would look at where an application gives no answer."""
    lines = []
    for cluster in stage.runs_in[application]:
        place = ["--namespace", stage.namespaces[application]]
        pods = stage.kubectl(
            cluster,
            *place,
            "get",
            "pods",
            "--selector",
            f"app.kubernetes.io/name={application}",
            "--output",
            "wide",
        ).stdout
        slices = stage.kubectl(cluster, *place, "get", "endpointslices", "--output", "json").stdout
        lines.append(f"{application} in {cluster}:\n{pods}")
        lines += [
            f"{ip} ready={endpoint['conditions'].get('ready')}"
            for item in json.loads(slices)["items"]
            for endpoint in item["endpoints"] or []
            for ip in endpoint["addresses"]
        ]
        for pod in [line.split()[0] for line in pods.splitlines()[1:]]:
            for container in (application, "istio-proxy"):
                lines += [
                    f"{pod} {container}:",
                    stage.kubectl(
                        cluster, *place, "logs", pod, "--container", container, "--tail", "6"
                    ).stdout,
                ]
    return "\n".join(lines)


def nobody_calls_around_the_mesh(stage):
    for application in stage.applications:
        cluster = stage.runs_in[application][0]
        pods = json.loads(
            stage.kubectl(
                cluster,
                "--namespace",
                stage.namespaces[application],
                "get",
                "pods",
                "--output",
                "json",
            ).stdout
        )["items"]
        pod = next(each for each in pods if each["status"]["phase"] == "Running")
        port = next(
            each["ports"][0]["containerPort"]
            for each in pod["spec"]["containers"]
            if each["name"] == application
        )
        done = subprocess.run(
            [
                "ip",
                "netns",
                "exec",
                cluster,
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                "5",
                f"http://{pod['status']['podIP']}:{port}/",
            ],
            capture_output=True,
            text=True,
        )
        check(
            f"{application} refuses a node that calls it without a certificate of the mesh",
            done.returncode == 56,
            f"{done.returncode} {done.stdout}{done.stderr}",
        )


def calls_need_the_mesh(stage):
    """A cluster that has forgotten another one does not reach what runs there, and step 11 says so: the check can fail."""
    pair = next(
        (
            (application, cluster)
            for application in stage.applications
            for cluster in stage.clusters
            if cluster not in stage.runs_in[application]
        ),
        None,
    )
    if not pair:
        print(
            f"skipped: every application runs in every cluster of {stage.name} (no call has to cross)"
        )
        return
    application, cluster = pair
    forgotten = stage.runs_in[application]
    for peer in forgotten:
        stage.kubectl(
            cluster,
            "--namespace",
            "istio-system",
            "delete",
            "secret",
            f"istio-remote-secret-{peer}",
        )
    done = stage.run("up.sh", "--only", "11", MESH_WAIT_SECONDS="45")
    silent = set(UNANSWERED.findall(done.stderr))
    lost = {
        (cluster, each) for each in stage.applications if set(stage.runs_in[each]) <= set(forgotten)
    }
    check(
        f"step 11 names what {cluster} no longer reaches when it has forgotten {', '.join(forgotten)}, and nothing else",
        done.returncode == 1 and silent == lost and f"failed at {cluster} (" in done.stderr,
        done.stdout + done.stderr,
    )
    check(
        "and shows what the proxy answered, for want of pods",
        '" 503 UH ' in done.stderr,
        done.stderr,
    )
    stage.step("--from", "08", "--to", "11", text="and succeeds once step 08 has been taken again")


def a_foreign_root_is_noticed(stage):
    """Somebody stores another authority's certificates, and an istiod starts with them: step 07 says so, before workloads of two roots refuse each other."""
    foreign = stage.home / "foreign"
    shutil.copytree(stage.tree, foreign, ignore=shutil.ignore_patterns("pki", ".work"))
    for command in (
        ["meshgen", "ca", "issue", "--output-dir", foreign, stage.spec],
        ["bash", foreign / "scripts" / "03-store-certificates.sh"],
    ):
        done = subprocess.run(command, env=stage.env, capture_output=True, text=True)
        check(
            f"another authority's certificates: {Path(command[1]).name}",
            done.returncode == 0,
            done.stdout + done.stderr,
        )
    cluster = stage.clusters[0]
    restart_istiod(stage, cluster)
    until(lambda: root_of(stage, cluster) != root_of_tree(stage), 60)
    done = stage.run("up.sh", "--only", "07", MESH_WAIT_SECONDS="10")
    check(
        "step 07 notices that another root signs",
        done.returncode != 0 and f"Cluster {cluster} trusts pki/root-cert.pem" in done.stderr,
        done.stdout + done.stderr,
    )
    stage.step("--only", "03", text="step 03 brings back what pki/ holds")
    restart_istiod(stage, cluster)
    stage.step("--only", "07", text="and step 07 is content")


def restart_istiod(stage, cluster):
    for words in (["restart"], ["status", "--timeout", "120s"]):
        stage.kubectl(
            cluster,
            "--namespace",
            "istio-system",
            "rollout",
            words[0],
            f"deployment/istiod-{stage.revision}",
            *words[1:],
        )


def certificates(text):
    return sorted(
        "".join(body.split())
        for body in re.findall("BEGIN CERTIFICATE-----(.*?)-----END", text, re.S)
    )


def root_of(stage, cluster):
    text = stage.kubectl(
        cluster,
        "--namespace",
        "istio-system",
        "get",
        "configmap",
        "istio-ca-root-cert",
        "--output",
        "json",
    ).stdout
    return certificates(json.loads(text)["data"]["root-cert.pem"])


def root_of_tree(stage):
    return certificates((stage.tree / "pki" / "root-cert.pem").read_text())


def every_cluster_trusts(stage):
    """Istiod hands out the roots that pki/ holds now, though it was not restarted."""

    def others():
        return [each for each in stage.clusters if root_of(stage, each) != root_of_tree(stage)]

    until(lambda: not others(), 60)
    left = others()
    check(
        "every cluster trusts what pki/root-cert.pem holds, though no istiod was restarted",
        not left,
        str(left),
    )


def signs_with_what_is_mounted(stage, cluster):
    """A pod that starts now gets a certificate of the intermediate that pki/ holds now."""
    chains = chains_of_a_new_pod(stage, cluster)
    check(
        f"a pod that starts in {cluster} gets a certificate of its new intermediate, though istiod was not restarted",
        any(intermediate(stage.tree / "pki" / cluster) <= chain for chain in chains),
        str(chains),
    )


def signs_with_all_or_nothing(stage, cluster):
    """Step 03 ends before the last of a cluster's secrets, and the driver brings what is there: istiod stays with the intermediate that it has."""
    names = [
        each["arguments"][each["arguments"].index("--name") + 1]
        for each in stage.recorded()
        if each["words"] == "keyvault secret set"
    ]
    last = [name for name in names if name in stage.secrets[cluster]][-1]
    mounted = stage.home / "mounts" / cluster / "istio-ca"
    old, new = intermediate(mounted), intermediate(stage.tree / "pki" / cluster)
    stage.fault("03-store-certificates", "az", "keyvault secret set", last)
    done = stage.run("up.sh", "--from", "02", "--to", "03")
    stage.fault()
    check(
        f"step 03 stops before {last} is stored",
        done.returncode == 1 and f"failed at {cluster} (" in done.stderr,
        done.stdout + done.stderr,
    )
    until(lambda: intermediate(mounted) == new, 30)
    time.sleep(3)  # istiod waits a second for more to come.
    chains = chains_of_a_new_pod(stage, cluster)
    check(
        f"a pod that starts in {cluster} then gets a certificate of the old intermediate, with its whole chain",
        chains and all(old <= chain and not new <= chain for chain in chains),
        str(chains),
    )


def intermediate(folder):
    return set(certificates((folder / "ca-cert.pem").read_text()))


def chains_of_a_new_pod(stage, cluster):
    """The certificates that a proxy shows which has just started, without its root."""
    place = [
        "--namespace",
        "istio-ingress",
    ]  # Every cluster has a gateway, and not every one an application.
    stage.kubectl(cluster, *place, "rollout", "restart", "deployment/istio-ingressgateway")
    stage.kubectl(
        cluster, *place, "rollout", "status", "deployment/istio-ingressgateway", "--timeout", "120s"
    )
    pods = json.loads(stage.kubectl(cluster, *place, "get", "pods", "--output", "json").stdout)[
        "items"
    ]
    newest = max(pods, key=lambda each: each["metadata"]["creationTimestamp"])["metadata"]["name"]
    done = subprocess.run(
        [
            "istioctl",
            "--kubeconfig",
            stage.servers[cluster].folder / "kubeconfig",
            *place,
            "proxy-config",
            "secret",
            newest,
            "--output",
            "json",
        ],
        capture_output=True,
        text=True,
    )
    chains = [
        each.get("secret", {})
        .get("tlsCertificate", {})
        .get("certificateChain", {})
        .get("inlineBytes", "")
        for each in json.loads(done.stdout or "{}").get("dynamicActiveSecrets", [])
        if each["name"] == "default"
    ]
    return [set(certificates(base64.b64decode(chain).decode())) for chain in chains]
