"""Objects are found, and what a specification asks for is worked out."""

import json

import pytest

from conformance.objects import readme_facts
from conformance.objects.authorization import principals
from conformance.objects.azure import Azure
from conformance.objects.reading import Object, Objects, at, named, parse, ports_of, selects
from conformance.objects.specification import MADE_UP_CLIENT_ID, Mesh

SPEC = {
    "metadata": {"name": "contoso"},
    "spec": {
        "azure": {"tenantId": "t"},
        "istio": {"version": "1.31.0"},
        "clusterDefaults": {"pods": "overlay"},
        "clusters": [{"name": "one"}, {"name": "two", "pods": "podSubnet"}],
        "applications": [
            {
                "name": "shop",
                "port": 8080,
                "runsIn": ["two"],
                "ingress": {"cluster": "one", "host": "shop.example", "tls": "endToEnd"},
            },
            {
                "name": "echo",
                "namespace": "tools",
                "port": 80,
                "runsIn": ["one", "two"],
                "callers": ["shop"],
            },
        ],
    },
}


def thing(kind: str, name: str, namespace: str | None = None) -> Object:
    place = {"namespace": namespace} if namespace else {}
    return {"kind": kind, "metadata": {"name": name, **place}}


def test_documents_and_lists_are_read() -> None:
    one, two = thing("Service", "a"), thing("Service", "b")
    printed = json.dumps(one) + "\n" + json.dumps({"kind": "List", "items": [two]})
    assert parse(printed) == [one, two]
    assert parse("") == []


def test_an_object_that_is_there_twice_or_not_at_all_is_empty() -> None:
    objects = Objects([thing("Service", "a", "x"), thing("Pod", "b"), thing("Pod", "b")])
    assert objects.get("Service", "a", "x")["metadata"]["name"] == "a"
    assert objects.get("Service", "a") == {}
    assert objects.get("Pod", "b") == {}
    assert objects.names("Service") == ["x/a"]


def test_a_path_that_leads_nowhere_is_none() -> None:
    value = {"a": [{"b": 1}]}
    assert at(value, "a", 0, "b") == 1
    assert at(value, "a", 1, "b") is None
    assert at(value, "a", "b") is None
    assert at(None, "a") is None
    assert named([{"name": "x", "y": 2}], "x", "y") == 2
    assert named(None, "x") is None


def test_an_empty_selector_selects_nothing() -> None:
    assert selects({"a": "1"}, {"a": "1", "b": "2"})
    assert not selects({"a": "2"}, {"a": "1"})
    assert not selects({}, {"a": "1"})
    assert not selects(None, {"a": "1"})


def test_ports_and_their_targets() -> None:
    ports = [{"port": 443, "targetPort": 8443}]
    assert ports_of({"spec": {"ports": ports}}) == {443: 8443}
    assert ports_of({}) == {}


def test_defaults_of_a_specification() -> None:
    mesh = Mesh(SPEC)
    assert (mesh.revision, mesh.vault, mesh.injection) == ("1-31-0", "contoso-kv", "stable")
    assert (mesh.network("one"), mesh.network("two")) == ("contoso-one", "contoso-flat")
    assert mesh.has_several_networks
    assert [each.full_name for each in mesh.run_in("one")] == ["tools/echo"]
    assert [each.name for each in mesh.tls_of("one")] == ["shop"]
    assert mesh.tls_of("two") == []
    assert mesh.class_values("one")["client_id"] == MADE_UP_CLIENT_ID


def test_who_may_call() -> None:
    mesh = Mesh(SPEC)
    allowed = {each.name: principals(mesh, each) for each in mesh.applications}
    assert allowed["shop"] == ["*"]
    accounts = ("shop/sa/shop", "tools/sa/call-echo", "tools/sa/echo")
    assert allowed["echo"] == [f"cluster.local/ns/{each}" for each in accounts]


def test_what_terraform_tells_replaces_what_is_made_up() -> None:
    values = {"one": {"client_id": "c", "key_vault_name": "v"}}
    mesh = Mesh(SPEC, {"secret_provider_class_values": {"value": values}})
    assert mesh.class_values("one") == {"client_id": "c", "key_vault_name": "v", "tenant_id": "t"}


@pytest.mark.parametrize("cluster", ["one", "two"])
def test_the_vault_holds_a_secret_for_each_file(cluster: str) -> None:
    mesh = Mesh(SPEC)
    files = {**mesh.ca_files(cluster), **mesh.tls_files(cluster)}
    assert set(files.values()) <= set(mesh.secrets())
    assert len(mesh.secrets()) == 9


TABLES = """# A mesh

## Doors

| door | open to addresses | and then to |
| --- | --- | --- |
| Key Vault | all | Entra identities with a role |

## Cost while idle

Words.

| resource | quantity | Azure counts |
| --- | --- | --- |
| VMs S in westeurope | 4 | hours |
| private endpoints | 2 | hours and GB |

## Next
"""


def test_tables_of_a_readme() -> None:
    assert readme_facts.rows_of(TABLES, "Doors") == {
        "Key Vault": ["all", "Entra identities with a role"]
    }
    assert list(readme_facts.rows_of(TABLES, "Cost while idle")) == [
        "VMs S in westeurope",
        "private endpoints",
    ]
    copies = dict(readme_facts.broken_copies(TABLES, "Cost while idle"))
    assert "VMs S" not in copies["without VMs S in westeurope"]
    assert "| private endpoints | 3 | hours" in copies["another private endpoints"]
    assert len(copies) == 4


def test_resources_of_a_state() -> None:
    pool = {"vm_size": "S", "min_count": 2, "os_disk_type": "Managed"}
    cluster = {"location": "westeurope", "sku_tier": "Free", "default_node_pool": [pool]}
    resource = {
        "mode": "managed",
        "type": "azurerm_kubernetes_cluster",
        "address": "module.cluster-one.azurerm_kubernetes_cluster.this",
        "values": cluster,
    }
    azure = Azure({"root_module": {"child_modules": [{"resources": [resource]}]}})
    assert azure.one("kubernetes_cluster").owner == "one"
    assert readme_facts.machines(azure) == {
        "VMs S in westeurope": 2,
        "managed disks of nodes": 2,
    }
    assert readme_facts.networks(azure, 1)["load balancers"] == 2
