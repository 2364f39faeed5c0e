"""The tables of a tree's README.md: what they say is what its Terraform makes."""

import re
from collections import Counter
from pathlib import Path

from conformance.objects.azure import Azure, Resource
from conformance.objects.specification import Mesh
from conformance.shared.report import Fact, Report

ENTRA = "Entra identities with a role"
INTERNAL = "azure-load-balancer-internal:"
CELL = re.compile(r"^\| (.*) \|$", re.MULTILINE)


SECTIONS = ("Doors", "Cost while idle")
# What Azure asks nothing for, or what is in the price of something else.
FREE = {
    *("federated_identity_credential", "role_assignment", "user_assigned_identity"),
    *("monitor_data_collection_rule", "monitor_data_collection_rule_association"),
    *("monitor_diagnostic_setting", "private_dns_zone_virtual_network_link", "resource_group"),
    *("network_security_group", "subnet", "subnet_network_security_group_association"),
    *("virtual_network", "web_application_firewall_policy"),
}
PAID = {
    *("application_gateway", "bastion_host", "container_registry", "key_vault"),
    *("kubernetes_cluster", "kubernetes_cluster_node_pool", "log_analytics_workspace"),
    *("private_dns_zone", "private_endpoint", "public_ip", "virtual_network_peering"),
}


def judge(report: Report, mesh: Mesh, tree: Path, azure: Azure) -> None:
    report.facts(f"{tree.name}: Application Gateways", gateways(mesh, azure))
    text = (tree / "README.md").read_text()
    for section in SECTIONS:
        rows = facts_of(text, section, tree, azure)
        report.facts(f"{tree.name}: README.md, {section}", rows)
        copies = broken_copies(text, section)
        unnoticed = [name for name, copy in copies if holds(facts_of(copy, section, tree, azure))]
        what = f"{tree.name}: README.md, {section}: {len(copies)} broken copies are noticed"
        report.check(what, copies and not unnoticed, *unnoticed)


def gateways(mesh: Mesh, azure: Azure) -> dict[str, Fact]:
    """One instance is in one zone, so there are two unless the specification says otherwise."""
    facts: dict[str, Fact] = {}
    for each in azure.of("application_gateway"):
        given = mesh.clusters[each.owner].get("applicationGateway") or {}
        least = each.at("autoscale_configuration", 0, "min_capacity")
        facts[f"least capacity in {each.owner}"] = (least, given.get("minCapacity", 2))
    return facts


def facts_of(text: str, section: str, tree: Path, azure: Azure) -> dict[str, Fact]:
    said = rows_of(text, section)
    facts: dict[str, Fact] = {}
    if section == "Doors":
        made = doors(azure)
    else:
        said = {name: cells[:1] for name, cells in said.items()}
        made = costs(azure, internal_balancers(tree))
        unknown = sorted({each.kind for each in azure.all} - FREE - PAID)
        facts["every kind of resource is known"] = (unknown, [])
    return {**facts, **{row: (said.get(row), made.get(row)) for row in {**made, **said}}}


def holds(facts: dict[str, Fact]) -> bool:
    return all(actual == expected for actual, expected in facts.values())


def broken_copies(text: str, section: str) -> list[tuple[str, str]]:
    """Each row left out, and each with another answer."""
    copies = []
    for name, (first, *_) in rows_of(text, section).items():
        row = f"| {name} | {first} |"
        line = next(each for each in text.splitlines() if each.startswith(row))
        other = f"{int(first) + 1}" if first.isdigit() else f"{first} of 192.0.2.0/24"
        copies.append((f"without {name}", text.replace(line + "\n", "")))
        copies.append((f"another {name}", text.replace(row, f"| {name} | {other} |")))
    return copies


def rows_of(text: str, section: str) -> dict[str, list[str]]:
    """The rows of the section's table by their first cell, without its head."""
    body = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [each.split(" | ") for each in CELL.findall(body)]
    return {first: rest for first, *rest in rows[2:]}


# --- Doors


def doors(azure: Azure) -> dict[str, list[str]]:
    """Who gets how far, by the door."""
    found = {f"API server of `{each.owner}`": api_server(azure, each) for each in clusters(azure)}
    found["Key Vault"] = [key_vault(azure.one("key_vault")), ENTRA]
    for kind, name in (
        ("container_registry", "container registry"),
        ("log_analytics_workspace", "Log Analytics workspaces"),
    ):
        closed = [each for each in azure.of(kind) for value in access(each) if value not in OPEN]
        found[name] = ["some" if closed else "all", ENTRA]
    for each in azure.of("application_gateway"):
        firewall = ", through its firewall" if each.at("firewall_policy_id") else ""
        name = f"Application Gateway of `{each.owner}`, ports {' and '.join(ports(azure, each))}"
        found[name] = ["all", f"everybody{firewall}"]
    for each in azure.of("bastion_host"):
        found[f"Bastion in {each.owner}, port 443"] = ["all", ENTRA]
    return found


OPEN = (None, True, "Allow", "Enabled")


def access(resource: Resource) -> list[object]:
    names = ("public_network_access_enabled", "internet_query_access_type")
    return [resource.at(each) for each in names]


def clusters(azure: Azure) -> list[Resource]:
    return azure.of("kubernetes_cluster")


def api_server(azure: Azure, cluster: Resource) -> list[str]:
    ranges = cluster.at("api_server_access_profile", 0, "authorized_ip_ranges") or []
    egress = {f"{each.at('ip_address')}/32" for each in azure.of("public_ip") if is_egress(each)}
    given = sorted(set(ranges) - egress)
    missing = egress - set(ranges)
    own = "some" if missing else "the outbound addresses of the clusters"
    tokens = f"{ENTRA}; tokens of Kubernetes service accounts"
    return [", ".join([*given, own]) if ranges else "all", tokens]


def is_egress(address: Resource) -> bool:
    return ".egress" in address.address


def key_vault(vault: Resource) -> str:
    if not vault.at("public_network_access_enabled"):
        return "none"
    closed = vault.at("network_acls", 0, "default_action") == "Deny"
    return ", ".join(sorted(vault.at("network_acls", 0, "ip_rules"))) if closed else "all"


def ports(azure: Azure, gateway: Resource) -> list[str]:
    """What the security group of its subnet lets in from the Internet."""
    groups = [each for each in azure.of("network_security_group") if each.owner == gateway.owner]
    rules = [
        rule
        for each in groups
        if '["AppGateway"]' in each.address
        for rule in each.at("security_rule")
        if rule["source_address_prefix"] == "Internet"
    ]
    return sorted({port for each in rules for port in each["destination_port_ranges"]}, key=int)


# --- Costs


def costs(azure: Azure, internal: int) -> dict[str, list[str]]:
    """How many of each resource there are at least."""
    found = {**machines(azure), **networks(azure, internal), **shared(azure)}
    return {name: [str(count)] for name, count in found.items() if count}


def machines(azure: Azure) -> Counter[str]:
    places = {each.owner: each.at("location") for each in clusters(azure)}
    pools = [(each.owner, each.at("default_node_pool", 0)) for each in clusters(azure)]
    pools += [(each.owner, each.values) for each in azure.of("kubernetes_cluster_node_pool")]
    found: Counter[str] = Counter()
    for owner, pool in pools:
        found[f"VMs {pool['vm_size']} in {places[owner]}"] += pool["min_count"]
        if pool["os_disk_type"] == "Managed":
            found["managed disks of nodes"] += pool["min_count"]
    for each in clusters(azure):
        if each.at("sku_tier") != "Free":
            found[f"AKS control planes, tier {each.at('sku_tier')}"] += 1
    return found


def networks(azure: Azure, internal: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in azure.of("application_gateway"):
        least = each.at("autoscale_configuration", 0, "min_capacity")
        sku = each.at("sku", 0, "name")
        found[f"Application Gateways {sku}, at least {least} capacity units each"] += 1
    for each in azure.of("bastion_host"):
        found[f"Bastions, SKU {each.at('sku')}"] += 1
    outbound = "load_balancer_profile", 0, "outbound_ip_address_ids"
    by_aks = [each for each in clusters(azure) if not each.at("network_profile", 0, *outbound)]
    found["load balancers"] = len(clusters(azure)) + internal
    found["public IP addresses"] = len(azure.of("public_ip")) + len(by_aks)
    found["VNet peerings"] = len(azure.of("virtual_network_peering"))
    return found


def internal_balancers(tree: Path) -> int:
    """Clusters with a Service that AKS gives an address of the VNet: they share one."""
    operators = (tree / "clusters").glob("*/istio/operator.yaml")
    return len([each for each in operators if INTERNAL in each.read_text()])


def shared(azure: Azure) -> Counter[str]:
    settings = azure.of("monitor_diagnostic_setting")
    metrics = ", metrics" if any(each.at("enabled_metric") for each in settings) else ""
    logs = f"Log Analytics workspaces: container logs, audit logs{metrics}"
    registry = azure.one("container_registry")
    replicas = len(registry.at("georeplications") or [])
    copies = ", with its replicas" if replicas else ""
    return Counter(
        {
            logs: len(azure.of("log_analytics_workspace")),
            f"registry, SKU {registry.at('sku')}{copies}": 1 + replicas,
            "private endpoints": len(azure.of("private_endpoint")),
            "private DNS zones": len(azure.of("private_dns_zone")),
            "Key Vault, which mounted pods ask every 3 minutes": len(azure.of("key_vault")),
        }
    )
