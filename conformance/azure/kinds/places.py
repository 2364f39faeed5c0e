"""Zones: which regions have them."""

from conformance.azure.answers import Refusal
from conformance.azure.catalog import ZONED_REGIONS, region
from conformance.azure.kind import Change


def check_zones(change: Change) -> None:
    """https://learn.microsoft.com/azure/reliability/availability-zones-region-support"""
    zones = change.resource.body.get("zones") or []
    place = region(change.resource.location)
    if zones and place not in ZONED_REGIONS:
        raise Refusal(
            400,
            "AvailabilityZoneNotSupported",
            f"The zone(s) '{', '.join(zones)}' for resource '{change.id.text}' is not supported. "
            f"The supported zones for location '{place}' are ''",
        )
    unknown = [each for each in zones if each not in ("1", "2", "3")]
    if unknown or len(set(zones)) < len(zones):
        raise Refusal(
            400,
            "InvalidAvailabilityZone",
            f"The zone(s) '{', '.join(zones)}' for resource '{change.id.text}' is not supported. "
            f"The supported zones for location '{place}' are '1,2,3'",
        )
