"""What is asked of certificates and keys: that they arrive where they belong, and show nowhere else."""

import base64

from patience import until
from report import check


def mounts_are_what_was_issued(stage):
    pki, keys = stage.tree / "pki", stage.tree / "pki" / "private"
    wanted = {}
    for name in stage.clusters:
        mount = stage.home / "mounts" / name / "istio-ca"
        wanted |= {
            mount / "root-cert.pem": pki / "root-cert.pem",
            mount / "ca-cert.pem": pki / name / "ca-cert.pem",
            mount / "cert-chain.pem": pki / name / "cert-chain.pem",
            mount / "ca-key.pem": keys / name / "ca-key.pem",
        }
    for application in stage.tls:
        mount = next(
            (stage.home / "mounts").glob(f"*/istio-ingress-tls/{application}-tls.crt"),
            stage.home / "none",
        ).parent
        wanted |= {
            mount / f"{application}-tls.crt": pki / "applications" / application / "tls.crt",
            mount / f"{application}-tls.key": keys / "applications" / application / "tls.key",
        }

    def differing():
        return [
            str(path)
            for path, source in wanted.items()
            if not path.exists() or path.read_bytes() != source.read_bytes()
        ]

    until(lambda: not differing(), 30)  # The driver looks every few seconds.
    wrong = differing()
    check(
        f"the {len(wanted)} files that istiod and the gateways mount are what was issued, byte for byte",
        not wrong,
        "\n".join(wrong),
    )


def no_secret_shows(stage):
    secrets_ = set()
    for key in (stage.tree / "pki" / "private").rglob("*"):
        if key.is_file():
            secrets_ |= {
                line
                for line in key.read_text().splitlines()
                if len(line) > 20 and "-----" not in line
            }
    for server in stage.servers.values():
        secrets_.add(server.token)
        for item in server.api.items("/api/v1/secrets"):
            for name, value in (item.get("data") or {}).items():
                if name == "token":
                    secrets_ |= {value, base64.b64decode(value).decode()}
    lines = (stage.home / "calls.jsonl").read_text()
    shown = [secret[:12] for secret in secrets_ if secret in lines]
    check(
        f"none of {len(secrets_)} secrets is in one of {len(stage.recorded())} command lines",
        not shown,
        str(shown),
    )
    shown = [secret[:12] for secret in secrets_ if secret in stage.output]
    check(
        f"none of them is in {len(stage.output.splitlines())} lines of output",
        not shown,
        str(shown),
    )
    left = [
        str(path)
        for path in (stage.tree / ".work").rglob("*")
        if path.is_file() and path.name != "kubeconfig"
    ]
    check("no temporary file is left", not left, "\n".join(left))
    wide = [str(path) for path in (stage.tree / ".work").rglob("*") if path.stat().st_mode & 0o077]
    check("what is left in .work is its owner's alone", not wide, "\n".join(wide))
