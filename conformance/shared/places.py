"""Where things are: this project's files, and the tools that tools/install put in place."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CONFORMANCE = PROJECT / "conformance"
MESHGEN = PROJECT / "meshgen"


def tools_are_required() -> bool:
    """Whether a tool that is missing fails the run."""
    return os.environ.get("CI") == "true" or os.environ.get("MESHGEN_REQUIRE_TOOLS") == "1"


def installed() -> Path:
    """The folder of tools/install."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "mesh-conformance"


def crds() -> Path:
    """The CRDs of Istio, the Gateway API and the Secrets Store CSI driver."""
    return Path(os.environ.get("MESHGEN_CRDS") or installed() / "crds")


def envoy_bootstrap() -> Path:
    """What a proxy's bootstrap is made from."""
    named = os.environ.get("MESHGEN_ENVOY_BOOTSTRAP")
    return Path(named or installed() / "envoy_bootstrap.json").resolve()


def istio_makefile() -> Path:
    """Istio's own way to make a root and intermediates."""
    folder = Path(os.environ.get("MESHGEN_ISTIO_CERTS") or installed() / "istio-certs")
    return folder.resolve() / "Makefile.selfsigned.mk"


def oldest_az() -> Path:
    """An az of the oldest version that the steps accept."""
    return Path(os.environ.get("MESHGEN_OLDEST_AZ") or installed() / "oldest-az" / "bin" / "az")


def use_installed_tools() -> None:
    """Puts the installed tools on PATH and tells Terraform where the provider is."""
    programs = str(installed() / "bin")
    if programs not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]
    settings = installed() / "terraformrc"
    if settings.exists():
        os.environ["TF_CLI_CONFIG_FILE"] = str(settings)
