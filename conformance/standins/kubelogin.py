"""kubelogin: the API servers here know no Entra, so the kubeconfig stays as it is."""

from conformance.standins.recording import called


def main() -> None:
    called("kubelogin")
