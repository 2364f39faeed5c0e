"""kubelogin: a token that the API servers here take, for whoever signs in as az did."""

import json
import sys
from pathlib import Path

from conformance.standins import recording
from conformance.standins.recording import HOME, called


def main() -> None:
    if sys.argv[1:2] == ["get-token"]:
        # kubectl asks with each of its calls, so these are not recorded.
        give_token(sys.argv[2:])
        return
    arguments = called("kubelogin")
    if arguments[:1] == ["convert-kubeconfig"]:
        convert(arguments)


def convert(arguments: list[str]) -> None:
    """Changes how every user of a kubeconfig signs in; one without kubelogin stays as it is."""
    method, file = (recording.option(arguments, each) for each in ("--login", "--kubeconfig"))
    path = Path(file or "")
    path.write_text(path.read_text().replace("- devicecode\n", f"- {method}\n"))


def give_token(arguments: list[str]) -> None:
    """Entra's tokens are good for every cluster, so those of the API servers here are one."""
    if recording.option(arguments, "--login") != "azurecli":
        sys.exit("kubelogin: nobody is here to enter a device code")
    servers = json.loads((HOME / "servers.json").read_text())
    token = next(iter(servers.values()))["token"]
    version = "client.authentication.k8s.io/v1beta1"
    print(json.dumps({"apiVersion": version, "kind": "ExecCredential", "status": {"token": token}}))
