"""Nobody has to set a variable to run the checks."""

import os
from pathlib import Path

import pytest

from conformance.shared import places


def test_tools_are_in_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    names = ("CRDS", "ENVOY_BOOTSTRAP", "ISTIO_CERTS", "OLDEST_AZ")
    for name in (f"MESHGEN_{each}" for each in names):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "mesh-conformance"
    assert places.crds() == home / "crds"
    assert places.envoy_bootstrap() == home / "envoy_bootstrap.json"
    assert places.istio_makefile() == home / "istio-certs" / "Makefile.selfsigned.mk"
    assert places.oldest_az() == home / "oldest-az" / "bin" / "az"


def test_a_variable_names_another_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MESHGEN_CRDS", str(tmp_path))
    assert places.crds() == tmp_path


def test_the_installed_tools_come_first_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/no/such/file")
    home = tmp_path / "mesh-conformance"
    home.mkdir()
    (home / "terraformrc").touch()
    places.use_installed_tools()
    places.use_installed_tools()
    assert os.environ["PATH"] == f"{home / 'bin'}:/usr/bin"
    assert os.environ["TF_CLI_CONFIG_FILE"] == str(home / "terraformrc")
