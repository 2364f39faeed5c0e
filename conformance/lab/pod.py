"""A pod, its containers run as processes: network, volumes, users and order as a kubelet has them, programs from this machine."""

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
from pathlib import Path

import network
from volumes import DRIVER, field, resource

HERE = Path(__file__).resolve().parent

# What an image would hold, by the end of its name. Any other image is an application that answers over HTTP.
PROGRAMS = {"pilot": ["pilot-discovery"], "proxyv2": ["pilot-agent", "envoy"]}
FILES = {
    "proxyv2": {
        "/var/lib/istio/envoy/envoy_bootstrap_tmpl.json": Path(
            os.environ["MESHGEN_ENVOY_BOOTSTRAP"]
        ).resolve()
    }
}
# A plain Envoy lacks Istio's own filters, so istiod is told not to send them.
PLAIN_ENVOY = {"PILOT_ENABLE_ALPN_FILTER": "false", "PILOT_ENABLE_METADATA_EXCHANGE": "false"}

# Makes a container's root: this machine's files, with whatever is written kept apart, and the mounts. Then becomes its user.
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


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Container:
    def __init__(self, pod, spec, sidecar=False):
        self.pod, self.spec, self.sidecar = pod, spec, sidecar
        self.name = spec["name"]
        self.process, self.code, self.ready, self.started, self.restarts, self.since, self.seen = (
            None,
            None,
            False,
            False,
            0,
            None,
            0.0,
        )
        self.left_at = 0.0
        self.log = pod.folder / f"{self.name}.log"

    @property
    def image(self):
        return re.sub(r"^.*/|[:@].*$", "", self.spec["image"])

    @property
    def running(self):
        return self.process is not None and self.code is None

    def environment(self):
        found = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOSTNAME": self.pod.name,
            **self.pod.kubelet.service_environment,
        }
        for each in self.spec.get("env", []):
            source = each.get("valueFrom")
            if source is None:
                found[each["name"]] = self.expand(each.get("value", ""), found)
            elif "fieldRef" in source:
                found[each["name"]] = field(self.pod.item, source["fieldRef"]["fieldPath"])
            elif "resourceFieldRef" in source:
                found[each["name"]] = resource(source["resourceFieldRef"])
        if self.image == "pilot":
            found |= PLAIN_ENVOY
        return found

    @staticmethod
    def expand(text, variables):
        return re.sub(r"\$\(([^)]+)\)", lambda match: variables.get(match[1], match[0]), text)

    def command(self, variables):
        words = [
            self.expand(each, variables)
            for each in self.spec.get("command", []) + self.spec.get("args", [])
        ]
        if self.spec.get("command"):
            return words
        if self.image in PROGRAMS:
            return [PROGRAMS[self.image][0], *words]
        return [
            "python3",
            "/usr/local/bin/application",
            str(self.spec["ports"][0]["containerPort"]),
            f"{self.pod.kubelet.cluster}/{self.pod.name}",
        ]

    def mounts(self):
        lines = []

        def bind(source, target, folder=True):
            # Links such as /var/run are those of the container's root.
            lines.append(f"target=.$(chroot . realpath -m {shlex.quote(target)})")
            lines.append(
                'mkdir -p "$target"'
                if folder
                else 'mkdir -p "$(dirname "$target")"; touch "$target"'
            )
            lines.append(f'mount --bind {shlex.quote(str(source))} "$target"')

        bind(self.pod.kubelet.hosts, "/etc/hosts", False)
        for program in PROGRAMS.get(self.image, []):
            bind(Path(shutil.which(program)).resolve(), f"/usr/local/bin/{program}", False)
        for path, source in FILES.get(self.image, {}).items():
            bind(source, path, False)
        if self.image not in PROGRAMS:
            bind(HERE / "application", "/usr/local/bin/application", False)
        for each in self.spec.get("volumeMounts", []):
            source = self.pod.volumes[each["name"]]
            if "subPath" in each:
                bind(
                    source / each["subPath"], each["mountPath"], (source / each["subPath"]).is_dir()
                )
            else:
                bind(source, each["mountPath"])
        return "\n".join(lines)

    def start(self):
        variables = self.environment()
        security = {
            **self.pod.item["spec"].get("securityContext", {}),
            **self.spec.get("securityContext", {}),
        }
        user = security.get("runAsUser", 0)
        who = (
            f"setpriv --reuid={user} --regid={security.get('runAsGroup', user)} --clear-groups --"
            if user
            else ""
        )
        # The image's own working folder: proxyv2's is the root.
        folder = self.spec.get("workingDir", "/")
        root = self.pod.folder / f"root-{self.name}"
        root.mkdir(exist_ok=True)
        script = ENTER.format(
            mounts=self.mounts(),
            read_only="mount -o remount,ro ." if security.get("readOnlyRootFilesystem") else "",
            user=who,
            folder=shlex.quote(folder),
            environment=" ".join(shlex.quote(f"{key}={value}") for key, value in variables.items()),
            command=" ".join(shlex.quote(each) for each in self.command(variables)),
        )
        self.code, self.ready, self.started, self.since = None, False, False, now()
        with open(self.log, "a") as log:
            # A container's user may open its own /dev/stdout.
            os.fchmod(log.fileno(), 0o666)
            self.process = subprocess.Popen(
                [
                    "ip",
                    "netns",
                    "exec",
                    self.pod.namespace,
                    "unshare",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    script,
                ],
                env={"PATH": os.environ["PATH"], "ROOT": str(root)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        threading.Thread(target=self.wait, args=(self.process,), daemon=True).start()

    def wait(self, process):
        code = process.wait()
        if process is self.process:
            self.left_at = time.time()
            self.code, self.ready = code, False

    def stop(self, grace=2.0):
        if not self.running:
            return
        try:
            child = (
                Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
                .read_text()
                .split()
            )
            for each in child:
                os.kill(int(each), signal.SIGTERM)
            end = time.time() + grace
            while self.code is None and time.time() < end:
                time.sleep(0.05)
        except (OSError, ValueError):
            pass
        if self.code is None:
            self.process.kill()
            self.process.wait()

    def port(self, wanted):
        if isinstance(wanted, int) or wanted.isdigit():
            return int(wanted)
        return next(
            each["containerPort"] for each in self.spec["ports"] if each.get("name") == wanted
        )

    def answers(self, probe):
        """What the kubelet would find, asking from its node."""
        wanted = probe.get("httpGet")
        if not wanted:
            return True
        kind = (
            http.client.HTTPSConnection
            if wanted.get("scheme") == "HTTPS"
            else http.client.HTTPConnection
        )
        more = (
            {"context": ssl._create_unverified_context()}
            if kind is http.client.HTTPSConnection
            else {}
        )
        connection = kind(self.pod.ip, self.port(wanted["port"]), timeout=3, **more)
        try:
            connection.request(
                "GET",
                wanted.get("path", "/"),
                headers={each["name"]: each["value"] for each in wanted.get("httpHeaders", [])},
            )
            return 200 <= connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def look(self):
        """Is it up, is it ready? One that is ready is asked more rarely."""
        if not self.running or (self.ready and time.time() < self.seen + 5):
            return
        self.seen = time.time()
        if not self.started:
            self.started = "startupProbe" not in self.spec or self.answers(
                self.spec["startupProbe"]
            )
        self.ready = self.started and (
            "readinessProbe" not in self.spec or self.answers(self.spec["readinessProbe"])
        )

    def status(self):
        if self.process is None:
            state = {"waiting": {"reason": "PodInitializing"}}
        elif self.running:
            state = {"running": {"startedAt": self.since}}
        else:
            state = {
                "terminated": {
                    "exitCode": abs(self.code),
                    "reason": "Error" if self.code else "Completed",
                    "startedAt": self.since,
                    "finishedAt": self.since,
                }
            }
        return {
            "name": self.name,
            "image": self.spec["image"],
            "imageID": "",
            "ready": self.ready or (not self.sidecar and self.code == 0),
            "started": self.started,
            "restartCount": self.restarts,
            "state": state,
        }


class Pod:
    """Lives in a thread of its own, from its binding to a node until it is deleted."""

    def __init__(self, kubelet, item, number):
        self.kubelet, self.item = kubelet, item
        self.name, self.space = item["metadata"]["name"], item["metadata"]["namespace"]
        self.path = f"/api/v1/namespaces/{self.space}/pods/{self.name}"
        self.namespace = f"{kubelet.cluster}-pod{number}"
        self.ip = network.address(kubelet.facts["pods"], 10 + number)
        self.number = number
        self.folder = kubelet.home / "pods" / kubelet.cluster / f"{self.name}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.volumes, self.ended, self.reported, self.start_time = (
            {},
            threading.Event(),
            None,
            now(),
        )
        spec = item["spec"]
        self.starters = [
            Container(self, each, each.get("restartPolicy") == "Always")
            for each in spec.get("initContainers", [])
        ]
        self.containers = [Container(self, each) for each in spec["containers"]]
        item["status"] |= {
            "podIP": self.ip,
            "podIPs": [{"ip": self.ip}],
            "hostIP": kubelet.facts["node"],
        }
        threading.Thread(target=self.live, daemon=True).start()

    def tell(self, text):
        self.kubelet.tell(f"{self.space}/{self.name}: {text}")

    def live(self):
        try:
            network.join(self.kubelet.cluster, self.number, self.namespace, self.ip)
            for name, value in (
                (each["name"], each["value"])
                for each in self.item["spec"].get("securityContext", {}).get("sysctls", [])
            ):
                network.within(
                    self.namespace, "sh", "-c", f"echo {value} > /proc/sys/{name.replace('.', '/')}"
                )
            while not self.filled() and not self.ended.wait(1):
                pass
            if self.run_starters():
                for each in self.containers:
                    each.start()
                self.watch()
        except (
            Exception
        ) as e:  # Told in the log of the nodes; the step that waits for the pod names it.
            self.tell(f"{type(e).__name__}: {e}")
        finally:
            self.leave()

    def filled(self):
        """Whether all volumes could be filled."""
        try:
            return self.fill()
        except OSError as e:
            self.tell(f"{e}")
            return False

    def fill(self):
        for volume in self.item["spec"].get("volumes", []):
            name = volume["name"]
            if volume.get("csi", {}).get("driver") == DRIVER:
                folder, missing = self.kubelet.volumes.mount(
                    self.space, volume["csi"]["volumeAttributes"]["secretProviderClass"]
                )
            else:
                folder = self.folder / "volumes" / name
                missing = self.kubelet.volumes.write(self.item, volume, folder)
            if missing:
                self.tell(missing)
                return False
            self.volumes[name] = folder
        return True

    def run_starters(self):
        for each in self.starters:
            while not self.ended.is_set():
                if not each.running:
                    each.start()
                while (
                    each.running
                    and not (each.sidecar and each.started)
                    and not self.ended.wait(0.2)
                ):
                    each.look()
                    self.report("Pending")
                if each.code == 0 or each.running:
                    break
                each.restarts += 1
                self.tell(f"{each.name} ended with {each.code}: {each.log.read_text()[-400:]}")
                self.ended.wait(1)
        return not self.ended.is_set()

    def watch(self):
        always = self.item["spec"].get("restartPolicy", "Always") == "Always"
        while not self.ended.is_set():
            for each in [*self.starters, *self.containers]:
                each.look()
                # Not at once: a sidecar may have been told to go, and the pod's end comes next.
                if (
                    each.process
                    and not each.running
                    and (each.sidecar or (always and each in self.containers))
                    and time.time() > each.left_at + 2
                ):
                    each.restarts += 1
                    self.tell(f"{each.name} ended with {each.code}: {each.log.read_text()[-400:]}")
                    each.start()
            if not always and all(each.code is not None for each in self.containers):
                for each in self.starters:
                    each.sidecar = False
                    each.stop()
                while not self.ended.is_set():
                    self.report(
                        "Succeeded" if not any(each.code for each in self.containers) else "Failed"
                    )
                    self.ended.wait(1)
            self.report("Running")
            self.ended.wait(0.3)

    def report(self, phase):
        if self.ended.is_set():
            return
        ready = phase == "Running" and all(
            each.ready
            for each in [*self.containers, *(each for each in self.starters if each.sidecar)]
        )
        conditions = [
            ("PodScheduled", True),
            ("Initialized", phase != "Pending"),
            ("ContainersReady", ready),
            ("Ready", ready),
        ]
        status = {
            "phase": phase,
            "startTime": self.start_time,
            "hostIP": self.kubelet.facts["node"],
            "podIP": self.ip,
            "podIPs": [{"ip": self.ip}],
            "conditions": [{"type": kind, "status": str(holds)} for kind, holds in conditions],
            "initContainerStatuses": [each.status() for each in self.starters],
            "containerStatuses": [each.status() for each in self.containers],
        }
        if status != self.reported:
            self.reported = status
            stamped = {
                **status,
                "conditions": [
                    {**each, "lastTransitionTime": now()} for each in status["conditions"]
                ],
            }
            try:
                self.kubelet.api.ask("PATCH", f"{self.path}/status", {"status": stamped})
            except OSError as e:
                self.reported = None
                self.tell(f"{e}")

    def leave(self):
        self.ended.wait()
        for each in reversed([*self.starters, *self.containers]):
            each.stop()
        try:
            network.leave(self.namespace)
            if self.kubelet.api.find(self.path):
                self.kubelet.api.ask("DELETE", f"{self.path}?gracePeriodSeconds=0")
        except (OSError, subprocess.CalledProcessError) as e:
            self.tell(f"{e}")
        self.kubelet.forget(self)
