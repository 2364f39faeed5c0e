"""What is asked of an upgrade of Istio: both revisions' istiods read their keys while both run."""

import re

from conformance.shared import mocked, places
from conformance.shared.api_server import until
from conformance.shared.commands import run
from conformance.steps.stage import Stage
from conformance.steps.trust import SYSTEM


def begin(stage: Stage, old: str) -> None:
    """As step 00 leaves it in the tree of an upgrade: the old revision keeps its credential."""
    give_credentials_of(stage, "upgrade", f"    previousVersion: {old.replace('-', '.')}\n")


def give_credentials_of(stage: Stage, name: str, line: str) -> None:
    """Generates the tree with this line and no other previous version, and applies it mocked."""
    text = re.sub(r"^    previousVersion: .*\n", "", stage.spec.read_text(), flags=re.MULTILINE)
    spec, tree = stage.home / f"{name}.yaml", stage.home / name
    spec.write_text(re.sub(r"(?<=^  istio:\n)", line, text, flags=re.MULTILINE))
    words = ("generate", "--without-ca", spec, "--output-dir", tree)
    done = run(places.MESHGEN, *words, env=stage.env, cwd=stage.home)
    stage.check(f"meshgen generates the tree for the {name}", done.succeeded, done.text)
    stage.give_credentials(mocked.state_of(tree, stage.home / f"{name}-mocked"))


def restart_both(stage: Stage, cluster: str, old: str) -> None:
    """A pod of each is replaced while both run; without its credential the old one stays out."""
    for revision in (old, stage.revision):
        restarted = restart(stage, cluster, revision, "120s")
        stage.check(f"istiod of revision {revision} restarts while both run", restarted)
    if not has_own_identity(stage, cluster):
        stage.report.say(f"note: pods of {stage.name} read the vault as the add-on: any revision")
        return
    give_credentials_of(stage, "end-of-the-upgrade", "")
    out = not restart(stage, cluster, old, "20s")
    log = stage.servers[cluster].folder / "nodes.log"
    told = until(lambda: refusal(old) in log.read_text(), 30)
    text = f"once the upgrade has ended, Entra ID refuses istiod of revision {old}"
    stage.check(text, out and told, log.read_text()[-2000:])


def refusal(revision: str) -> str:
    return f"presented assertion subject 'system:serviceaccount:istio-system:istiod-{revision}'"


def has_own_identity(stage: Stage, cluster: str) -> bool:
    item = stage.read(cluster, *SYSTEM, "get", "secretproviderclass", "istio-ca")
    return "clientID" in item["spec"]["parameters"]


def restart(stage: Stage, cluster: str, revision: str, wait: str) -> bool:
    name = f"deployment/istiod-{revision}"
    stage.kubectl(cluster, *SYSTEM, "rollout", "restart", name)
    words = ("rollout", "status", name, "--timeout", wait)
    return stage.kubectl(cluster, *SYSTEM, *words).succeeded
