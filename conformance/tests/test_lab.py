"""What the lab plays of Kubernetes and Azure, as far as it needs no network."""

import struct
from pathlib import Path

import pytest

from conformance.lab import network, volumes
from conformance.lab.api import Item
from conformance.lab.container import Container, bind
from conformance.lab.network import Facts, Pool
from conformance.lab.scheduler import fits
from conformance.lab.services import names_of, ready_addresses
from conformance.lab.spdy import DICTIONARY, LENGTHS
from conformance.lab.volumes import field, publish


def cluster_resources(name: str, number: int, peer: str) -> list[Item]:
    module = f"module.cluster-{name}"
    pool = {"name": "system", "orchestrator_version": "1.35", "node_labels": None}
    profile = {"service_cidr": "10.0.0.0/16", "network_plugin_mode": ""}
    subnets = {"System": 0, "User": 16, "Pods": 32}
    kubernetes = {
        "location": "westeurope",
        "default_node_pool": [{**pool, "only_critical_addons_enabled": True}],
        "network_profile": [profile],
    }
    user = {**pool, "name": "user", "mode": "User", "node_taints": None}
    peering = {
        "virtual_network_name": f"{name}-net",
        "remote_virtual_network_id": f"/x/network-of-{peer}",
    }
    space = {"name": f"{name}-net", "address_space": [f"10.{number}.0.0/16"]}
    values: list[tuple[str, str, Item]] = [
        (module, "azurerm_virtual_network", space),
        (module, "azurerm_kubernetes_cluster", kubernetes),
        (module, "azurerm_kubernetes_cluster_node_pool", user),
        ("", "azurerm_virtual_network_peering", peering),
    ]
    for subnet, third in subnets.items():
        prefixes = [f"10.{number}.{third}.0/24"]
        values.append((module, "azurerm_subnet", {"name": subnet, "address_prefixes": prefixes}))
    return [
        {"address": f"{place}.{kind}.this", "type": kind, "values": each}
        for place, kind, each in values
    ]


def test_subjects_are_those_of_each_clusters_own_credentials() -> None:
    kind = "azurerm_federated_identity_credential"
    inner = {
        "address": f'module.cluster-one.{kind}.istiod["1-31-0"]',
        "type": kind,
        "values": {"subject": "system:serviceaccount:istio-system:istiod-1-31-0"},
    }
    state = {"root_module": {"child_modules": [{"resources": [inner]}]}}
    found = network.subjects_of(state, ["one", "two"])
    assert found == {"one": [inner["values"]["subject"]], "two": []}


def test_the_landscape_is_read_from_the_state() -> None:
    one, two = cluster_resources("one", 52, "two"), cluster_resources("two", 53, "one")
    state = {"root_module": {"resources": one, "child_modules": [{"resources": two}]}}
    found = network.landscape_of(state, ["one", "two"])
    facts = found["two"]
    assert (facts.space, facts.pods, facts.node) == ("10.53.0.0/16", "10.53.32.0/24", "10.53.0.4")
    assert facts.peers == ["one"]
    assert [(each.mode, each.address) for each in facts.pools] == [
        ("system", "10.53.0.4"),
        ("user", "10.53.16.4"),
    ]
    assert facts.pools[0].taints == ["CriticalAddonsOnly=true:NoSchedule"]


def test_facts_are_written_and_read(tmp_path: Path) -> None:
    facts = Facts(1, space="10.0.0.0/16", pools=[Pool("a", "user", "1.35", {}, [])])
    network.write_landscape({"one": facts}, tmp_path / "landscape.json")
    assert network.read_facts(tmp_path / "landscape.json", "one") == facts


NODE: Item = {
    "metadata": {"labels": {"mode": "system"}},
    "spec": {"taints": [{"key": "CriticalAddonsOnly", "value": "true", "effect": "NoSchedule"}]},
}
TOLERATION = {"key": "CriticalAddonsOnly", "operator": "Exists"}


def affinity(mode: str) -> Item:
    expression = {"key": "mode", "operator": "In", "values": [mode]}
    terms = {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}


@pytest.mark.parametrize(
    ("spec", "fitting"),
    [
        ({}, False),
        ({"tolerations": [TOLERATION]}, True),
        ({"tolerations": [{"operator": "Exists"}]}, True),
        ({"tolerations": [{"key": "other", "operator": "Exists"}]}, False),
        ({"tolerations": [TOLERATION], "nodeSelector": {"mode": "user"}}, False),
        ({"tolerations": [TOLERATION], "affinity": affinity("system")}, True),
        ({"tolerations": [TOLERATION], "affinity": affinity("user")}, False),
    ],
)
def test_a_pod_goes_where_it_fits(spec: Item, fitting: bool) -> None:
    assert fits({"spec": spec}, NODE) == fitting


def test_a_volume_changes_in_one_move(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1", "b": b"2"})
    first = (tmp_path / "..data").readlink()
    publish(tmp_path, {"a": b"1", "b": b"2"})
    assert (tmp_path / "..data").readlink() == first
    publish(tmp_path, {"a": b"3"})
    assert (tmp_path / "a").read_bytes() == b"3"
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_symlink()) == ["..data", "a"]
    assert not (tmp_path / first).exists()


POD: Item = {
    "metadata": {"name": "p", "labels": {"app": "shop", "tier": "1"}},
    "status": {"podIP": "10.0.0.1"},
    "spec": {},
}


def test_the_downward_api() -> None:
    assert field(POD, "status.podIP") == "10.0.0.1"
    assert field(POD, "metadata.labels['app']") == "shop"
    assert field(POD, "metadata.annotations['none']") == ""
    assert field(POD, "metadata.labels") == 'app="shop"\ntier="1"\n'
    assert volumes.resource({"resource": "limits.memory"}) == str(2**30)
    assert volumes.resource({"resource": "limits.cpu"}) == "2"


def test_variables_are_expanded_as_a_kubelet_does() -> None:
    assert Container.expand("$(A)-$(NONE)", {"A": "1"}) == "1-$(NONE)"


def test_a_file_is_mounted_on_a_file(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    assert "touch" in bind(tmp_path / "a file", "/etc/hosts")
    assert "touch" not in bind(tmp_path, "/etc/folder")
    assert f"'{tmp_path / 'a file'}'" in bind(tmp_path / "a file", "/etc/hosts")


def test_only_what_is_ready_gets_requests() -> None:
    def endpoint(ip: str, ready: bool) -> Item:
        return {"addresses": [ip], "conditions": {"ready": ready}}

    labels = {"kubernetes.io/service-name": "shop"}
    one = {
        "metadata": {"namespace": "n", "labels": labels},
        "ports": [{"name": "http", "port": 8080}],
        "endpoints": [endpoint("10.0.0.1", True), endpoint("10.0.0.2", False)],
    }
    assert ready_addresses([one]) == {("n", "shop", "http"): ["10.0.0.1:8080"]}


def test_a_service_has_its_names() -> None:
    service = {"metadata": {"name": "a", "namespace": "n"}, "spec": {"clusterIP": "10.0.0.9"}}
    assert names_of(service) == "10.0.0.9 a.n.svc.cluster.local a.n.svc a.n"


def test_the_dictionary_has_the_size_that_spdy_3_says() -> None:
    assert len(DICTIONARY) == 1423
    assert LENGTHS.startswith(struct.pack(">I", 7) + b"options")
