"""What the simulated Azure tells of VM sizes, their restrictions and quotas."""

from pathlib import Path

import pytest

from conformance.azure import compute
from conformance.azure.answers import Body
from conformance.tests.simulated import BASE, Azure

PROVIDER = f"{BASE}/providers/Microsoft.Compute"


@pytest.fixture
def azure(tmp_path: Path) -> Azure:
    return Azure(tmp_path)


def sizes(azure: Azure) -> dict[str, Body]:
    return {each["name"]: each for each in azure.get(f"{PROVIDER}/skus").body["value"]}


def test_a_size_has_its_family_and_its_vcpus(azure: Azure) -> None:
    found = sizes(azure)["Standard_D4ds_v5"]
    assert found["family"] == "standardDDSv5Family"
    assert found["capabilities"] == [{"name": "vCPUs", "value": "4"}]
    assert found["restrictions"] == []


def test_a_zone_can_be_restricted(azure: Azure) -> None:
    azure.cloud.store.table(compute.RESTRICTED)["westeurope"] = {"2": True}
    found = compute.sku(azure.cloud, "Standard_D4ds_v5", "westeurope")
    assert found["restrictions"][0]["restrictionInfo"]["zones"] == ["2"]
    assert compute.sku(azure.cloud, "Standard_D4ds_v5", "uksouth")["restrictions"] == []
    assert compute.sku(azure.cloud, "Standard_D4ds_v5", "westus")["locationInfo"][0]["zones"] == []


def test_a_quota_has_a_row_for_each_family_and_for_the_region(azure: Azure) -> None:
    azure.cloud.settings.vcpu_quota = 12
    rows = azure.get(f"{PROVIDER}/locations/westeurope/usages").body["value"]
    found = {each["name"]["value"]: (each["currentValue"], each["limit"]) for each in rows}
    assert found["standardDDSv5Family"] == (0, 12)
    assert found["cores"] == (0, 100_000)
