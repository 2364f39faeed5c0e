"""What is asked of certificates and keys: they arrive where they belong, and show nowhere else."""

import base64
from pathlib import Path

from conformance.shared.api_server import until
from conformance.steps.stage import Stage


def mounts_are_what_was_issued(stage: Stage) -> None:
    wanted = mounted_files(stage)

    def differing() -> list[str]:
        return [
            str(path)
            for path, source in wanted.items()
            if not path.exists() or path.read_bytes() != source.read_bytes()
        ]

    until(lambda: not differing(), 30)  # The driver looks every few seconds.
    wrong = differing()
    text = f"the {len(wanted)} files that istiod and the gateways mount are what was issued"
    stage.check(f"{text}, byte for byte", not wrong, *wrong)


def mounted_files(stage: Stage) -> dict[Path, Path]:
    """What each mounted file was issued as."""
    pki, keys = stage.tree / "pki", stage.tree / "pki" / "private"
    mounts = stage.home / "mounts"
    wanted: dict[Path, Path] = {}
    for name in stage.clusters:
        mount = mounts / name / "istio-ca"
        wanted |= {
            mount / "root-cert.pem": pki / "root-cert.pem",
            mount / "ca-cert.pem": pki / name / "ca-cert.pem",
            mount / "cert-chain.pem": pki / name / "cert-chain.pem",
            mount / "ca-key.pem": keys / name / "ca-key.pem",
        }
    for each in stage.tls:
        found = mounts.glob(f"*/istio-ingress-tls/{each}-tls.crt")
        mount = next(found, stage.home / "none").parent
        wanted[mount / f"{each}-tls.crt"] = pki / "applications" / each / "tls.crt"
        wanted[mount / f"{each}-tls.key"] = keys / "applications" / each / "tls.key"
    return wanted


def no_secret_shows(stage: Stage) -> None:
    secrets = keys_of(stage) | tokens_of(stage)
    lines = (stage.home / "calls.jsonl").read_text()
    shown = [each[:12] for each in secrets if each in lines]
    text = f"none of {len(secrets)} secrets is in one of {len(stage.recorded())} command lines"
    stage.check(text, secrets and not shown, *shown)
    shown = [each[:12] for each in secrets if each in stage.output]
    count = len(stage.output.splitlines())
    stage.check(f"none of them is in {count} lines of output", count and not shown, *shown)


def nothing_is_left(stage: Stage) -> None:
    """Before .work itself is removed."""
    work = list((stage.tree / ".work").rglob("*"))
    left = [str(each) for each in work if each.is_file() and each.name != "kubeconfig"]
    stage.check("no temporary file is left", not left, *left)
    wide = [str(each) for each in work if each.stat().st_mode & 0o077]
    stage.check("what is left in .work is its owner's alone", not wide, *wide)


def keys_of(stage: Stage) -> set[str]:
    """Lines of private keys."""
    files = [each for each in (stage.tree / "pki" / "private").rglob("*") if each.is_file()]
    lines = [line for each in files for line in each.read_text().splitlines()]
    return {line for line in lines if len(line) > 20 and "-----" not in line}


def tokens_of(stage: Stage) -> set[str]:
    found = set()
    for server in stage.servers.values():
        found.add(server.token)
        for item in server.api.items("/api/v1/secrets"):
            if token := (item.get("data") or {}).get("token"):
                found |= {token, base64.b64decode(token).decode()}
    return found
