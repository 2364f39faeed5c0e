"""What a kubelet and the Secrets Store CSI driver put into a pod's volumes."""

import base64
import json
import os
import shutil
import subprocess
import threading
import time

DRIVER = "secrets-store.csi.k8s.io"


def publish(folder, files):
    """Brings a folder to this content in one move, as kubelet and driver do: names lead through ..data to the newest files."""
    current = folder / "..data"
    if current.exists() and {each.name: each.read_bytes() for each in current.iterdir()} == files:
        return
    new = folder / f"..{time.time_ns()}"
    new.mkdir(parents=True)
    for name, content in files.items():
        (new / name).write_bytes(content)
    old = folder / os.readlink(current) if current.exists() else None
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


def field(pod, path):
    """A value for the downward API: metadata.labels['app'], status.podIP."""
    if path.startswith(("metadata.labels[", "metadata.annotations[")):
        kind, key = path.removeprefix("metadata.")[:-2].split("['", 1)
        return pod["metadata"].get(kind, {}).get(key, "")
    value = pod
    for part in path.split("."):
        value = value.get(part, {})
    if isinstance(value, dict):
        return "".join(f"{key}={json.dumps(each)}\n" for key, each in sorted(value.items()))
    return str(value)


def resource(reference):
    """A container's limit: two processors and a GiB, whatever it asked for."""
    return str(2**30 if "memory" in reference["resource"] else 2)


class Volumes:
    def __init__(self, api, cluster, home):
        self.api, self.cluster, self.home = api, cluster, home
        self.lock = threading.Lock()

    def write(self, pod, volume, folder):
        """Fills one volume; a second call brings it up to date. Says what is missing, if something is."""
        namespace = pod["metadata"]["namespace"]
        if "csi" in volume:
            return (
                None
                if volume["csi"]["driver"] == DRIVER
                else f"no driver {volume['csi']['driver']}"
            )
        if "emptyDir" in volume or "hostPath" in volume:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o777)
            return None
        sources = volume["projected"]["sources"] if "projected" in volume else [volume]
        files = {}
        for source in sources:
            if missing := self.collect(pod, namespace, source, files, folder):
                return missing
        folder.mkdir(parents=True, exist_ok=True)
        publish(folder, files)
        return None

    def collect(self, pod, namespace, source, files, folder):
        if token := source.get("serviceAccountToken"):
            known = folder / token["path"]
            files[token["path"]] = known.read_bytes() if known.exists() else self.token(pod, token)
        elif "downwardAPI" in source:
            for each in source["downwardAPI"]["items"]:
                value = (
                    field(pod, each["fieldRef"]["fieldPath"])
                    if "fieldRef" in each
                    else resource(each["resourceFieldRef"])
                )
                files[each["path"]] = value.encode()
        else:
            kind = next(each for each in ("configMap", "secret") if each in source)
            wanted = source[kind]
            name = wanted.get("name") or wanted.get("secretName")
            found = self.api.find(f"/api/v1/namespaces/{namespace}/{kind.lower()}s/{name}")
            if not found:
                return None if wanted.get("optional") else f"{kind} {name} is missing"
            data = {key: value.encode() for key, value in found.get("data", {}).items()}
            if kind == "secret":
                data = {key: base64.b64decode(value) for key, value in data.items()}
            paths = {each["key"]: each["path"] for each in wanted.get("items", [])} or {
                key: key for key in data
            }
            files.update({path: data[key] for key, path in paths.items() if key in data})
        return None

    def token(self, pod, wanted):
        account = pod["spec"].get("serviceAccountName", "default")
        audience = [wanted["audience"]] if "audience" in wanted else []
        answer = self.api.create(
            f"/api/v1/namespaces/{pod['metadata']['namespace']}/serviceaccounts/{account}/token",
            {
                "apiVersion": "authentication.k8s.io/v1",
                "kind": "TokenRequest",
                "spec": {
                    "audiences": audience,
                    "expirationSeconds": 86400,
                    "boundObjectRef": {
                        "apiVersion": "v1",
                        "kind": "Pod",
                        "name": pod["metadata"]["name"],
                        "uid": pod["metadata"]["uid"],
                    },
                },
            },
        )
        return answer["status"]["token"].encode()

    def mount(self, namespace, name):
        """What the CSI driver does: the provider's own code reads the vault, and Secrets follow the files. Gives the folder, or what is wrong."""
        item = self.api.find(
            f"/apis/secrets-store.csi.x-k8s.io/v1/namespaces/{namespace}/secretproviderclasses/{name}"
        )
        if not item:
            return None, f"SecretProviderClass {name} is missing"
        with self.lock:  # Several pods may mount the same.
            return self.read_vault(item)

    def read_vault(self, item):
        name, namespace = item["metadata"]["name"], item["metadata"]["namespace"]
        folder = self.home / "mounts" / self.cluster / name
        staging, source = folder.with_name(f"{name}.staging"), folder.with_suffix(".json")
        folder.mkdir(parents=True, exist_ok=True)
        source.write_text(
            json.dumps(
                {key: item[key] for key in ("apiVersion", "kind", "spec")}
                | {"metadata": {"name": name, "namespace": namespace}}
            )
        )
        shutil.rmtree(staging, ignore_errors=True)
        done = subprocess.run(
            ["csi-mount", str(source), str(staging)],
            env={**os.environ, "VAULT_DIR": str(self.home / "vault")},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            return None, f"mount of {name} fails: {done.stderr.strip()[-300:]}"
        files = {
            each.name: each.read_bytes()
            for each in staging.iterdir()
            if each.is_file() and not each.name.startswith("..")
        }
        shutil.rmtree(staging)
        publish(folder, files)
        for secret in item["spec"].get("secretObjects", []):
            data = {
                each["key"]: base64.b64encode(files[each["objectName"]]).decode()
                for each in secret["data"]
            }
            self.api.put_data(
                f"/api/v1/namespaces/{namespace}/secrets",
                {
                    "apiVersion": "v1",
                    "kind": "Secret",
                    "type": secret["type"],
                    "metadata": {"name": secret["secretName"]},
                    "data": data,
                },
            )
        return folder, None
