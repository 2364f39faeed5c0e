"""The container image: its layout as a runtime reads it, then its program, run in its files."""

import gzip
import hashlib
import json
import os
import stat
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.packed.program import SAMPLE, Program, do_the_main_job, say_times
from conformance.shared.commands import found
from conformance.shared.report import Fact, Report

NOBODY = 65532
# As a container's runtime does: an own /proc, by which the loader finds the runtime's libraries.
ENTER = 'mount -t proc proc "$0/proc" && cd "$0" && exec chroot --userspec="$1" "$0" "${@:2}"'


@dataclass(frozen=True)
class Image:
    """An image that was saved as a tarball, unpacked."""

    folder: Path
    manifest: dict[str, Any]
    config: dict[str, Any]

    @property
    def layers(self) -> list[Path]:
        return [self.folder / each for each in self.manifest["Layers"]]

    @property
    def entry(self) -> list[str]:
        words: list[str] = self.config["config"]["Entrypoint"]
        return words


def read_image(tarball: Path, folder: Path) -> Image:
    with tarfile.open(tarball) as packed:
        packed.extractall(folder, filter="data")
    (manifest,) = json.loads((folder / "manifest.json").read_text())
    return Image(folder, manifest, json.loads((folder / manifest["Config"]).read_text()))


def layout(image: Image, version: str) -> dict[str, Fact]:
    """What is, and what should be."""
    settings = image.config["config"]
    files: dict[str, tarfile.TarInfo] = {}
    plain = []
    for layer in image.layers:
        content = gzip.decompress(layer.read_bytes())
        plain.append(f"sha256:{hashlib.sha256(content).hexdigest()}")
        with tarfile.open(layer) as packed:
            files |= {each.name: each for each in packed.getmembers()}
    open_ones = [
        name for name, each in files.items() if each.mode & stat.S_IWOTH or each.mode & 0o6000
    ]
    owned = {(each.uid, each.gid) for each in files.values()}
    strange = [name for name, each in files.items() if not each.isfile() and not each.isdir()]
    program = files.get(image.entry[0].lstrip("/"))
    return {
        "the tag": (image.manifest["RepoTags"], [f"meshgen:{version}"]),
        "the system": (image.config["os"], "linux"),
        "the user": (settings["User"], f"{NOBODY}:{NOBODY}"),
        "the digests of the layers": (image.config["rootfs"]["diff_ids"], plain),
        "files that others may change, or that change the user": (open_ones, []),
        "the owners": (owned, {(0, 0)}),
        "links and devices": (strange, []),
        "a program to start": (bool(program and program.mode & stat.S_IXOTH), True),
        "variables": (settings.get("Env", []), []),
        "ports": (settings.get("ExposedPorts", {}), {}),
    }


def judge_image(report: Report, image: Image, version: str, work: Path) -> None:
    report.facts("image", layout(image, version))
    if os.geteuid() != 0 or not found("unshare"):
        report.skip("root or unshare", "the image's program is not run")
        return
    root = work / "root"
    for layer in image.layers:
        with tarfile.open(layer) as packed:
            packed.extractall(root, filter="tar")
    mesh = root / image.config["config"]["WorkingDir"].lstrip("/")
    mesh.mkdir()
    os.chown(mesh, NOBODY, NOBODY)
    (root / "proc").mkdir()
    namespaces = ("unshare", "--mount", "--pid", "--net", "--fork", "bash", "-c", ENTER, root)
    user = image.config["config"]["User"]
    environment = {"PATH": os.environ["PATH"]}
    do_the_main_job(
        report, Program("image", (*namespaces, user, *image.entry), environment), mesh, "/mesh"
    )
    last = image.entry.index("-jar")
    (mesh / "sample.yaml").write_text(SAMPLE.read_text())
    program = Program("image", (*namespaces, user, *image.entry), environment)
    say_times(report, {program: ("/mesh/sample.yaml", "/mesh/tree")})
    strict = [*image.entry[:last], "-Xshare:on", *image.entry[last:]]
    classes = Program("image", (*namespaces, user, *strict), environment).run("--version")
    report.check("image: its archive of classes is valid", classes.succeeded, classes.text)
