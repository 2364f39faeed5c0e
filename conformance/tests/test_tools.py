"""The installer's lists are pinned, and agree with what they are for."""

import json
import re
from pathlib import Path

import pytest

from conformance.azure.catalog import KUBERNETES
from conformance.shared import places

LISTS = sorted((places.CONFORMANCE / "tools" / "python").glob("*.txt"))
RESOURCES = places.PROJECT / "src" / "main" / "resources" / "dev" / "meshgen"


@pytest.mark.parametrize("packages", LISTS, ids=lambda each: str(each.stem))
def test_every_python_package_has_its_version(packages: Path) -> None:
    lines = [each for each in packages.read_text().splitlines() if not each.startswith("#")]
    assert lines
    assert [each for each in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][^ ]*", each)] == []


def test_the_oldest_az_is_the_one_that_the_steps_accept() -> None:
    library = (places.PROJECT / "templates" / "scripts" / "lib.sh").read_text()
    needed = re.search(r"the steps need ([0-9.]+)", library)
    assert needed
    packages = (places.CONFORMANCE / "tools" / "python" / "oldest-az.txt").read_text()
    assert f"azure-cli=={needed[1]}" in packages.splitlines()


def test_each_check_has_its_part_in_the_installer() -> None:
    installer = (places.CONFORMANCE / "tools" / "install").read_text()
    programs = {each.name for each in places.CONFORMANCE.iterdir() if each.is_file()}
    checks = {each for each in programs if "." not in each}
    assert "manifests" in checks
    for check in checks:
        assert installer.count(f"[{check}]=") == 3


@pytest.mark.parametrize(
    ("tool", "setting"),
    [
        ("azurerm provider", r"azurerm_version=(\S+)"),
        ("kube-apiserver, kube-controller-manager", r"\.gitVersion=v(\S+)"),
        ("istioctl, pilot-discovery, pilot-agent", r"pkg/version version=(\S+)"),
    ],
)
def test_the_page_names_the_versions_that_are_installed(tool: str, setting: str) -> None:
    page = (places.CONFORMANCE / "README.md").read_text()
    assert f"| {tool} | {installed(setting)} |" in page


def test_the_table_of_replacements_is_of_the_provider_that_is_installed() -> None:
    table = (RESOURCES / "change" / "azurerm.txt").read_text()
    assert table.startswith(f"azurerm {installed(r'azurerm_version=(.+)')}, read on ")


def test_the_simulated_azure_has_every_kubernetes_minor_of_the_catalog() -> None:
    catalog = json.loads((RESOURCES / "binding" / "catalog.json").read_text())
    assert KUBERNETES.keys() == catalog["kubernetes"].keys()


def installed(setting: str) -> str:
    found = re.search(setting, (places.CONFORMANCE / "tools" / "install").read_text())
    assert found
    return found[1]
