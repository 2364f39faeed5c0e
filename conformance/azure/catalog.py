"""Azure as a catalogue: regions, zones, VM sizes, Kubernetes versions. As of 2026-11.

Zones: https://learn.microsoft.com/azure/reliability/availability-zones-region-support
Sizes: https://learn.microsoft.com/azure/virtual-machines/sizes/overview
AKS:   https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
"""

import re
from dataclasses import dataclass

ZONED_REGIONS = frozenset(
    [
        "australiaeast",
        "austriaeast",
        "belgiumcentral",
        "brazilsouth",
        "canadacentral",
        "centralindia",
        "centralus",
        "chilecentral",
        "denmarkeast",
        "eastasia",
        "eastus",
        "eastus2",
        "francecentral",
        "germanywestcentral",
        "indonesiacentral",
        "israelcentral",
        "italynorth",
        "japaneast",
        "japanwest",
        "koreacentral",
        "malaysiawest",
        "mexicocentral",
        "newzealandnorth",
        "northeurope",
        "norwayeast",
        "polandcentral",
        "qatarcentral",
        "southafricanorth",
        "southcentralus",
        "southeastasia",
        "spaincentral",
        "swedencentral",
        "switzerlandnorth",
        "uaenorth",
        "uksouth",
        "westeurope",
        "westus2",
        "westus3",
    ]
)

UNZONED_REGIONS = frozenset(
    [
        "australiacentral",
        "australiacentral2",
        "australiasoutheast",
        "brazilsoutheast",
        "canadaeast",
        "francesouth",
        "germanynorth",
        "jioindiawest",
        "koreasouth",
        "northcentralus",
        "norwaywest",
        "southafricawest",
        "southindia",
        "swedensouth",
        "switzerlandwest",
        "uaecentral",
        "ukwest",
        "westcentralus",
        "westindia",
        "westus",
    ]
)

REGIONS = ZONED_REGIONS | UNZONED_REGIONS

# Minor versions and the patches of each, oldest first; the last one is what an alias means.
KUBERNETES = {
    "1.33": ("1.33.10", "1.33.11"),
    "1.34": ("1.34.6", "1.34.7"),
    "1.35": ("1.35.1", "1.35.2"),
    "1.36": ("1.36.0", "1.36.1"),
}
DEFAULT_KUBERNETES = "1.35.2"


def region(text: str) -> str:
    """A region's name from what a client wrote: West Europe is westeurope."""
    return text.replace(" ", "").lower()


def kubernetes(version: str) -> str | None:
    """The patch version that a version or an alias such as 1.35 means."""
    if version in KUBERNETES:
        return KUBERNETES[version][-1]
    minor = ".".join(version.split(".")[:2])
    return version if version in KUBERNETES.get(minor, ()) else None


@dataclass(frozen=True)
class Size:
    """A VM size, as far as its name and its family's table tell."""

    name: str
    family: str
    vcpus: int
    memory: float
    temporary_disk: float


# GiB of memory for each vCPU, and GiB of temporary disk for each vCPU, by family.
# A size holds an ephemeral OS disk in its temporary disk or cache; sizes without either don't.
# https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disk
_FAMILIES: dict[str, tuple[float, float]] = {
    "B_ms": (4, 0),
    "B_s_v2": (4, 0),
    "Dds_v4": (4, 37.5),
    "Dds_v5": (4, 37.5),
    "Dads_v5": (4, 37.5),
    "Dpds_v5": (4, 37.5),
    "Ds_v3": (4, 25),
    "Ds_v4": (4, 0),
    "Ds_v5": (4, 0),
    "Das_v4": (4, 25),
    "Das_v5": (4, 0),
    "Dps_v5": (4, 0),
    "Eds_v4": (8, 37.5),
    "Eds_v5": (8, 37.5),
    "Eads_v5": (8, 37.5),
    "Es_v3": (8, 25),
    "Es_v4": (8, 0),
    "Es_v5": (8, 0),
    "Eas_v4": (8, 25),
    "Fs_v2": (2, 16),
}

_COUNTS = {2, 4, 8, 16, 20, 32, 48, 64, 72, 96}


def size(name: str) -> Size | None:
    """None for a size that there isn't."""
    if name == "Standard_DS1_v2":
        return Size(name, "standardDSv2Family", 1, 3.5, 7)
    found = re.fullmatch(r"(?i)Standard_([A-Z])(\d+)([a-z]*?)(_v\d)?", name)
    if not found:
        return None
    letter, count, features, version = found[1].upper(), int(found[2]), found[3], found[4] or ""
    mark = "_" if letter == "B" else ""
    family = f"{letter}{mark}{features.lower()}{version.lower()}"
    if family not in _FAMILIES or count not in _COUNTS:
        return None
    memory, disk = _FAMILIES[family]
    quota = f"standard{letter}{features.upper()}{version.replace('_', '')}Family"
    return Size(name, quota, count, count * memory, count * disk)
