"""No text of a picture overlaps another or leaves its frame, in two fonts.

The pictures are those of the samples, and of a mesh of twenty clusters in six regions with the
longest names that are allowed.
"""

import html
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from conformance.shared import places
from conformance.shared.commands import found, run
from conformance.shared.report import Report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = ("Arial, sans-serif", "'DejaVu Sans'")
MODES: dict[str, list[str]] = {
    "light": [],
    "dark": ["--blink-settings=preferredColorScheme=0"],
}
LARGE = "twenty-clusters"
REGIONS = [
    "eastus",
    "germanywestcentral",
    "northeurope",
    "southeastasia",
    "swedencentral",
    "westeurope",
]
SHOWN_FAULTS = 10


def main(arguments: list[str]) -> int:
    report = Report("picture")
    browser = next((each for each in BROWSERS if found(each)), None)
    if not browser:
        report.skip("chromium", "no picture is looked at; run conformance/tools/install picture")
        return report.close()
    with tempfile.TemporaryDirectory(prefix="picture-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        shots = Path(arguments[0]).resolve() if arguments else work / "shots"
        shots.mkdir(parents=True, exist_ok=True)
        looker = Looker(report, [browser, *options(work)], work)
        for name, svg in pictures(report, work).items():
            for font in FONTS:
                looker.look(name, svg, font)
            looker.photograph(name, svg, shots)
    return report.close()


def options(work: Path) -> list[str]:
    profile = f"--user-data-dir={work / 'profile'}"
    return ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", profile]


def pictures(report: Report, work: Path) -> dict[str, str]:
    """The committed pictures, and a large one."""
    files = sorted((places.PROJECT / "out").glob("*/topology.svg"))
    found_ones = {each.parent.name: each.read_text() for each in files}
    report.check(f"there are pictures of {', '.join(found_ones)}", found_ones)
    specification = work / "mesh.yaml"
    specification.write_text(json.dumps(large_mesh()))
    done = run(places.MESHGEN, "graph", specification)
    if report.check(f"{LARGE}: there is a picture", done.succeeded, done.err):
        found_ones[LARGE] = done.out
    return found_ones


def large_mesh() -> dict[str, Any]:
    names = [f"cluster-number-{number:03}" for number in range(20)]
    azure = {
        "subscriptionId": "11111111-1111-1111-1111-111111111111",
        "tenantId": "22222222-2222-2222-2222-222222222222",
        "sharedCluster": names[0],
        "keyVault": {"name": "tailspin-kv"},
        "bastion": {"enabled": True},
        "regions": {
            region: {"bastionCluster": name} for region, name in zip(REGIONS, names, strict=False)
        },
    }
    spec = {
        "azure": azure,
        "istio": {"version": "1.31.0"},
        "clusterDefaults": {"kubernetesVersion": "1.35"},
        "clusters": [cluster(number, name) for number, name in enumerate(names)],
        "applications": [application(number, names[1:3]) for number in range(5)],
    }
    metadata = {"name": "tailspin-production"}
    kind = {"apiVersion": "meshgen.dev/v1alpha1", "kind": "Mesh"}
    return {**kind, "metadata": metadata, "spec": spec}


def cluster(number: int, name: str) -> dict[str, Any]:
    """Two in each region, then the rest in the last one; every third has overlay pods."""
    region = REGIONS[number % 6 if number < 12 else 5]
    network = {"addressSpace": f"10.{100 + number}.0.0/16"}
    pods = {"pods": "overlay"} if number % 3 == 0 else {}
    return {"name": name, "region": region, **pods, "network": network}


def application(number: int, clusters: list[str]) -> dict[str, Any]:
    host = f"a-rather-long-name-of-a-host-{number}.tailspin.example"
    return {
        "name": f"application-{number}",
        "image": "registry.k8s.io/echoserver:1.10",
        "port": 8080,
        "runsIn": clusters,
        "ingress": {"cluster": clusters[0], "host": host},
    }


class Looker:
    """A browser that measures pictures and takes photographs of them."""

    def __init__(self, report: Report, browser: list[str], work: Path) -> None:
        self.report, self.browser, self.work = report, browser, work
        self.probe = Path(__file__).with_name("probe.js").read_text()

    def look(self, name: str, svg: str, font: str) -> None:
        style = f"body {{margin: 0}} text {{font-family: {font} !important}}"
        page = self.work / f"{name}.html"
        page.write_text(f"<style>{style}</style>{svg}<script>{self.probe}</script>")
        dom = run(*self.browser, "--dump-dom", page.as_uri()).out
        facts = measured(dom)
        faults = facts["faults"][:SHOWN_FAULTS]
        text = f"{name}: {facts['texts']} texts and {facts['cards']} cards are apart, in {font}"
        self.report.check(text, facts["texts"] and not faults, *faults)

    def photograph(self, name: str, svg: str, shots: Path) -> None:
        size = re.search(r'width="(\d+)" height="(\d+)"', svg)
        width, height = size.groups() if size else ("0", "0")
        picture = self.work / f"{name}.svg"
        picture.write_text(svg)
        for mode, mode_options in MODES.items():
            shot = shots / f"{name}-{mode}.png"
            window = [f"--window-size={width},{height}", f"--screenshot={shot}"]
            run(*self.browser, *mode_options, *window, picture.as_uri())
            taken = shot.exists() and shot.stat().st_size > 0
            self.report.check(f"{name}: a {mode} screenshot is taken", taken)


def measured(dom: str) -> dict[str, Any]:
    """What the probe left in the title."""
    title = re.search(r"<title>(\{.*?\})</title>", dom)
    if not title:
        return {"faults": [dom[:300] or "the browser shows nothing"], "texts": 0, "cards": 0}
    facts: dict[str, Any] = json.loads(html.unescape(title[1]))
    return facts
