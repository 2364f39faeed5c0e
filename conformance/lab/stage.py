"""A tree with all that its steps need around it: certificates, clusters, programs."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import network
from control_plane import ControlPlane
from report import check, failed, ok

LAB = Path(__file__).resolve().parent
STUBS = LAB.parent / "stubs"
PROJECT = LAB.parent.parent


class Stage:
    def __init__(self, tree, home):
        self.home = home
        self.name = tree.name
        self.tree = home / "out" / self.name
        shutil.copytree(tree, self.tree, ignore=shutil.ignore_patterns("pki", ".work"))
        # Keys are made anew, of the algorithm that takes no time.
        self.spec = home / "mesh.yaml"
        self.spec.write_text(
            (PROJECT / "samples" / self.name / "mesh.yaml").read_text()
            + "  certificateAuthority: {keyAlgorithm: ECDSA-P256}\n"
        )
        self.environment()
        self.servers = {}
        self.output = ""

    def environment(self):
        """What env.sh says, as the shell reads it."""
        names = "CLUSTERS APPLICATIONS NAMESPACE RUNS_IN TLS_APPLICATIONS AKS TENANT_ID MESH ISTIO_VERSION ISTIO_REVISION CA_CERTIFICATE_SECRET CERTIFICATE_CHAIN_SECRET CA_KEY_SECRET"
        text = subprocess.run(
            [
                "bash",
                "-c",
                f'source "$1"; declare -p {names}',
                "-",
                self.tree / "scripts" / "env.sh",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        values = {}
        for line in text.splitlines():
            name, _, value = re.match(r"declare -\S+ ([^=]+)(=?)(.*)", line).groups()
            pairs = re.findall(r'\[([^]]+)\]="([^"]*)"', value)
            values[name] = dict(pairs) if value.startswith("(") else value.strip('"')
        self.clusters = list(values["CLUSTERS"].values())
        self.tls = list(values["TLS_APPLICATIONS"].values())
        self.applications, self.namespaces = (
            list(values["APPLICATIONS"].values()),
            values["NAMESPACE"],
        )
        self.runs_in = {name: clusters.split() for name, clusters in values["RUNS_IN"].items()}
        self.aks, self.tenant, self.mesh = values["AKS"], values["TENANT_ID"], values["MESH"]
        kinds = ("CA_CERTIFICATE_SECRET", "CERTIFICATE_CHAIN_SECRET", "CA_KEY_SECRET")
        self.secrets = {name: {values[kind][name] for kind in kinds} for name in self.clusters}
        self.istio, self.revision = values["ISTIO_VERSION"], values["ISTIO_REVISION"]
        self.steps = sorted(each.stem for each in (self.tree / "scripts").glob("[0-9][0-9]-*.sh"))

    def set(self, crds):
        state = self.mocked_state()
        if state is None:
            raise SystemExit("Without terraform's outputs there is nothing to rehearse.")
        self.give_outputs(state["outputs"])
        (self.home / "tenant").write_text(self.tenant)
        self.put_programs()
        self.issue()
        landscape = network.landscape(state, self.clusters)
        (self.home / "landscape.json").write_text(json.dumps(landscape))
        network.build(landscape)
        self.start_clusters(landscape, crds)

    def mocked_state(self):
        """The tree's state after an apply against the mocked provider of its own test."""
        copy = self.home / "mocked"
        shutil.copytree(self.tree / "terraform", copy)
        test = copy / "tests" / "mesh.tftest.hcl"
        test.write_text(
            test.read_text().split('\nrun "', 1)[0] + '\nrun "outputs" {\n  command = apply\n}\n'
        )
        done = None
        for command in (["init", "-backend=false", "-input=false"], ["test", "-json", "-verbose"]):
            done = subprocess.run(["terraform", *command], cwd=copy, capture_output=True, text=True)
            if done.returncode != 0:
                failed("terraform applies against a mocked provider", done.stdout + done.stderr)
                return None
        states = [
            json.loads(line)["test_state"]
            for line in done.stdout.splitlines()
            if '"type":"test_state"' in line
        ]
        ok("terraform applies against a mocked provider")
        return next(each for each in states if each.get("outputs"))

    def give_outputs(self, outputs):
        # The mock's ids are made up of letters; each pod identity gets an id of the form that Azure's have.
        for number, name in enumerate(self.clusters):
            identity = outputs["secret_provider_class_values"]["value"][name]
            identity["client_id"] = f"{number:08x}-0000-4000-8000-000000000000"
        (self.home / "outputs.json").write_text(json.dumps(outputs))

    def put_programs(self):
        """A PATH of stand-ins and of real programs whose calls are recorded."""
        programs = self.home / "bin"
        programs.mkdir()
        (programs / "meshgen").symlink_to(PROJECT / "meshgen")
        for name in ("az", "terraform", "kubelogin", "curl"):
            (programs / name).symlink_to(STUBS / name)
        for name in ("kubectl", "istioctl", "openssl"):
            (programs / name).symlink_to(STUBS / "spy")
        self.env = {
            **os.environ,
            "REHEARSAL": str(self.home),
            "REHEARSAL_PATH": os.environ["PATH"],
            "PATH": f"{programs}:{os.environ['PATH']}",
            "MESH_WAIT_SECONDS": "180",
            "MESH_PAUSE_SECONDS": "0.5",
            "MESHGEN_CA_PASSPHRASE": "for the rehearsal only",
        }
        for name in ("KUBECONFIG", "MESH_KEYS_DIR", "MESH_ALLOW_DESTROY"):
            self.env.pop(name, None)

    def issue(self):
        done = subprocess.run(
            ["meshgen", "ca", "issue", self.spec],
            env=self.env,
            cwd=self.home,
            capture_output=True,
            text=True,
        )
        if not check("meshgen ca issue", done.returncode == 0, done.stdout + done.stderr):
            raise SystemExit("Without certificates there is nothing to rehearse.")

    def start_clusters(self, landscape, crds):
        for name in self.clusters:
            self.servers[name] = ControlPlane(self.home / "servers" / name, name, landscape[name])
            self.servers[name].start()
        for server in self.servers.values():
            server.wait(crds)
        (self.home / "servers.json").write_text(
            json.dumps(
                {
                    self.aks[name]: {"cluster": name, **server.access}
                    for name, server in self.servers.items()
                }
            )
        )
        for server in self.servers.values():
            server.spawn(
                "nodes",
                str(LAB / "nodes"),
                server.name,
                env=self.env | {"PATH": os.environ["PATH"]},
            )

    @staticmethod
    def strike():
        """Ends all but this process, which is the first one of its namespace."""
        os.kill(-1, signal.SIGKILL)

    def run(self, script, *arguments, **more):
        done = subprocess.run(
            ["bash", self.tree / "scripts" / script, *arguments],
            env={**self.env, **more},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        self.output += done.stdout + done.stderr
        return done

    def recorded(self):
        """Every call of a program of put_programs, in its order."""
        path = self.home / "calls.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def fault(self, step=None, tool=None, command=None, argument=None):
        path = self.home / "fault.json"
        path.unlink(missing_ok=True)
        if step:
            path.write_text(
                json.dumps({"step": step, "tool": tool, "words": command, "argument": argument})
            )

    def path_without(self, *programs):
        """A folder of all programs on PATH but these."""
        lacking = self.home / "lacking"
        lacking.mkdir()
        for folder in reversed(self.env["PATH"].split(":")):
            for program in Path(folder).glob("*") if os.path.isdir(folder) else []:
                if program.name not in programs:
                    (lacking / program.name).unlink(missing_ok=True)
                    (lacking / program.name).symlink_to(program)
        return lacking

    def show_logs(self):
        """What the nodes have to say of a rehearsal that failed."""
        for server in self.servers.values():
            print((server.folder / "nodes.log").read_text()[-3000:])

    # --- acts

    def kubectl(self, cluster, *words):
        return subprocess.run(
            ["kubectl", "--kubeconfig", self.servers[cluster].folder / "kubeconfig", *words],
            capture_output=True,
            text=True,
        )

    def step(self, *words, text, **more):
        """up.sh, as it must succeed."""
        done = self.run("up.sh", *words, **more)
        check(text, done.returncode == 0, done.stdout + done.stderr)
