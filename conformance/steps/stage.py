"""A tree with all that its steps need around it: certificates, clusters, programs."""

import contextlib
import json
import os
import secrets
import shutil
import signal
from pathlib import Path
from typing import Any

from conformance.lab import network
from conformance.lab.control_plane import ControlPlane
from conformance.lab.volumes import SUBJECTS
from conformance.shared import places
from conformance.shared.commands import CommandError, Done, run
from conformance.shared.environment import read_environment
from conformance.shared.report import Report
from conformance.steps.simulated import SimulatedAzure
from conformance.steps.subscription import Folders, Subscription

STAND_INS = places.CONFORMANCE / "standins" / "program"
STOOD_IN_FOR = ("az", "terraform", "kubelogin", "curl")
RECORDED = ("kubectl", "istioctl", "openssl")
# Variables of the caller's that the steps would obey.
CALLERS_OWN = (
    *("KUBECONFIG", "MESH_KEYS_DIR", "MESH_ALLOW_DESTROY", "MESH_TRUST_ROOT"),
    *("MESH_REMOVE_ROLES", "MESH_REPLACE_CERTIFICATE"),
)
# Keys are made anew, of the algorithm that takes no time.
FAST_KEYS = "  certificateAuthority: {keyAlgorithm: ECDSA-P256}\n"

Call = dict[str, Any]


class Stage:
    """One tree's copy, and everything that plays with it."""

    def __init__(self, report: Report, tree: Path, home: Path, simulated: bool) -> None:
        self.report, self.home, self.name = report, home, tree.name
        self.tree = home / "out" / self.name
        shutil.copytree(tree, self.tree, ignore=shutil.ignore_patterns("pki", ".work"))
        self.spec = home / "mesh.yaml"
        sample = places.PROJECT / "samples" / self.name / "mesh.yaml"
        self.spec.write_text(sample.read_text() + FAST_KEYS)
        self.read_environment()
        self.env = self.make_env()
        self.subscription: Subscription = SimulatedAzure(self) if simulated else Folders(self)
        self.servers: dict[str, ControlPlane] = {}
        self.output = ""

    def read_environment(self) -> None:
        found = read_environment(self.tree)
        self.clusters = found.items("CLUSTERS")
        self.tls = found.items("TLS_APPLICATIONS")
        self.applications = found.items("APPLICATIONS")
        self.namespaces, self.aks = found.table("NAMESPACE"), found.table("AKS")
        versions = found.table("KUBERNETES_VERSION")
        self.versions = {self.aks[name]: each for name, each in versions.items()}
        self.runs_in = {name: each.split() for name, each in found.table("RUNS_IN").items()}
        self.tenant, self.mesh = found.text("TENANT_ID"), found.text("MESH")
        self.istio, self.revision = found.text("ISTIO_VERSION"), found.text("ISTIO_REVISION")
        kinds = ("CA_CERTIFICATE_SECRET", "CERTIFICATE_CHAIN_SECRET", "CA_KEY_SECRET")
        self.secrets = {name: {found.table(kind)[name] for kind in kinds} for name in self.clusters}
        scripts = (self.tree / "scripts").glob("[0-9][0-9]-*.sh")
        self.steps = sorted(each.stem for each in scripts)

    def make_env(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if name not in CALLERS_OWN}
        return {
            **own,
            "REHEARSAL": str(self.home),
            "REHEARSAL_PATH": os.environ["PATH"],
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "MESH_WAIT_SECONDS": "180",
            "MESH_PAUSE_SECONDS": "0.5",
            "MESHGEN_CA_PASSPHRASE": "for the rehearsal only",
        }

    def set(self) -> None:
        self.subscription.open()
        self.put_programs()
        self.issue()

    @property
    def azure(self) -> SimulatedAzure:
        """What the first tree is applied to."""
        assert isinstance(self.subscription, SimulatedAzure)
        return self.subscription

    @property
    def is_simulated(self) -> bool:
        return isinstance(self.subscription, SimulatedAzure)

    def follow_azure(self) -> None:
        """Networks and clusters become real as soon as Terraform has created them."""
        if self.servers or not self.subscription.is_applied:
            return
        state = self.subscription.state()
        (self.home / "outputs.json").write_text(json.dumps(state["outputs"]))
        self.give_credentials(state)
        landscape = network.landscape_of(state, self.clusters)
        network.write_landscape(landscape, self.home / "landscape.json")
        network.build(landscape)
        self.start_clusters(landscape)

    def give_credentials(self, state: network.Resource) -> None:
        """Whose tokens the identities of each cluster trust from now on."""
        found = network.subjects_of(state, self.clusters)
        (self.home / f"new-{SUBJECTS}").write_text(json.dumps(found))
        (self.home / f"new-{SUBJECTS}").rename(self.home / SUBJECTS)

    def put_programs(self) -> None:
        """A PATH of stand-ins and of real programs whose calls are recorded."""
        programs = self.home / "bin"
        programs.mkdir()
        (programs / "meshgen").symlink_to(places.MESHGEN)
        for name in (*STOOD_IN_FOR, *RECORDED):
            (programs / name).symlink_to(STAND_INS)

    def issue(self) -> None:
        done = run("meshgen", "ca", "issue", self.spec, env=self.env, cwd=self.home)
        if not self.report.check("meshgen ca issue", done.succeeded, done.text):
            raise CommandError("Without certificates there is nothing to rehearse.")

    def start_clusters(self, landscape: network.Landscape) -> None:
        # Entra's token for an administrator is good for every cluster.
        token = secrets.token_hex(16)
        for name in self.clusters:
            folder = self.home / "servers" / name
            self.servers[name] = ControlPlane(folder, name, landscape[name], token)
            self.servers[name].server.start()
        for server in self.servers.values():
            server.wait(places.crds())
        access = {
            self.aks[name]: {"cluster": name, **server.access.as_json()}
            for name, server in self.servers.items()
        }
        (self.home / "servers.json").write_text(json.dumps(access))
        self.subscription.tell_servers(access)
        env = self.env | {"PATH": os.environ["PATH"], "PYTHONPATH": str(places.PROJECT)}
        for name, server in self.servers.items():
            nodes = ("python3", "-m", "conformance.lab.nodes", name)
            server.server.spawn("nodes", *nodes, env=env)

    @staticmethod
    def strike() -> None:
        """Ends all but this process, which is the first one of its namespace."""
        with contextlib.suppress(ProcessLookupError):  # Nothing else was started.
            os.kill(-1, signal.SIGKILL)

    def show_logs(self) -> None:
        """What the nodes have to say of a rehearsal that failed."""
        for server in self.servers.values():
            log = server.folder / "nodes.log"
            self.report.say(log.read_text()[-3000:] if log.exists() else f"no {log}")

    # --- acts

    def check(self, text: str, holds: object, *details: str) -> bool:
        return self.report.check(text, holds, *details)

    def script(self, name: str, *arguments: str, **more: str) -> Done:
        """Runs a script of the tree; `more` is added to its environment."""
        script = self.tree / "scripts" / name
        done = run("bash", script, *arguments, env={**self.env, **more}, cwd=self.home)
        self.output += done.text
        return done

    def step(self, *words: str, text: str, **more: str) -> None:
        """up.sh, as it must succeed."""
        done = self.script("up.sh", *words, **more)
        self.check(text, done.succeeded, done.text)

    def kubectl(self, cluster: str, *words: str) -> Done:
        return run("kubectl", "--kubeconfig", self.servers[cluster].kubeconfig, *words)

    def read(self, cluster: str, *words: str) -> Any:
        """What kubectl gets, parsed."""
        return json.loads(self.kubectl(cluster, *words, "--output", "json").out)

    def recorded(self) -> list[Call]:
        """Every call of a program of put_programs, in its order."""
        path = self.home / "calls.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def fail_at(self, step: str, tool: str, command: str, argument: str | None = None) -> None:
        """From now on the step's calls of this command fail."""
        fault = {"step": step, "tool": tool, "words": command, "argument": argument}
        (self.home / "fault.json").write_text(json.dumps(fault))

    def fail_no_more(self) -> None:
        (self.home / "fault.json").unlink(missing_ok=True)

    def path_without(self, *programs: str) -> Path:
        """A folder of all programs on PATH but these."""
        lacking = self.home / "lacking"
        lacking.mkdir()
        for folder in reversed(self.env["PATH"].split(":")):
            found = Path(folder).glob("*") if Path(folder).is_dir() else []
            for program in found:
                if program.name not in programs:
                    (lacking / program.name).unlink(missing_ok=True)
                    (lacking / program.name).symlink_to(program)
        return lacking
