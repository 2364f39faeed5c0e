"""Programs that come over the network, and what the build is told."""

import json
import re
import shutil

from conformance.hostile.case import PASSPHRASE, Case, write_program
from conformance.shared import places
from conformance.shared.commands import must, run
from conformance.steps.faults import istioctl_archive

# Writes nonsense to the file that wget or curl was told to write.
FALSE_ARCHIVE = (
    'for word; do case "$before" in -O | -o) echo no zip > "$word" ;; esac; before=$word; done'
)


def over_plain_http(case: Case) -> None:
    """Checksum and archive come over a connection that anybody may have changed."""
    settings = (case.tree / "scripts" / "env.sh").read_text()
    version = re.search(r"^ISTIO_VERSION=(\S+)", settings, re.MULTILINE)
    assert version, settings
    archive = istioctl_archive(version[1])
    releases = case.home / "releases"
    releases.mkdir()
    answer = json.dumps({"clientVersion": {"version": version[1]}})
    write_program(releases / "istioctl", f"echo '{answer}'")
    packed = releases / archive
    must("tar", "--create", "--gzip", "--file", packed, "--directory", releases, "istioctl")
    (releases / f"{archive}.sha256").write_text(must("sha256sum", packed))
    case.program("istioctl", "echo '{}'")
    redirected = case.home / "redirected"
    redirected.touch()
    step = "06-get-istioctl.sh"
    text = "an istioctl from a redirect to plain HTTP is refused"
    case.refuses(text, "failed at https://github.com", step)
    case.check("and not kept", not (case.work / "bin" / "istioctl").exists())
    redirected.unlink()
    case.accepts("the same istioctl over HTTPS is taken", step)


def another_maven(case: Case) -> None:
    for name in ("wget", "curl"):
        case.program(name, FALSE_ARCHIVE)
    env = {**case.env, "MAVEN_USER_HOME": str(case.home / "m2")}
    done = run(places.PROJECT / "mvnw", "--version", env=env)
    told = done.code != 0 and "Failed to validate Maven distribution SHA-256" in done.text
    case.check("a Maven that is not the pinned one is refused", told, done.text)


def a_build_that_wants_the_passphrase(case: Case) -> None:
    checkout = case.home / "checkout"
    for folder in ("src/main", "templates", "schemas"):
        (checkout / folder).mkdir(parents=True)
    (checkout / "pom.xml").touch()
    shutil.copy(places.MESHGEN, checkout)
    build = f"env > {case.home}/seen; mkdir -p target; touch target/meshgen.jar"
    write_program(checkout / "mvnw", build)
    run(checkout / "meshgen", "--version", env=case.env)
    seen = (case.home / "seen").read_text()
    kept = "PATH=" in seen and PASSPHRASE not in seen
    case.check("the launcher gives the build no passphrase", kept)
