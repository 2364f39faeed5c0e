"""What Resource Manager answers that is no resource: subscriptions, providers, lists."""

import re

from conformance.azure import catalog, compute, kinds
from conformance.azure.answers import Answer, Body
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import SUBSCRIPTION, TENANT, Principal
from conformance.azure.routing import Route, Routes

ROUTES = Routes()


def find(cloud: Cloud, principal: Principal, request: Request) -> Answer | None:
    method: str
    function: Route
    for method, pattern, function in (*ROUTES, *compute.ROUTES, *kinds.ROUTES):
        match = pattern.match(request.path)
        if method == request.method and match:
            return function(cloud, principal, request, match)
    return None


def _subscription() -> Body:
    return {
        "id": f"/subscriptions/{SUBSCRIPTION}",
        "subscriptionId": SUBSCRIPTION,
        "tenantId": TENANT,
        "displayName": "Simulated",
        "state": "Enabled",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
    }


@ROUTES.add("GET", "/subscriptions")
def subscriptions(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    return Answer(200, {"value": [_subscription()]})


@ROUTES.add("GET", f"/subscriptions/{SUBSCRIPTION}")
def subscription(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    return Answer(200, _subscription())


@ROUTES.add("GET", "/tenants")
def tenants(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    tenant = {"id": f"/tenants/{TENANT}", "tenantId": TENANT, "displayName": "Simulated"}
    return Answer(200, {"value": [{**tenant, "tenantCategory": "Home"}]})


@ROUTES.add("GET", f"/subscriptions/{SUBSCRIPTION}/locations")
def locations(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    found = [
        {"id": f"/subscriptions/{SUBSCRIPTION}/locations/{name}", "name": name}
        for name in sorted(catalog.REGIONS)
    ]
    return Answer(200, {"value": found})


def _provider(namespace: str) -> Body:
    kinds_of = [each for each in kinds.KINDS.values() if each.type.startswith(namespace + "/")]
    return {
        "id": f"/subscriptions/{SUBSCRIPTION}/providers/{namespace}",
        "namespace": namespace,
        "registrationState": "Registered",
        "registrationPolicy": "RegistrationRequired",
        "resourceTypes": [
            {
                "resourceType": each.type.partition("/")[2],
                "locations": sorted(catalog.REGIONS),
                "apiVersions": sorted(each.versions, reverse=True),
            }
            for each in kinds_of
        ],
    }


@ROUTES.add("GET", f"/subscriptions/{SUBSCRIPTION}/providers")
def providers(_: Cloud, __: Principal, ___: Request, ____: re.Match[str]) -> Answer:
    return Answer(200, {"value": [_provider(each) for each in kinds.PROVIDERS]})


@ROUTES.add("GET", f"/subscriptions/{SUBSCRIPTION}/providers/([^/]+)")
def provider(_: Cloud, __: Principal, ___: Request, match: re.Match[str]) -> Answer:
    known = {each.lower(): each for each in kinds.PROVIDERS}
    return Answer(200, _provider(known.get(match[1].lower(), match[1])))


@ROUTES.add("POST", f"/subscriptions/{SUBSCRIPTION}/providers/([^/]+)/register")
def register(_: Cloud, __: Principal, ___: Request, match: re.Match[str]) -> Answer:
    return Answer(200, _provider(match[1]))


@ROUTES.add("GET", f"/subscriptions/{SUBSCRIPTION}(/resourceGroups/[^/]+)?/resources")
def resources(cloud: Cloud, _: Principal, request: Request, __: re.Match[str]) -> Answer:
    """Lists by $filter=resourceType eq '...' and name eq '...'."""
    wanted = request.query.get("$filter", "")
    kind = re.search(r"(?i)resourceType eq '([^']*)'", wanted)
    name = re.search(r"(?i)\bname eq '([^']*)'", wanted)
    scope = request.path.lower().rstrip("/").removesuffix("/resources") + "/"
    found = [
        {"id": each.id, "name": each.name, "type": each.type, "location": each.location}
        for each in cloud.store
        if each.key.startswith(scope)
        and kinds.KINDS[each.type.lower()].located
        and each.type != "Microsoft.Resources/resourceGroups"
        and (not kind or each.type.lower() == kind[1].lower())
        and (not name or each.name.lower() == name[1].lower())
    ]
    return Answer(200, {"value": found})
