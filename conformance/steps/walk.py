"""A mesh is changed again and again; after the steps that `generate` names, it is as the tree says.

What runs is listed from the API servers, whoever has put it there.
"""

import json
import os
import pty
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from conformance.objects.reading import Object, parse, read_objects
from conformance.shared import places
from conformance.shared.commands import CommandError, Done, must, run
from conformance.shared.environment import read_environment
from conformance.shared.report import Report
from conformance.steps import sandbox
from conformance.steps.beside import run_beside
from conformance.steps.check import MAIN, missing_tools, skipped
from conformance.steps.stage import FAST_KEYS, Stage
from conformance.steps.subscription import Folders

HOST = "store.contoso.example"
FORMER = "store-frontend"
REMOVAL = "scripts/remove-what-left.sh"
NEXT = re.compile(r"^Then run in .*:\n((?:  .+\n)+)", re.MULTILINE)
# Each namespace has it, and nobody asks for it.
EVERYWHERE = "ServiceAccount"
SYSTEM = re.compile(r"kube-.*|istio-.*|default")

# Kind with its group, namespace, name.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Application:
    """The application that is changed."""

    name: str
    runs_in: str
    exposed_by: str | None

    @property
    def text(self) -> str:
        lines = [
            f"  - name: {self.name}",
            "    image: registry.k8s.io/echoserver:1.10",
            "    port: 8080",
            "    writablePaths: [/certs, /run, /tmp, /var/lib/nginx, /var/log/nginx]",
            f"    runsIn: [{self.runs_in}]",
        ]
        if self.exposed_by:
            lines.append(
                f"    ingress: {{cluster: {self.exposed_by}, host: {HOST}, tls: endToEnd}}"
            )
        return "\n".join(lines) + "\n"


# What happens to it, one after the other.
CHANGES: dict[str, Application | None] = {
    "a new application, exposed over TLS": Application("store", "one", "one"),
    "another name": Application("kiosk", "one", "one"),
    "a move to another cluster": Application("kiosk", "two", "two"),
    "one more cluster": Application("kiosk", "one, two", "two"),
    "a cluster less": Application("kiosk", "one", "two"),
    "no longer exposed": Application("kiosk", "one", None),
    "removal": None,
}


def main() -> int:
    places.use_installed_tools()
    if missing := missing_tools():
        return skipped("walk", missing)
    sandbox.end_when_told()
    if not sandbox.inside():
        must(places.MESHGEN, "--version")
        (code,) = run_beside([sandbox.alone("walk", inside="walk")], 1)
        return code
    return sandbox.report_of("walk", walk)


def walk(report: Report, home: Path) -> None:
    stage = Stage(report, places.PROJECT / "out" / MAIN, home, simulated=False)
    try:
        stage.set()
        stage.follow_azure()
        stage.step(text="up.sh runs all steps")
        Walk(stage).go()
    finally:
        stage.subscription.close()
        stage.strike()
        if report.failures:
            stage.show_logs()


class Walk:
    """One mesh on its way."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.first = stage.spec.read_text().removesuffix(FAST_KEYS)
        self.kinds: set[str] = set()
        self.others: dict[str, set[Key]] = {}
        self.imported: set[str] = set()
        self.applied_clusters = self.clusters_of_terraform()
        self.outputs = json.loads((stage.home / "outputs.json").read_text())

    def go(self) -> None:
        self.remember_others()
        before = self.in_vault()
        for text, application in CHANGES.items():
            self.change(text, application)
        left = sorted(self.in_vault() - before)
        text = "Key Vault and gateways hold what they held at first, and what somebody imported"
        self.stage.check(
            text, left == [f"{each}.cer" for each in ("kiosk-frontend", FORMER)], *left
        )

    def in_vault(self) -> set[str]:
        """Names of secrets and certificates, and of the certificates that gateways read."""
        vault = self.stage.home / "vault"
        found = {each.name for each in [*vault.glob("*/secrets/*"), *vault.glob("*/*/*.cer")]}
        for file in (self.stage.home / "gateways").glob("*.ssl-cert"):
            found |= {f"{file.name}: {each['name']}" for each in json.loads(file.read_text())}
        return found

    def remember_others(self) -> None:
        """What Kubernetes and istioctl make beside the tree's objects, and nobody else."""
        for cluster in self.stage.clusters:
            tree = self.in_tree(cluster)
            self.kinds |= {kind for kind, _, _ in tree}
            self.others[cluster] = self.in_cluster(cluster) - tree
            strange = [
                each for each in self.others[cluster] if not SYSTEM.fullmatch(each[1] or each[2])
            ]
            text = f"{cluster} holds nothing else than what Kubernetes, Istio and the tree have"
            self.stage.check(text, not strange, *map(str, strange))

    def change(self, text: str, application: Application | None) -> None:
        stage = self.stage
        stage.spec.write_text(self.first + (application.text if application else "") + FAST_KEYS)
        done = run("meshgen", "generate", stage.spec, env=stage.env, cwd=stage.home)
        found = NEXT.search(done.out)
        commands = [each.strip() for each in found[1].splitlines()] if found else []
        named = ", then ".join(commands) or "no steps"
        if not stage.check(f"{text}: generate says {named}", commands, done.text):
            raise CommandError("Without steps there is nothing to run.")
        stage.read_environment()
        self.follow_terraform()
        if application and application.name == "kiosk" and FORMER not in self.imported:
            commands[0] = self.keep_public_certificate(commands[0])
        for command in commands:
            taken = self.take(command)
            stage.check(f"{text}: {command} succeeds", taken.succeeded, taken.text)
        for cluster in stage.clusters:
            self.compare(text, cluster)

    def follow_terraform(self) -> None:
        """Outputs as of the tree's own Terraform: gateways come and go with their hosts."""
        clusters = self.clusters_of_terraform()
        if clusters != self.applied_clusters:
            self.applied_clusters = clusters
            assert isinstance(self.stage.subscription, Folders)
            self.outputs = self.stage.subscription.read()["outputs"]
            file = self.stage.home / "outputs.json"
            file.with_suffix(".new").write_text(json.dumps(self.outputs))
            file.with_suffix(".new").rename(file)
            self.forget_gateways()

    def clusters_of_terraform(self) -> str:
        files = sorted((self.stage.tree / "terraform").glob("cluster-*.tf"))
        return "".join(each.read_text() for each in files)

    def forget_gateways(self) -> None:
        """The certificates of a gateway go with it."""
        gateways = self.outputs["application_gateways"]["value"].values()
        names = {each["name"] for each in gateways}
        for file in (self.stage.home / "gateways").glob("*-cert"):
            if file.stem not in names:
                file.unlink()

    def keep_public_certificate(self, command: str) -> str:
        """Somebody imports a certificate under the old name; returns how to resume."""
        stage, pfx = self.stage, self.stage.home / "public.pfx"
        key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "key.pem",
        ]
        names = ["-subj", "/CN=public", "-addext", f"subjectAltName=DNS:{HOST}"]
        self.must("openssl", "req", "-x509", *key, *names, "-out", "cer.pem")
        pair = ["-inkey", "key.pem", "-in", "cer.pem", "-passout", "pass:"]
        self.must("openssl", "pkcs12", "-export", *pair, "-out", str(pfx))
        vault = read_environment(stage.tree).text("KEY_VAULT")
        place = ["--vault-name", vault, "--name", FORMER, "--file", str(pfx)]
        self.must("az", "keyvault", "certificate", "import", *place)
        self.imported.add(FORMER)
        done = self.take(command)
        copied = [each.strip() for each in done.err.splitlines() if each.startswith("  az ")]
        told = f"Certificate {FORMER} of Key Vault" in done.err and len(copied) == 2
        text = "step 16 puts no self-signed certificate in the place of one that somebody imported"
        stage.check(text, done.code != 0 and told, done.text)
        for each in copied:
            self.must("bash", "-c", each)
        folder = stage.home / "vault" / vault / "certificates"
        public = (folder / f"{FORMER}.cer").read_text()
        same = (folder / "kiosk-frontend.cer").read_text() == public
        stage.check("the commands that it prints copy it to its new name", same)
        return "scripts/up.sh --from 16"

    def must(self, *command: str) -> None:
        done = run(*command, env=self.stage.env, cwd=self.stage.home)
        if not done.succeeded:
            raise CommandError(f"{' '.join(command)}: {done.text}")

    def take(self, command: str) -> Done:
        """The command as it is printed; the mesh's name is typed where somebody has to."""
        main, other = pty.openpty()
        os.write(main, f"{self.stage.mesh}\n".encode())
        typed = other if command == REMOVAL else subprocess.DEVNULL
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            env=self.stage.env,
            cwd=self.stage.tree,
            stdin=typed,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        os.close(main)
        os.close(other)
        return Done(done.returncode, done.stdout, done.stderr)

    def compare(self, text: str, cluster: str) -> None:
        """Neither more nor less than the tree has, and each object as the tree has it."""
        tree = self.in_tree(cluster)
        self.kinds |= {kind for kind, _, _ in tree}
        held = self.in_cluster(cluster) - self.others[cluster]
        differ = [f"only in the cluster: {each}" for each in sorted(held - tree)]
        differ += [f"only in the tree: {each}" for each in sorted(tree - held)]
        told = f"{text}: {cluster} holds the {len(tree)} objects of the tree, and no others"
        self.stage.check(told, not differ, *differ)
        files = [word for file in self.applied(cluster) for word in ("--filename", str(file))]
        done = self.stage.kubectl(cluster, "diff", *files)
        self.stage.check(
            f"{text}: {cluster} holds them as they are there", done.succeeded, done.text
        )

    def applied(self, cluster: str) -> list[Path]:
        """What kubectl applies and nobody deletes: istioctl reads the operator, and Jobs end."""
        folder = self.stage.tree / "clusters" / cluster
        files = [each for each in sorted(folder.rglob("*.yaml")) if each.name != "operator.yaml"]
        files = [each for each in files if each.parent.name != "checks"]
        identity = self.outputs["secret_provider_class_values"]["value"][cluster]["client_id"]
        for number, template in enumerate(sorted(folder.rglob("*.yaml.tmpl"))):
            filled = self.stage.home / f"{cluster}-class-{number}.yaml"
            filled.write_text(template.read_text().replace("${CSI_CLIENT_ID}", identity))
            files.append(filled)
        return files

    def in_tree(self, cluster: str) -> set[Key]:
        """What is applied, and the Secrets that the CSI driver makes of it."""
        objects = read_objects(*self.applied(cluster))
        synced = {
            ("Secret.v1.", each["metadata"]["namespace"], secret["secretName"])
            for each in objects
            if each["kind"] == "SecretProviderClass"
            for secret in each["spec"].get("secretObjects", [])
        }
        return synced | {key_of(each) for each in objects}

    def in_cluster(self, cluster: str) -> set[Key]:
        """Of every kind that a tree had so far, in all namespaces; Jobs and Secrets too."""
        kinds = ",".join(sorted({*self.kinds, "Job.v1.batch", "Secret.v1."}))
        words = ("get", kinds, "--all-namespaces", "--output", "json")
        found = {key_of(each) for each in parse(self.stage.kubectl(cluster, *words).out)}
        return {each for each in found if each[0] != f"{EVERYWHERE}.v1." or each[2] != "default"}


def key_of(item: Object) -> Key:
    """The kind is written as kubectl takes it, with version and group."""
    group, _, version = item["apiVersion"].rpartition("/")
    meta = item["metadata"]
    return f"{item['kind']}.{version}.{group}", meta.get("namespace", ""), meta["name"]
