"""Faults that the tree's own test must notice: a test that can't fail proves nothing."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from conformance.shared.commands import run
from conformance.shared.report import Report


@dataclass(frozen=True)
class Mutant:
    """An edit of one file that makes the tree wrong, and what its test must say of it."""

    what: str
    file: str
    pattern: str
    replacement: str = ""
    says: str = "Test assertion failed"


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
        says="Other than the mesh says: address_space of one",
    ),
    Mutant(
        "a subnet moved",
        "cluster-two.tf",
        r"10\.53\.32\.0/24",
        "10.53.33.0/24",
        says="address_prefixes of two",
    ),
    Mutant(
        "GatewayManager kept out",
        f"{CLUSTER}/security_groups.tf",
        "AllowGatewayManagerInbound",
        "AllowOtherInbound",
        says="GatewayManager cannot reach the gateway subnet of one, two.",
    ),
    Mutant(
        "an untainted system pool",
        f"{CLUSTER}/kubernetes.tf",
        "only_critical_addons_enabled *= true",
        "only_critical_addons_enabled = false",
        says="node_pools of one, node_pools of two",
    ),
    Mutant(
        "pods in the wrong subnet",
        f"{CLUSTER}/kubernetes.tf",
        r'\["Pods"\]\.id : null',
        '["User"].id : null',
        says="node_pools of one, node_pools of two",
    ),
    Mutant(
        "a role on the wrong scope",
        f"{CLUSTER}/identity.tf",
        r"azurerm_virtual_network\.this\.id",
        "azurerm_resource_group.this.id",
        says="role_assignments of one, role_assignments of two",
    ),
    Mutant(
        "an ingress controller that may not join its firewall policy",
        f"{CLUSTER}/application_gateway.tf",
        r"(?s)    firewall_policy = \{.*?\n    \}\n",
        says="Other than the mesh says: role_assignments of one.",
    ),
    Mutant(
        "an ingress controller that may not join its address",
        f"{CLUSTER}/application_gateway.tf",
        r"(?s)    public_ip = \{.*?\n    \}\n",
        says="Other than the mesh says: role_assignments of one.",
    ),
    Mutant(
        "pulling with the wrong identity",
        "shared.tf",
        r"each\.value\.kubelet_principal_id",
        "each.value.csi_identity.principal_id",
        says="The nodes of one, two cannot pull from the registry.",
    ),
    Mutant(
        "pods that read every secret of the vault",
        "shared.tf",
        r"""scope( *)= "\$\{azurerm_key_vault.this.id\}/secrets/.*""",
        r"scope\1= azurerm_key_vault.this.id",
        says="The pods of one, two can read fewer or more secrets",
    ),
    Mutant(
        "an identity that reads another cluster's CA key",
        "shared.tf",
        '"two-ca-key"',
        '"one-ca-key"',
        says="The pods of two can read fewer or more secrets",
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
        says="The audit log of one, two is not collected once",
    ),
    Mutant(
        "logs in the table of all resources",
        f"{CLUSTER}/application_gateway.tf",
        r"  log_analytics_destination_type.*\n",
        says="Logs of one are not in tables of their own.",
    ),
    Mutant(
        "metrics that nobody asked for",
        f"{CLUSTER}/network.tf",
        r"var\.logs\.metrics \?",
        "true ?",
        says="Metrics of one, two are not copied",
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
        says="The API server of one is open to other addresses",
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
        says="the SecretProviderClasses of one, two",
    ),
]


CERT_MANAGER_MUTANTS = [
    Mutant(
        "istio-csr of another cluster",
        "../helm/one/istio-csr.yaml",
        "clusterID: one",
        "clusterID: two",
        says="istio-csr and istiod disagree about the name of one.",
    ),
    Mutant(
        "istio-csr somewhere else",
        "../clusters/two/istio/operator.yaml",
        r"caAddress: cert-manager-istio-csr\.",
        "caAddress: istio-csr.",
        says="istio-csr and istiod disagree about where istio-csr of two is.",
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
    noticed = mutant.says in " ".join(done.text.split())
    report.check(f"mutant: {mutant.what} is noticed", noticed, "for another reason", done.text)
