"""What a kubelet and the Secrets Store CSI driver put into a pod's volumes."""

import base64
import json
import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

from conformance.lab import key_vault
from conformance.lab.api import Api, Item
from conformance.shared.commands import run

DRIVER = "secrets-store.csi.k8s.io"
EXCHANGE = "api://AzureADTokenExchange"
# By cluster, the subjects of the credentials that its identities have.
SUBJECTS = "subjects.json"
Files = dict[str, bytes]


def publish(folder: Path, files: Files) -> None:
    """Brings a folder to this content in one move: names lead through ..data to the newest."""
    current = folder / "..data"
    if current.exists() and {each.name: each.read_bytes() for each in current.iterdir()} == files:
        return
    new = folder / f"..{time.time_ns()}"
    new.mkdir(parents=True)
    for name, content in files.items():
        (new / name).write_bytes(content)
    old = folder / current.readlink() if current.exists() else None
    (folder / "..data_tmp").symlink_to(new.name)
    (folder / "..data_tmp").rename(current)
    for name in files:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(f"..data/{name}")
    for each in folder.iterdir():
        # What is no link is the place where another volume is mounted.
        if each.is_symlink() and not each.name.startswith("..") and each.name not in files:
            each.unlink()
    if old:
        shutil.rmtree(old)


def field(pod: Item, path: str) -> str:
    """A value for the downward API: metadata.labels['app'], status.podIP."""
    if path.startswith(("metadata.labels[", "metadata.annotations[")):
        kind, key = path.removeprefix("metadata.")[:-2].split("['", 1)
        return str(pod["metadata"].get(kind, {}).get(key, ""))
    value: Any = pod
    for part in path.split("."):
        value = value.get(part, {})
    if isinstance(value, dict):
        return "".join(f"{key}={json.dumps(each)}\n" for key, each in sorted(value.items()))
    return str(value)


def resource(reference: Item) -> str:
    """A container's limit: two processors and a GiB, whatever it asked for."""
    return str(2**30 if "memory" in reference["resource"] else 2)


def downward(pod: Item, item: Item) -> str:
    if "fieldRef" in item:
        return field(pod, item["fieldRef"]["fieldPath"])
    return resource(item["resourceFieldRef"])


class Volumes:
    """The volumes of a cluster's pods."""

    def __init__(self, api: Api, cluster: str, home: Path) -> None:
        self.api, self.cluster, self.home = api, cluster, home
        self.lock = threading.Lock()

    def write(self, pod: Item, volume: Item, folder: Path) -> str | None:
        """Fills one volume, or brings it up to date. Tells what is missing."""
        if "csi" in volume:
            driver = volume["csi"]["driver"]
            return None if driver == DRIVER else f"no driver {driver}"
        if "emptyDir" in volume or "hostPath" in volume:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o777)
            return None
        sources = volume["projected"]["sources"] if "projected" in volume else [volume]
        files: Files = {}
        for source in sources:
            if missing := self.collect(pod, source, files, folder):
                return missing
        folder.mkdir(parents=True, exist_ok=True)
        publish(folder, files)
        return None

    def collect(self, pod: Item, source: Item, files: Files, folder: Path) -> str | None:
        if token := source.get("serviceAccountToken"):
            known = folder / token["path"]
            files[token["path"]] = known.read_bytes() if known.exists() else self.token(pod, token)
        elif "downwardAPI" in source:
            for each in source["downwardAPI"]["items"]:
                files[each["path"]] = downward(pod, each).encode()
        else:
            return self.collect_object(pod["metadata"]["namespace"], source, files)
        return None

    def collect_object(self, namespace: str, source: Item, files: Files) -> str | None:
        kind = next(each for each in ("configMap", "secret") if each in source)
        wanted = source[kind]
        name = wanted.get("name") or wanted.get("secretName")
        found = self.api.find(f"/api/v1/namespaces/{namespace}/{kind.lower()}s/{name}")
        if not found:
            return None if wanted.get("optional") else f"{kind} {name} is missing"
        data = {key: value.encode() for key, value in found.get("data", {}).items()}
        if kind == "secret":
            data = {key: base64.b64decode(value) for key, value in data.items()}
        items = {each["key"]: each["path"] for each in wanted.get("items", [])}
        paths = items or {key: key for key in data}
        files.update({path: data[key] for key, path in paths.items() if key in data})
        return None

    def token(self, pod: Item, wanted: Item) -> bytes:
        meta = pod["metadata"]
        account = pod["spec"].get("serviceAccountName", "default")
        owner = {"apiVersion": "v1", "kind": "Pod", "name": meta["name"], "uid": meta["uid"]}
        spec = {
            "audiences": [wanted["audience"]] if "audience" in wanted else [],
            "expirationSeconds": 24 * 60 * 60,
            "boundObjectRef": owner,
        }
        request = {
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "TokenRequest",
            "spec": spec,
        }
        accounts = f"/api/v1/namespaces/{meta['namespace']}/serviceaccounts"
        answer = self.api.create(f"{accounts}/{account}/token", request)
        return str(answer["status"]["token"]).encode()

    def mount(self, pod: Item, name: str) -> tuple[Path | None, str | None]:
        """What the CSI driver does. Returns the folder, or what is wrong."""
        classes = f"/apis/secrets-store.csi.x-k8s.io/v1/namespaces/{pod['metadata']['namespace']}"
        item = self.api.find(f"{classes}/secretproviderclasses/{name}")
        if not item:
            return None, f"SecretProviderClass {name} is missing"
        with self.lock:  # Several pods may mount the same.
            return self.read_vault(item, self.identity(pod, item))

    def identity(self, pod: Item, item: Item) -> dict[str, str]:
        """The pod's token, and the subjects that Entra ID knows; none for the add-on's identity."""
        if "clientID" not in item["spec"]["parameters"]:
            return {}
        subjects = json.loads((self.home / SUBJECTS).read_text())[self.cluster]
        token = self.token(pod, {"audience": EXCHANGE}).decode()
        return {"SERVICE_ACCOUNT_TOKEN": token, "FEDERATED_SUBJECTS": json.dumps(subjects)}

    def read_vault(self, item: Item, identity: dict[str, str]) -> tuple[Path | None, str | None]:
        """The provider's own code reads the vault, and Secrets follow the files."""
        name, namespace = item["metadata"]["name"], item["metadata"]["namespace"]
        folder = self.home / "mounts" / self.cluster / name
        staging, source = folder.with_name(f"{name}.staging"), folder.with_suffix(".json")
        folder.mkdir(parents=True, exist_ok=True)
        plain = {key: item[key] for key in ("apiVersion", "kind", "spec")}
        source.write_text(json.dumps(plain | {"metadata": {"name": name, "namespace": namespace}}))
        shutil.rmtree(staging, ignore_errors=True)
        with key_vault.readable(self.home, item["spec"]["parameters"]) as vaults:
            env = {**os.environ, **identity, "VAULT_DIR": str(vaults)}
            done = run("csi-mount", source, staging, env=env)
        if not done.succeeded:
            return None, f"mount of {name} fails: {done.err.strip()[-300:]}"
        own = [each for each in staging.iterdir() if not each.name.startswith("..")]
        files = {each.name: each.read_bytes() for each in own if each.is_file()}
        shutil.rmtree(staging)
        publish(folder, files)
        for secret in item["spec"].get("secretObjects", []):
            self.sync(namespace, secret, files)
        return folder, None

    def sync(self, namespace: str, secret: Item, files: Files) -> None:
        """The driver makes a Secret and follows the files; it never removes one."""
        data = {
            each["key"]: base64.b64encode(files[each["objectName"]]).decode()
            for each in secret["data"]
        }
        labels = secret.get("labels", {}) | {f"{DRIVER}/managed": "true"}
        item = {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": secret["type"],
            "metadata": {"name": secret["secretName"], "labels": labels},
            "data": data,
        }
        self.api.put_data(f"/api/v1/namespaces/{namespace}/secrets", item)
