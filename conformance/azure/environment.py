"""The variables that lead terraform and az to the simulator instead of to Azure."""

from conformance.azure.directory import DEPLOYER_CLIENT, DEPLOYER_SECRET, SUBSCRIPTION, TENANT
from conformance.azure.web import Server


def variables(server: Server) -> dict[str, str]:
    """Azure's own names stay as they are: a proxy leads to them, an authority vouches for them."""
    proxy = f"http://127.0.0.1:{server.proxy}"
    authority = str(server.authority)
    return {
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "NO_PROXY": "localhost,127.0.0.1",
        "no_proxy": "localhost,127.0.0.1",
        # Go's programs, Python's requests, and az.
        "SSL_CERT_FILE": authority,
        "REQUESTS_CA_BUNDLE": authority,
        "ARM_TENANT_ID": TENANT,
        "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
        "ARM_CLIENT_ID": DEPLOYER_CLIENT,
        "ARM_CLIENT_SECRET": DEPLOYER_SECRET,
        "ARM_USE_CLI": "false",
        "SIMULATED_AZURE": f"https://localhost:{server.port}",
    }
