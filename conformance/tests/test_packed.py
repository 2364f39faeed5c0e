"""The judges of packages notice what is wrong with one."""

import gzip
import hashlib
import io
import tarfile
from pathlib import Path
from typing import Any

import pytest

from conformance.packed.contents import names, names_apache
from conformance.packed.image import Image, layout
from conformance.packed.jdks import installed_jdks
from conformance.packed.trouble import is_one_line

LISTED = """
     (Apache License, Version 2.0) A reader (org.example:reader:1.2 - https://example.org)
     (MIT) Something (org.example:some-thing:3.0.1 - https://example.org)
"""


def image(folder: Path, *, user: str = "65532:65532", **changes: Any) -> Image:
    """An image of one program."""
    info = tarfile.TarInfo("opt/java")
    info.mode, info.uid = changes.get("mode", 0o755), changes.get("owner", 0)
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as packed:
        packed.addfile(info)
    digest = hashlib.sha256(plain.getvalue() + changes.get("more", b"")).hexdigest()
    (folder / "layer.tar.gz").write_bytes(gzip.compress(plain.getvalue()))
    manifest = {"RepoTags": ["meshgen:1.0"], "Layers": ["layer.tar.gz"]}
    settings = {"User": user, "Entrypoint": ["/opt/java"], "Env": changes.get("env", [])}
    rootfs = {"diff_ids": [f"sha256:{digest}"]}
    return Image(folder, manifest, {"os": "linux", "config": settings, "rootfs": rootfs})


def wrong(judged: Image) -> set[str]:
    return {name for name, (is_, should) in layout(judged, "1.0").items() if is_ != should}


def test_a_sound_image_has_nothing_wrong(tmp_path: Path) -> None:
    assert wrong(image(tmp_path)) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"user": "root"}, "the user"),
        ({"mode": 0o757}, "files that others may change, or that change the user"),
        ({"mode": 0o4755}, "files that others may change, or that change the user"),
        ({"mode": 0o644}, "a program to start"),
        ({"owner": 1000}, "the owners"),
        ({"more": b"x"}, "the digests of the layers"),
        ({"env": ["TOKEN=x"]}, "variables"),
    ],
)
def test_a_fault_of_an_image_is_named(
    tmp_path: Path, changes: dict[str, Any], expected: str
) -> None:
    assert wrong(image(tmp_path, **changes)) == {expected}


def test_a_library_is_found_by_name_and_version() -> None:
    assert names(LISTED, "some-thing-3.0.1.jar")
    assert not names(LISTED, "some-thing-3.0.2.jar")
    assert names_apache(LISTED, "reader-1.2.jar")
    assert not names_apache(LISTED, "some-thing-3.0.1.jar")


def test_jdks_are_sorted_and_old_ones_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    for name, version in {"a": "25.0.1", "b": "17.0.2", "c": "11.0.9"}.items():
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin" / "javac").touch()
        (tmp_path / name / "release").write_text(f'JAVA_VERSION="{version}"\n')
    assert [each.version for each in installed_jdks(tmp_path)] == [17, 25]


def test_two_lines_are_not_one() -> None:
    assert is_one_line("only this\n")
    assert not is_one_line("this\nand that\n")
    assert not is_one_line("")
