"""A container, run as a process: network, volumes and user as a kubelet has them.

Its programs come from this machine.
"""

import http.client
import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from conformance.lab.api import Item
from conformance.lab.volumes import field, resource
from conformance.shared import places
from conformance.shared.commands import run

# What an image would hold, by the end of its name. Any other image is an application over HTTP.
PROGRAMS = {"pilot": ["pilot-discovery"], "proxyv2": ["pilot-agent", "envoy"]}
BOOTSTRAP = "/var/lib/istio/envoy/envoy_bootstrap_tmpl.json"
APPLICATION = Path(__file__).with_name("application.py")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# A plain Envoy lacks Istio's own filters, so istiod is told not to send them.
PLAIN_ENVOY = {"PILOT_ENABLE_ALPN_FILTER": "false", "PILOT_ENABLE_METADATA_EXCHANGE": "false"}

# Makes a container's root: this machine's files, with whatever is written kept apart, and the
# mounts. Then becomes its user.
ENTER = """
set -e
mount -t tmpfs -o mode=755 tmpfs "$ROOT"
cd "$ROOT"
mkdir upper work root
chmod 755 upper
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
mount --rbind /proc proc
mount --rbind /dev dev
{mounts}
{read_only}
mount -t proc proc proc
exec chroot . {user} env --chdir={folder} -i {environment} {command}
"""


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@dataclass
class Place:
    """Where a pod's containers run, and what they share."""

    cluster: str
    hosts: Path
    service_environment: dict[str, str]
    item: Item
    name: str
    namespace: str
    ip: str
    folder: Path
    mounted: dict[str, Path]


class Container:
    """One container, which may be started again."""

    def __init__(self, place: Place, spec: Item, sidecar: bool = False) -> None:
        self.place, self.spec, self.sidecar = place, spec, sidecar
        self.name: str = spec["name"]
        self.process: subprocess.Popen[bytes] | None = None
        self.code: int | None = None
        self.ready = self.started = False
        self.restarts = 0
        self.since = ""
        self.seen = self.left_at = 0.0
        self.log = place.folder / f"{self.name}.log"

    @property
    def image(self) -> str:
        return re.sub(r"^.*/|[:@].*$", "", self.spec["image"])

    @property
    def running(self) -> bool:
        return self.process is not None and self.code is None

    @property
    def has_left(self) -> bool:
        return self.process is not None and self.code is not None

    # --- how it starts

    def environment(self) -> dict[str, str]:
        found = {"PATH": SYSTEM_PATH, "HOSTNAME": self.place.name}
        found |= self.place.service_environment
        for each in self.spec.get("env", []):
            source = each.get("valueFrom")
            if source is None:
                found[each["name"]] = self.expand(each.get("value", ""), found)
            elif "fieldRef" in source:
                found[each["name"]] = field(self.place.item, source["fieldRef"]["fieldPath"])
            elif "resourceFieldRef" in source:
                found[each["name"]] = resource(source["resourceFieldRef"])
        return found | (PLAIN_ENVOY if self.image == "pilot" else {})

    @staticmethod
    def expand(text: str, variables: dict[str, str]) -> str:
        return re.sub(r"\$\(([^)]+)\)", lambda match: variables.get(match[1], match[0]), text)

    def command(self, variables: dict[str, str]) -> list[str]:
        given = self.spec.get("command", []) + self.spec.get("args", [])
        words = [self.expand(each, variables) for each in given]
        if self.spec.get("command"):
            return words
        if self.image in PROGRAMS:
            return [PROGRAMS[self.image][0], *words]
        port = str(self.spec["ports"][0]["containerPort"])
        name = f"{self.place.cluster}/{self.place.name}"
        return ["python3", "/usr/local/bin/application", port, name]

    def mounts(self) -> str:
        """The commands that mount everything, in the container's root."""
        lines = [bind(self.place.hosts, "/etc/hosts")]
        for program in PROGRAMS.get(self.image, []):
            path = shutil.which(program)
            assert path, program
            lines.append(bind(Path(path).resolve(), f"/usr/local/bin/{program}"))
        if self.image == "proxyv2":
            lines.append(bind(places.envoy_bootstrap(), BOOTSTRAP))
        if self.image not in PROGRAMS:
            lines.append(bind(APPLICATION, "/usr/local/bin/application"))
        for each in self.spec.get("volumeMounts", []):
            source = self.place.mounted[each["name"]] / each.get("subPath", "")
            lines.append(bind(source, each["mountPath"]))
        return "\n".join(lines)

    def start(self) -> None:
        root = self.place.folder / f"root-{self.name}"
        root.mkdir(exist_ok=True)
        self.code, self.ready, self.started, self.since = None, False, False, now()
        inside = ["ip", "netns", "exec", self.place.namespace]
        alone = ["unshare", "--pid", "--fork", "--kill-child", "sh", "-c", self.script()]
        with self.log.open("a") as log:
            # A container's user may open its own /dev/stdout.
            os.fchmod(log.fileno(), 0o666)
            self.process = subprocess.Popen(
                [*inside, *alone],
                env={"PATH": os.environ["PATH"], "ROOT": str(root)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        threading.Thread(target=self.wait, args=(self.process,), daemon=True).start()

    def script(self) -> str:
        variables = self.environment()
        pod = self.place.item["spec"].get("securityContext", {})
        security = {**pod, **self.spec.get("securityContext", {})}
        user = security.get("runAsUser", 0)
        group = security.get("runAsGroup", user)
        read_only = security.get("readOnlyRootFilesystem")
        become = f"setpriv --reuid={user} --regid={group} --clear-groups --"
        return ENTER.format(
            mounts=self.mounts(),
            read_only="mount -o remount,ro ." if read_only else "",
            user=become if user else "",
            # The image's own working folder: proxyv2's is the root.
            folder=shlex.quote(self.spec.get("workingDir", "/")),
            environment=shlex.join(f"{key}={value}" for key, value in variables.items()),
            command=shlex.join(self.command(variables)),
        )

    # --- how it goes

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        code = process.wait()
        if process is self.process:
            self.left_at = time.time()
            self.code, self.ready = code, False

    def stop(self, grace: float) -> None:
        """Asks it to end; after so many seconds it must."""
        if not self.running:
            return
        self.send(signal.SIGTERM)
        end = time.time() + grace
        while self.code is None and time.time() < end:
            time.sleep(0.05)
        if self.code is None:
            self.send(signal.SIGKILL)
            assert self.process
            self.process.wait()

    def send(self, number: signal.Signals) -> None:
        """To the container's first process, which the one that was started here waits for."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            for each in children.read_text().split():
                os.kill(int(each), number)
        except OSError:
            self.process.kill()

    def prepare_to_stop(self) -> None:
        """Its preStop hook, which a kubelet runs before it tells a container to end."""
        hook = self.spec.get("lifecycle", {}).get("preStop", {})
        if not self.running:
            return
        if "sleep" in hook:
            time.sleep(hook["sleep"]["seconds"])
        elif "exec" in hook:
            # The proxies' hook asks their own agent: it needs nothing but the pod's network.
            inside = ["ip", "netns", "exec", self.place.namespace]
            run(*inside, *hook["exec"]["command"])

    def port(self, wanted: int | str) -> int:
        if isinstance(wanted, int) or wanted.isdigit():
            return int(wanted)
        ports = {each.get("name"): each["containerPort"] for each in self.spec["ports"]}
        return int(ports[wanted])

    def answers(self, probe: Item) -> bool:
        """What the kubelet would find, asking from its node."""
        wanted = probe.get("httpGet")
        if not wanted:
            return True
        asked = http.client.HTTPConnection(self.place.ip, self.port(wanted["port"]), timeout=3)
        if wanted.get("scheme") == "HTTPS":
            # As a kubelet, it asks whether something answers, not who.
            unverified = ssl._create_unverified_context()
            asked = http.client.HTTPSConnection(
                asked.host, asked.port, timeout=3, context=unverified
            )
        headers = {each["name"]: each["value"] for each in wanted.get("httpHeaders", [])}
        try:
            asked.request("GET", wanted.get("path", "/"), headers=headers)
            return http.HTTPStatus.OK <= asked.getresponse().status < http.HTTPStatus.BAD_REQUEST
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def look(self) -> None:
        """Is it up, is it ready? One that is ready is asked more rarely."""
        if not self.running or (self.ready and time.time() < self.seen + 5):
            return
        self.seen = time.time()
        if not self.started:
            self.started = self.passes("startupProbe")
        self.ready = self.started and self.passes("readinessProbe")

    def passes(self, probe: str) -> bool:
        return probe not in self.spec or self.answers(self.spec[probe])

    def status(self) -> Item:
        done = not self.sidecar and self.code == 0
        return {
            "name": self.name,
            "image": self.spec["image"],
            "imageID": "",
            "ready": self.ready or done,
            "started": self.started,
            "restartCount": self.restarts,
            "state": self.state(),
        }

    def state(self) -> Item:
        if self.process is None:
            return {"waiting": {"reason": "PodInitializing"}}
        if self.code is None:
            return {"running": {"startedAt": self.since}}
        ended = {
            "exitCode": abs(self.code),
            "reason": "Error" if self.code else "Completed",
            "startedAt": self.since,
            "finishedAt": self.since,
        }
        return {"terminated": ended}


def bind(source: Path, target: str) -> str:
    """Links such as /var/run are those of the container's root."""
    if source.is_dir():
        make = 'mkdir -p "$target"'
    else:
        make = 'mkdir -p "$(dirname "$target")"; touch "$target"'
    return "\n".join(
        [
            f"target=.$(chroot . realpath -m {shlex.quote(target)})",
            make,
            f'mount --bind {shlex.quote(str(source))} "$target"',
        ]
    )
