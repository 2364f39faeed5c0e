"""Entra ID's endpoints, the cloud's metadata, and as much of Graph as is asked for."""

import re
from typing import Any
from urllib.parse import parse_qs

from conformance.azure.answers import Answer, Body, Refusal, Unanswerable
from conformance.azure.authentication import authenticate
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import DEPLOYER_SECRET, GRAPH, TENANT


def metadata() -> Answer:
    """The public cloud, as https://management.azure.com/metadata/endpoints describes it."""
    return Answer(
        200,
        {
            "name": "AzureCloud",
            "portal": "https://portal.azure.com",
            "authentication": {
                "loginEndpoint": "https://login.microsoftonline.com/",
                "audiences": [
                    "https://management.core.windows.net/",
                    "https://management.azure.com/",
                ],
                "tenant": "common",
                "identityProvider": "AAD",
            },
            "graphAudience": "https://graph.windows.net/",
            "graph": "https://graph.windows.net/",
            "resourceManager": "https://management.azure.com/",
            "microsoftGraphResourceId": "https://graph.microsoft.com/",
            "logAnalyticsResourceId": "https://api.loganalytics.io",
            "activeDirectoryDataLake": "https://datalake.azure.net/",
            "batch": "https://batch.core.windows.net/",
            "media": "https://rest.media.azure.net",
            "sqlManagement": "https://management.core.windows.net:8443/",
            "vmImageAliasDoc": "https://example.invalid/",
            "suffixes": {
                "acrLoginServer": "azurecr.io",
                "keyVaultDns": "vault.azure.net",
                "storage": "core.windows.net",
                "sqlServerHostname": "database.windows.net",
                "mhsmDns": "managedhsm.azure.net",
                "azureFrontDoorEndpointSuffix": "azurefd.net",
            },
        },
    )


def login(cloud: Cloud, request: Request) -> Answer:
    """Answers a request to login.microsoftonline.com."""
    path = request.path.lower().rstrip("/")
    if path.endswith(("/oauth2/v2.0/token", "/oauth2/token")):
        return _token(cloud, request)
    if path.endswith("/.well-known/openid-configuration"):
        return Answer(200, _configuration(request))
    if path == "/common/discovery/instance":
        return Answer(200, _instances())
    raise Unanswerable(404, "NotFound", f"There is no {request.path} here.")


def _configuration(request: Request) -> Body:
    base = f"https://{request.host}/{TENANT}"
    return {
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "issuer": f"https://{request.host}/{TENANT}/v2.0",
        "tenant_region_scope": "EU",
    }


def _instances() -> Body:
    host = "login.microsoftonline.com"
    entry = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
    where = f"https://{host}/{TENANT}/.well-known/openid-configuration"
    return {"tenant_discovery_endpoint": where, "api-version": "1.1", "metadata": [entry]}


def _token(cloud: Cloud, request: Request) -> Answer:
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    if form.get("grant_type") != "client_credentials":
        return _denied(
            "unsupported_grant_type",
            f"AADSTS70003: The app requested an unsupported grant type '{form.get('grant_type')}'.",
        )
    principal = cloud.directory.find(form.get("client_id", ""))
    if principal is None:
        return _denied(
            "unauthorized_client",
            "AADSTS700016: Application with identifier "
            f"'{form.get('client_id')}' was not found in the directory.",
        )
    if form.get("client_secret") != DEPLOYER_SECRET:
        return _denied("invalid_client", "AADSTS7000215: Invalid client secret provided.")
    scope = form.get("scope", "").split(" ")[0]
    audience = form.get("resource") or scope.removesuffix("/.default")
    lifetime = cloud.settings.token_lifetime
    token = cloud.directory.token(principal, audience, cloud.now(), lifetime)
    found: dict[str, Any] = {
        "token_type": "Bearer",
        "expires_in": int(lifetime),
        "ext_expires_in": int(lifetime),
        "access_token": token,
    }
    return Answer(200, found)


def _denied(error: str, text: str) -> Answer:
    return Answer(401, {"error": error, "error_description": text})


def graph(cloud: Cloud, request: Request) -> Answer:
    """Answers a request to graph.microsoft.com: who a service principal is."""
    authenticate(cloud, request, GRAPH)
    if re.fullmatch(r"/(v1\.0|beta)/servicePrincipals/?", request.path):
        wanted = re.search(r"appId eq '([^']*)'", request.query.get("$filter", ""))
        found = cloud.directory.find(wanted[1]) if wanted else None
        value = (
            [{"id": found.id, "appId": found.client, "displayName": found.name}] if found else []
        )
        return Answer(200, {"value": value})
    if re.fullmatch(r"/(v1\.0|beta)/directoryObjects/getByIds", request.path):
        return Answer(200, {"value": []})
    raise Refusal(404, "Request_ResourceNotFound", f"There is no {request.path} here.")
