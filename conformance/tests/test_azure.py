"""The simulated Azure: what every resource has in common, and what it refuses."""

from pathlib import Path
from typing import Any

import pytest

from conformance.azure.caller import code
from conformance.azure.identifiers import parse
from conformance.azure.roles import BY_NAME
from conformance.azure.store import Store
from conformance.tests.simulated import BASE, NETWORK, Azure

VNET = "Microsoft.Network/virtualNetworks"


@pytest.fixture
def azure(tmp_path: Path) -> Azure:
    return Azure(tmp_path)


def subnet(prefix: str) -> dict[str, Any]:
    return {"properties": {"addressPrefix": prefix}}


def role(name: str) -> str:
    return BY_NAME[name.lower()].id


def test_an_id_is_taken_apart_at_its_last_provider() -> None:
    found = parse("/subscriptions/S/resourceGroups/G/providers/N.A/x/1/providers/N.B/y/2/z/3")
    assert (found.type, found.name, found.group) == ("N.B/y/z", "3", "G")
    assert found.scope == "/subscriptions/S/resourceGroups/G/providers/N.A/x/1"
    assert found.outer(1) == found.scope + "/providers/N.B/y/2"


def test_a_resource_is_read_back_whatever_the_case_of_its_id(azure: Azure) -> None:
    path = azure.network()
    found = azure.get(path.replace("resourceGroups/g", "resourcegroups/G").replace("/net", "/NET"))
    assert found.status == 200
    assert found.body["id"] == path
    assert found.body["properties"]["provisioningState"] == "Succeeded"


def test_what_is_put_is_there_after_a_restart(azure: Azure, tmp_path: Path) -> None:
    path = azure.network()
    azure.cloud.store.save()
    again = Store(tmp_path / "state.json").get(path)
    assert again is not None
    assert again.properties["addressSpace"] == {"addressPrefixes": ["10.1.0.0/16"]}


def test_what_is_new_is_created_and_what_was_there_is_replaced(azure: Azure) -> None:
    path = f"{BASE}/resourceGroups/g"
    assert azure.put(path, {"location": "westeurope"}).status == 201
    assert azure.put(path, {"location": "West Europe"}).status == 200
    assert code(azure.put(path, {"location": "northeurope"})) == "InvalidResourceLocation"


@pytest.mark.parametrize(
    ("path", "version", "expected"),
    [
        ("Microsoft.Network/virtualNetwork/net", "2025-01-01", "InvalidResourceType"),
        ("Microsoft.Netwok/virtualNetworks/net", "2025-01-01", "InvalidResourceNamespace"),
        ("Microsoft.Network/virtualNetworks/net", "2019-01-01", "NoRegisteredProviderFound"),
    ],
)
def test_what_azure_does_not_know_is_refused(
    azure: Azure, path: str, version: str, expected: str
) -> None:
    wanted = f"{azure.group()}/providers/{path}"
    assert code(azure.put(wanted, {"location": "westeurope"}, version=version)) == expected


def test_an_unknown_property_is_refused_with_its_path(azure: Azure) -> None:
    path = f"{azure.group()}/providers/{VNET}/net"
    found = azure.put(path, {"location": "westeurope", "properties": {"adressSpace": {}}})
    assert code(found) == "InvalidRequestContent"
    assert "'properties.adressSpace'" in found.body["error"]["message"]


def test_a_missing_group_parent_or_resource_is_named(azure: Azure) -> None:
    nowhere = f"{BASE}/resourceGroups/none/providers/{VNET}/net"
    assert code(azure.put(nowhere, {"location": "westeurope"})) == "ResourceGroupNotFound"
    assert code(azure.get(f"{BASE}/resourceGroups/none")) == "ResourceGroupNotFound"
    path = f"{azure.group()}/providers/{VNET}/net"
    assert code(azure.get(path)) == "ResourceNotFound"
    assert code(azure.put(path + "/subnets/s", subnet("10.1.0.0/24"))) == "ParentResourceNotFound"


def test_a_request_needs_a_token_that_is_valid(azure: Azure) -> None:
    azure.cloud.settings.token_lifetime = 60
    path = f"{BASE}/resourceGroups/g"
    assert azure.put(path, {"location": "westeurope"}).status == 201
    azure.cloud.now = lambda: 0.0  # type: ignore[method-assign]
    token = azure.cloud.directory
    principal = token.find(azure.principal)
    assert principal is not None
    old = token.token(principal, "https://management.azure.com", 0, 60)
    with pytest.raises(Exception, match="ExpiredAuthenticationToken"):
        token.who(old, ("https://management.azure.com",), 61)
    with pytest.raises(Exception, match="InvalidAuthenticationTokenAudience"):
        token.who(old, ("https://vault.azure.net",), 1)
    with pytest.raises(Exception, match="InvalidAuthenticationToken"):
        token.who(old[:-2] + "xx", ("https://management.azure.com",), 1)


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("10.1.0.0/24", "201"),
        ("10.1.0.0/30", "NetcfgInvalidSubnet"),
        ("10.2.0.0/24", "NetcfgInvalidSubnet"),
        ("10.1.0.7/24", "InvalidCIDRNotation"),
        ("10.1.0.300/24", "InvalidAddressPrefixFormat"),
    ],
)
def test_a_subnet_is_inside_its_network(azure: Azure, prefix: str, expected: str) -> None:
    assert code(azure.put(azure.network() + "/subnets/s", subnet(prefix))) == expected


def test_subnets_do_not_overlap(azure: Azure) -> None:
    path = azure.network()
    assert azure.put(path + "/subnets/a", subnet("10.1.0.0/24")).status == 201
    found = azure.put(path + "/subnets/b", subnet("10.1.0.128/25"))
    assert code(found) == "NetcfgSubnetRangesOverlap"
    assert azure.put(path + "/subnets/a", subnet("10.1.0.0/23")).status == 200
    listed = azure.get(path).body["properties"]["subnets"]
    assert [each["name"] for each in listed] == ["a"]


def test_what_is_linked_is_in_the_same_region(azure: Azure) -> None:
    path = azure.network()
    codes = {}
    for place in ("northeurope", "westeurope"):
        group = f"{azure.group()}/providers/{NETWORK}/networkSecurityGroups/{place}"
        assert azure.put(group, {"location": place, "properties": {}}).status == 201
        wanted = subnet("10.1.0.0/24")
        wanted["properties"]["networkSecurityGroup"] = {"id": group}
        codes[place] = code(azure.put(path + "/subnets/s", wanted))
    assert codes == {"northeurope": "InvalidResourceReference", "westeurope": "201"}


def test_a_peering_is_connected_once_the_other_side_has_one(azure: Azure) -> None:
    group = azure.group()
    one, two = (
        azure.network("one", "10.1.0.0/16", group),
        azure.network("two", "10.2.0.0/16", group),
    )
    there, back = one + "/virtualNetworkPeerings/p", two + "/virtualNetworkPeerings/p"
    azure.put(there, {"properties": {"remoteVirtualNetwork": {"id": two}}})
    assert azure.get(there).body["properties"]["peeringState"] == "Initiated"
    azure.put(back, {"properties": {"remoteVirtualNetwork": {"id": one}}})
    assert azure.get(there).body["properties"]["peeringState"] == "Connected"
    assert azure.delete(back).status == 202
    assert azure.get(there).body["properties"]["peeringState"] == "Disconnected"


def test_networks_that_overlap_are_not_peered(azure: Azure) -> None:
    group = azure.group()
    one, two = (
        azure.network("one", "10.1.0.0/16", group),
        azure.network("two", "10.1.128.0/17", group),
    )
    found = azure.put(
        one + "/virtualNetworkPeerings/p", {"properties": {"remoteVirtualNetwork": {"id": two}}}
    )
    assert code(found) == "VnetAddressSpacesOverlap"


def test_a_role_counts_once_it_is_effective(azure: Azure) -> None:
    path = azure.network()
    identity = azure.identity()
    principal = identity["properties"]["principalId"]
    azure.cloud.settings.role_delay = 60
    assert azure.assign(principal, role("Network Contributor"), path).status == 201
    join = "Microsoft.Network/virtualNetworks/subnets/join/action"
    assert not azure.cloud.may(principal, join, path + "/subnets/s")
    azure.cloud.settings.role_delay = 0
    assert azure.cloud.may(principal, join, path + "/subnets/s")
    assert not azure.cloud.may(principal, join, path + "2/subnets/s")
    assert not azure.cloud.may(principal, "Microsoft.Compute/disks/write", path)


def test_a_principal_without_a_role_may_not_read(azure: Azure) -> None:
    path = azure.network()
    identity = azure.identity()
    azure.principal = identity["properties"]["principalId"]
    assert code(azure.get(path)) == "AuthorizationFailed"


def test_the_same_role_is_not_assigned_twice(azure: Azure) -> None:
    path = azure.network()
    principal = azure.identity()["properties"]["principalId"]
    assert azure.assign(principal, role("Reader"), path, "a").status == 201
    assert code(azure.assign(principal, role("Reader"), path, "b")) == "RoleAssignmentExists"
    assert code(azure.assign("nobody", role("Reader"), path, "c")) == "PrincipalNotFound"


def test_an_operation_takes_its_time_and_can_fail(azure: Azure) -> None:
    azure.cloud.settings.operation_delay = 1000
    path = f"{BASE}/resourceGroups/g"
    found = azure.put(path, {"location": "westeurope"})
    where = found.headers["Azure-AsyncOperation"].removeprefix("https://management.azure.com")
    assert azure.get(where).body["status"] == "InProgress"
    assert azure.get(path).body["properties"]["provisioningState"] == "Creating"
    assert code(azure.put(path, {"location": "westeurope"})) == "AnotherOperationInProgress"
    for each in azure.cloud.store.table("operations").values():
        each.update(ready=0, error={"code": "OutOfLuck", "message": "None left."})
    assert azure.get(where).body["error"]["code"] == "OutOfLuck"
    assert azure.get(path).body["properties"]["provisioningState"] == "Failed"


def test_a_planted_fault_hits_as_often_as_it_is_told(azure: Azure) -> None:
    azure.cloud.switches.plant({"kind": "throttle", "path": "resourceGroups/g$", "seconds": 7})
    path = f"{BASE}/resourceGroups/g"
    found = azure.put(path, {"location": "westeurope"})
    assert (found.status, found.headers["Retry-After"]) == (429, "7")
    assert azure.put(path, {"location": "westeurope"}).status == 201


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"a": "b"}, "201"),
        ({"a/b": "c"}, "InvalidTagNameCharacters"),
        ({"microsoft-a": "c"}, "ReservedTagName"),
        ({"a": "b", "A": "c"}, "DuplicateTagName"),
        ({"a": "b" * 257}, "TagValueTooLong"),
        ({str(n): "" for n in range(51)}, "InvalidTags"),
    ],
)
def test_tags_have_limits(azure: Azure, tags: dict[str, str], expected: str) -> None:
    found = azure.put(f"{BASE}/resourceGroups/t", {"location": "westeurope", "tags": tags})
    assert code(found) == expected


def test_a_dns_zone_takes_fewer_tags(azure: Azure) -> None:
    path = f"{azure.group()}/providers/Microsoft.Network/privateDnsZones/a.example"
    many = {f"t{n}": "" for n in range(16)}
    assert code(azure.put(path, {"location": "global", "tags": many})) == "InvalidTags"
    spaced = {"cost center": "x"}
    assert code(azure.put(path, {"location": "global", "tags": spaced})) == "InvalidTagName"


def test_vault_names_are_the_worlds(azure: Azure) -> None:
    assert code(azure.vault("a--b")) == "VaultNameNotValid"
    azure.cloud.store.table("taken-vaults")["theirs"] = True
    assert code(azure.vault("Theirs")) == "VaultAlreadyExists"


def test_a_deleted_vault_keeps_its_name_and_can_be_recovered(azure: Azure) -> None:
    path = azure.vault(enablePurgeProtection=True).body["id"]
    assert azure.delete(path).status == 200
    assert code(azure.vault()) == "ConflictError"
    place = f"{BASE}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/a-vault"
    assert azure.get(place, version="2026-02-01").status == 200
    purge = azure.ask("POST", place + "/purge", version="2026-02-01")
    assert code(purge) == "MethodNotAllowed"
    found = azure.vault(createMode="recover", enabledForDeployment=True)
    assert found.status == 201
    assert found.body["properties"]["enablePurgeProtection"] is True
    assert found.body["properties"]["enabledForDeployment"] is False


def test_secrets_need_a_role_of_the_data_plane(azure: Azure) -> None:
    path = azure.vault().body["id"]
    host = "a-vault.vault.azure.net"
    more: dict[str, Any] = {"version": "7.4", "host": host}
    found = azure.put("/secrets/one", {"value": "x"}, **more)
    assert found.body["error"]["innererror"]["code"] == "ForbiddenByRbac"
    azure.assign(azure.principal, role("Key Vault Secrets Officer"), path)
    assert azure.put("/secrets/one", {"value": "x"}, **more).status == 200
    assert azure.put("/secrets/one", {"value": "y"}, **more).status == 200
    assert azure.get("/secrets/one", **more).body["value"] == "y"
    listed = azure.get("/secrets", **more).body["value"]
    assert [each["id"] for each in listed] == [f"https://{host}/secrets/one"]
    assert azure.delete("/secrets/one", **more).status == 200
    assert code(azure.get("/secrets/one", **more)) == "SecretNotFound"
    assert code(azure.put("/secrets/one", {"value": "x"}, **more)) == "Conflict"


def test_a_role_on_one_secret_reads_no_other(azure: Azure) -> None:
    path = azure.vault().body["id"]
    azure.assign(azure.principal, role("Key Vault Secrets Officer"), path)
    more: dict[str, Any] = {"version": "7.4", "host": "a-vault.vault.azure.net"}
    for name in ("one", "two"):
        azure.put(f"/secrets/{name}", {"value": "x"}, **more)
    reader = azure.identity()["properties"]["principalId"]
    azure.assign(reader, role("Key Vault Secrets User"), f"{path}/secrets/one")
    azure.principal = reader
    assert azure.get("/secrets/one", **more).status == 200
    assert code(azure.get("/secrets/two", **more)) == "Forbidden"


def test_a_closed_vault_answers_nobody(azure: Azure) -> None:
    azure.vault(publicNetworkAccess="Disabled")
    found = azure.get("/secrets", version="7.4", host="a-vault.vault.azure.net")
    assert found.body["error"]["innererror"]["code"] == "ForbiddenByConnection"
