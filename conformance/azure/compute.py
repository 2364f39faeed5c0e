"""What Resource Manager tells of virtual machines: sizes, restrictions, quotas.

https://learn.microsoft.com/rest/api/compute/resource-skus/list
https://learn.microsoft.com/rest/api/compute/usage/list
"""

import re

from conformance.azure import catalog
from conformance.azure.answers import Answer, Body
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import SUBSCRIPTION, Principal
from conformance.azure.kinds.pools import POOL
from conformance.azure.routing import Routes

ROUTES = Routes()

# Zones that the subscription may not use, by region: `{"westeurope": {"1": true}}`.
RESTRICTED = "restricted-zones"
SIZES = ("Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_D4s_v5", "Standard_E4ds_v5")
ZONES = ["1", "2", "3"]
_PROVIDER = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Compute"


@ROUTES.add("GET", _PROVIDER + "/skus")
def skus(cloud: Cloud, _: Principal, request: Request, __: re.Match[str]) -> Answer:
    place = re.search(r"location eq '([^']*)'", request.query.get("$filter", ""))
    regions = [catalog.region(place[1])] if place else sorted(catalog.REGIONS)
    found = [sku(cloud, name, region) for region in regions for name in SIZES]
    return Answer(200, {"value": found})


def sku(cloud: Cloud, name: str, region: str) -> Body:
    size = catalog.size(name)
    assert size
    zones = ZONES if region in catalog.ZONED_REGIONS else []
    restricted = sorted(cloud.store.table(RESTRICTED).get(region, {}))
    restriction = {
        "type": "Zone",
        "values": [region],
        "restrictionInfo": {"locations": [region], "zones": restricted},
        "reasonCode": "NotAvailableForSubscription",
    }
    return {
        "resourceType": "virtualMachines",
        "name": name,
        "tier": "Standard",
        "size": name.removeprefix("Standard_"),
        "family": size.family,
        "locations": [region],
        "locationInfo": [{"location": region, "zones": zones, "zoneDetails": []}],
        "capabilities": [{"name": "vCPUs", "value": str(size.vcpus)}],
        "restrictions": [restriction] if restricted else [],
    }


@ROUTES.add("GET", _PROVIDER + "/locations/([^/]+)/usages")
def usages(cloud: Cloud, _: Principal, __: Request, match: re.Match[str]) -> Answer:
    place = catalog.region(match[1])
    used: dict[str, int] = {size.family: 0 for name in SIZES if (size := catalog.size(name))}
    for pool in cloud.store.of_type(POOL):
        cluster = cloud.store.get(pool.id.rsplit("/", 2)[0])
        size = catalog.size(str(pool.properties.get("vmSize")))
        if cluster and size and catalog.region(cluster.location) == place:
            count = int(pool.properties.get("count") or 1)
            used[size.family] = used.get(size.family, 0) + size.vcpus * count
    limit = cloud.settings.vcpu_quota
    rows = [usage(name, count, limit) for name, count in used.items()]
    total = usage("cores", sum(used.values()), max(limit, 100_000))
    return Answer(200, {"value": [total, *rows]})


def usage(name: str, count: int, limit: int) -> Body:
    text = {"value": name, "localizedValue": name}
    return {"name": text, "unit": "Count", "currentValue": count, "limit": limit}
