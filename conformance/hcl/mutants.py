"""Faults that the tree's own test must notice: a test that can't fail proves nothing."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from conformance.shared.commands import run
from conformance.shared.report import Report


@dataclass(frozen=True)
class Mutant:
    """An edit of one file that makes the tree wrong."""

    what: str
    file: str
    pattern: str
    replacement: str = ""


CLUSTER = "modules/cluster"
MUTANTS = [
    Mutant("a peering is missing", "peering.tf", "if to != from", 'if to != from && to != "one"'),
    Mutant(
        "a peering to the wrong network",
        "peering.tf",
        r"local\.clusters\[each\.value\.to\]\.virtual_network_id",
        'local.clusters["one"].virtual_network_id',
    ),
    Mutant(
        "another address space",
        "cluster-one.tf",
        r'address_space *= "10\.52\.0\.0/16"',
        'address_space = "10.0.0.0/8"',
    ),
    Mutant("a subnet moved", "cluster-two.tf", r"10\.53\.32\.0/24", "10.53.33.0/24"),
    Mutant(
        "GatewayManager kept out",
        f"{CLUSTER}/security_groups.tf",
        "AllowGatewayManagerInbound",
        "AllowOtherInbound",
    ),
    Mutant(
        "an untainted system pool",
        f"{CLUSTER}/kubernetes.tf",
        "only_critical_addons_enabled *= true",
        "only_critical_addons_enabled = false",
    ),
    Mutant(
        "pods in the wrong subnet",
        f"{CLUSTER}/kubernetes.tf",
        r'\["Pods"\]\.id : null',
        '["User"].id : null',
    ),
    Mutant(
        "a role on the wrong scope",
        f"{CLUSTER}/identity.tf",
        r"azurerm_virtual_network\.this\.id",
        "azurerm_resource_group.this.id",
    ),
    Mutant(
        "an ingress controller that may not join its firewall policy",
        f"{CLUSTER}/application_gateway.tf",
        r"(?s)    firewall_policy = \{.*?\n    \}\n",
    ),
    Mutant(
        "an ingress controller that may not join its address",
        f"{CLUSTER}/application_gateway.tf",
        r"(?s)    public_ip = \{.*?\n    \}\n",
    ),
    Mutant(
        "pulling with the wrong identity",
        "shared.tf",
        r"each\.value\.kubelet_principal_id",
        "each.value.csi_identity.principal_id",
    ),
    Mutant(
        "pods that read every secret of the vault",
        "shared.tf",
        r"""scope( *)= "\$\{azurerm_key_vault.this.id\}/secrets/.*""",
        r"scope\1= azurerm_key_vault.this.id",
    ),
    Mutant(
        "an identity that reads another cluster's CA key",
        "shared.tf",
        '"two-ca-key"',
        '"one-ca-key"',
    ),
    Mutant(
        "a DNS zone linked to one network only",
        "shared.tf",
        r"= each\.value\.virtual_network_id",
        "= module.cluster-one.virtual_network_id",
    ),
    Mutant("no replica", "shared.tf", r"(?s)[^\n]*georeplications \{.*?\n  \}\n"),
    Mutant(
        "a workspace that accepts its shared keys",
        "modules/region/main.tf",
        "local_authentication_enabled = false",
        "local_authentication_enabled = true",
    ),
    Mutant(
        "an audit log that is collected twice",
        f"{CLUSTER}/monitoring.tf",
        r"      var\.logs\.kubernetes_audit,",
        '      "kube-audit",\n      "kube-audit-admin",',
    ),
    Mutant(
        "logs in the table of all resources",
        f"{CLUSTER}/application_gateway.tf",
        r"  log_analytics_destination_type.*\n",
    ),
    Mutant(
        "metrics that nobody asked for",
        f"{CLUSTER}/network.tf",
        r"var\.logs\.metrics \?",
        "true ?",
    ),
    Mutant(
        "a Bastion that nobody asked for",
        "region-westeurope.tf",
        "bastion = null",
        """bastion = {
    name      = "bastion"
    public_ip = "address"
    sku       = "Basic"
    subnet_id = module.cluster-one.subnet_ids["AzureBastionSubnet"]
    zones     = []
  }""",
    ),
    Mutant(
        "a vault that is closed to the machine that runs the steps",
        "shared.tf",
        r'default_action( *)= "Allow"',
        r'default_action\1= "Deny"',
    ),
    Mutant(
        "an API server that is closed to its peers",
        "cluster-one.tf",
        r"(metrics *= false\n  }\n)",
        r'\1  authorized_ip_ranges = ["203.0.113.0/28"]' + "\n",
    ),
    Mutant(
        "a vault without RBAC",
        "shared.tf",
        "rbac_authorization_enabled *= true",
        "rbac_authorization_enabled = false",
    ),
    Mutant(
        "another tenant in the outputs",
        "outputs.tf",
        r"tenant_id *= var\.tenant_id",
        "tenant_id = var.subscription_id",
    ),
]


CERT_MANAGER_MUTANTS = [
    Mutant(
        "istio-csr of another cluster",
        "../helm/one/istio-csr.yaml",
        "clusterID: one",
        "clusterID: two",
    ),
    Mutant(
        "istio-csr somewhere else",
        "../clusters/two/istio/operator.yaml",
        r"caAddress: cert-manager-istio-csr\.",
        "caAddress: istio-csr.",
    ),
]

MUTATED = "two-regions"
# By tree: one that shows most, and what only another one has.
BY_TREE = {MUTATED: MUTANTS, "cert-manager": CERT_MANAGER_MUTANTS}


def judge(report: Report, trees: dict[str, Path], folder: Path) -> None:
    for name in trees.keys() & BY_TREE.keys():
        judge_tree(report, BY_TREE[name], trees[name], folder)


def judge_tree(report: Report, mutants: list[Mutant], tree: Path, folder: Path) -> None:
    for mutant in mutants:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(tree, folder, symlinks=True)
        judge_one(report, mutant, folder)


def judge_one(report: Report, mutant: Mutant, folder: Path) -> None:
    file = folder / "terraform" / mutant.file
    before = file.read_text()
    file.write_text(re.sub(mutant.pattern, mutant.replacement, before))
    if file.read_text() == before:
        report.fail(f"mutant: {mutant.what} (the edit changed nothing)")
        return
    done = run("terraform", "test", "-no-color", cwd=folder / "terraform")
    if done.succeeded:
        report.fail(f"mutant: {mutant.what} (survived)")
        return
    noticed = "Test assertion failed" in done.text
    report.check(f"mutant: {mutant.what} is noticed", noticed, "for another reason", done.text)
