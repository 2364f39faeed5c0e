"""The simulated Azure that a rehearsed tree is applied to, by the real terraform and az."""

import base64
import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.azure import journal
from conformance.azure.catalog import kubernetes
from conformance.azure.directory import DEPLOYER_CLIENT, DEPLOYER_SECRET, TENANT
from conformance.azure.environment import variables
from conformance.azure.kinds.clusters import SERVERS
from conformance.azure.kinds.gateways import GATEWAY
from conformance.azure.kinds.pools import CLUSTER, POOL
from conformance.azure.web import Server
from conformance.lab import key_vault
from conformance.shared.commands import CommandError, must, run
from conformance.standins.spy import VARIABLES
from conformance.steps.subscription import Json, Subscription

# More at once than by default: the provider waits for most of the time.
PARALLEL = "-parallelism=30"
ANOTHER_TENANT = "33333333-3333-3333-3333-333333333333"
# Files of az that name the tenant of a login.
LOGIN = ("azureProfile.json", "service_principal_entries.json")
# Longer than any rehearsal takes.
FOR_EVER = 1e6


def minor_before(version: str) -> str:
    """The newest patch that Azure has of it."""
    major, minor = version.split(".")[:2]
    found = kubernetes(f"{major}.{int(minor) - 1}")
    assert found, version
    return found


class SimulatedAzure(Subscription):
    """A subscription that is empty at first."""

    def open(self) -> None:
        must("ip", "link", "set", "lo", "up")
        folder = key_vault.azure(self.home)
        folder.mkdir()
        self.server = Server(folder)
        self.server.start()
        self.write_variables(self.home / "az")
        secret = ("--username", DEPLOYER_CLIENT, "--password", DEPLOYER_SECRET)
        login = ("login", "--service-principal", *secret, "--tenant", TENANT, "--output", "none")
        done = run("az", *login, env={**os.environ, **self.variables["az"]})
        if not self.stage.check("az login, as a service principal", done.succeeded, done.text):
            raise CommandError("Without a login there is nothing to rehearse.")

    def write_variables(self, login: Path) -> None:
        """Only az and terraform reach Azure; everything else would ask the proxy for clusters."""
        azure = variables(self.server)
        own = {"AZURE_CONFIG_DIR": str(login), "AZURE_CORE_COLLECT_TELEMETRY": "false"}
        more = {f"TF_CLI_ARGS_{each}": PARALLEL for each in ("plan", "apply")}
        terraform = {"TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", **more}
        self.variables = {"az": {**azure, **own}, "terraform": {**azure, **terraform}}
        (self.home / VARIABLES.name).write_text(json.dumps(self.variables))

    def terraform(self, *words: str) -> str:
        """Beside the steps: neither recorded nor made to fail."""
        env = {**os.environ, **self.variables["terraform"], "TF_CLI_ARGS": "-no-color"}
        done = run("terraform", *words, cwd=self.stage.tree / "terraform", env=env)
        if not done.succeeded:
            raise CommandError(f"terraform {words[0]}: {done.text}")
        return done.out

    @property
    def is_applied(self) -> bool:
        return (self.stage.tree / "terraform" / "terraform.tfstate").exists() and bool(
            json.loads(self.terraform("output", "-json"))
        )

    def state(self) -> Json:
        found: Json = json.loads(self.terraform("show", "-json"))["values"]
        return found

    def tell_servers(self, servers: dict[str, Json]) -> None:
        with self.server.cloud.lock:
            self.server.cloud.store.table(SERVERS).update(
                {
                    name: {
                        "server": each["url"],
                        "authority": base64.b64encode(
                            Path(each["authority"]).read_bytes()
                        ).decode(),
                    }
                    for name, each in servers.items()
                }
            )

    def stored(self) -> dict[str, bytes]:
        with self.server.cloud.lock:
            store = self.server.cloud.store
            found = {each.key: json.dumps(asdict(each)).encode() for each in store}
            for table in store.tables():
                for name, value in store.table(table).items():
                    found[f"{table}/{name}"] = json.dumps(value).encode()
        return found

    def left(self) -> list[str]:
        return [each.id for each in self.server.cloud.store]

    def close(self) -> None:
        self.server.stop()
        entries = journal.read(key_vault.azure(self.home) / "journal.jsonl")
        faults = journal.faults(entries)
        text = f"Azure has an answer for each of {len(entries)} requests"
        self.stage.check(text, entries and not faults, *faults[:10])

    # --- what a rehearsal changes

    @contextlib.contextmanager
    def signed_out(self) -> Iterator[None]:
        empty = self.home / "signed-out"
        empty.mkdir(exist_ok=True)
        self.write_variables(empty)
        try:
            yield
        finally:
            self.write_variables(self.home / "az")

    @contextlib.contextmanager
    def in_another_tenant(self) -> Iterator[str]:
        """As if the subscription of the login belonged to another tenant."""
        files = [self.home / "az" / each for each in LOGIN]
        before = [each.read_bytes() for each in files]
        for file, content in zip(files, before, strict=True):
            file.write_bytes(content.replace(TENANT.encode(), ANOTHER_TENANT.encode()))
        try:
            yield ANOTHER_TENANT
        finally:
            for file, content in zip(files, before, strict=True):
                file.write_bytes(content)

    @contextlib.contextmanager
    def before_roles_work(self) -> Iterator[None]:
        """Role assignments have been made, and no service knows of them yet."""
        settings = self.server.cloud.settings
        settings.role_delay = FOR_EVER
        try:
            yield
        finally:
            settings.role_delay = 0

    def plant(self, **fault: Any) -> None:
        self.server.cloud.switches.plant(fault)

    @property
    def planted(self) -> list[Json]:
        """What nothing has met yet."""
        return [each for each in self.server.cloud.switches.show() if each["times"]]

    def run_older_versions(self) -> None:
        """Every cluster, as if the specification had just been raised by a minor version."""
        with self.server.cloud.lock:
            store = self.server.cloud.store
            for cluster in store.of_type(CLUSTER):
                older = minor_before(cluster.properties["currentKubernetesVersion"])
                cluster.properties.update(kubernetesVersion=older, currentKubernetesVersion=older)
                for pool in store.children(cluster.id, POOL):
                    pool.properties.update(
                        orchestratorVersion=older, currentOrchestratorVersion=older
                    )

    def outdated(self, versions: dict[str, str]) -> list[str]:
        """Clusters and pools that run another minor than this, by the cluster's name."""
        store = self.server.cloud.store
        runs = [
            (each.id, versions[cluster.name], each.properties.get(field, ""))
            for cluster in store.of_type(CLUSTER)
            for each, field in (
                (cluster, "currentKubernetesVersion"),
                *((e, "currentOrchestratorVersion") for e in store.children(cluster.id, POOL)),
            )
        ]
        return [f"{name}: {has}" for name, wanted, has in runs if not has.startswith(f"{wanted}.")]

    def bind_another_certificate(self) -> None:
        """The listeners' certificates, as if somebody had bound them to another secret."""
        with self.server.cloud.lock:
            for gateway in self.server.cloud.store.of_type(GATEWAY):
                for each in gateway.properties["sslCertificates"]:
                    secret = each["properties"]["keyVaultSecretId"]
                    each["properties"]["keyVaultSecretId"] = secret.rsplit("/", 1)[0] + "/another"

    def replace_something(self) -> str:
        """From now on Terraform has another name for this; nothing depends on it."""
        address = "azurerm_monitor_diagnostic_setting.vault"
        kind, label = address.split(".")
        override = self.stage.tree / "terraform" / "override.tf"
        override.write_text(f'resource "{kind}" "{label}" {{\n  name = "renamed"\n}}\n')
        return address
