"""Key Vault, as the identity of a SecretProviderClass reads it.

It is the simulated Azure's, with that identity's roles, or a folder that the stand-in for az fills.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.azure.caller import Caller
from conformance.azure.cloud import Cloud
from conformance.azure.kinds.vaults import OBJECTS
from conformance.azure.roles import ASSIGNMENT

OK = 200


def azure(home: Path) -> Path:
    """Where the simulated Azure keeps its state, if the rehearsal has one."""
    return home / "azure"


def state(home: Path) -> object:
    """Differs whenever anybody may read something else."""
    if azure(home).exists():
        cloud = Cloud(azure(home))
        roles = sorted(each.key for each in cloud.store.of_type(ASSIGNMENT))
        return json.dumps([cloud.store.table(OBJECTS), roles], sort_keys=True)
    files = [each for each in (home / "vault").rglob("*") if each.is_file()]
    return sorted((str(each), each.stat().st_mtime_ns) for each in files)


@contextmanager
def readable(home: Path, parameters: dict[str, str]) -> Iterator[Path]:
    """A folder of all that may be read, as csi-mount takes it, for as long as it is mounted."""
    if not azure(home).exists():
        yield home / "vault"
        return
    with tempfile.TemporaryDirectory(dir=home) as folder:
        secrets = Path(folder) / parameters["keyvaultName"] / "secrets"
        secrets.mkdir(parents=True)
        found = secrets_of(home, client_of(parameters), parameters["keyvaultName"])
        for name, value in found.items():
            (secrets / name).write_text(value)
        yield Path(folder)


def client_of(parameters: dict[str, str]) -> str:
    """The pod's own identity, or the one of its node that it names."""
    return parameters.get("clientID") or parameters.get("userAssignedIdentityID", "")


def secrets_of(home: Path, client: str, vault: str) -> dict[str, str]:
    """The secrets of a vault that this identity may read; it may not list them."""
    cloud = Cloud(azure(home))
    if cloud.directory.find(client) is None:
        return {}
    caller, host = Caller(cloud, client), f"{vault}.vault.azure.net"
    names = cloud.store.table(OBJECTS).get(vault.lower(), {}).get("secrets", {})
    answers = {each: caller.get(f"/secrets/{each}", version="7.4", host=host) for each in names}
    return {
        name: answer.body["value"]
        for name, answer in answers.items()
        if answer.status == OK and answer.body
    }
