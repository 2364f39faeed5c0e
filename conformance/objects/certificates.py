"""What pkilint finds in the certificates and revocation lists of each sample."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import CommandError, must, run
from conformance.shared.report import Report

BLOCK = re.compile(r"-----BEGIN (CERTIFICATE|X509 CRL)-----\n.*?-----END \1-----\n", re.DOTALL)
LINTERS = {
    "CERTIFICATE": ("lint_pkix_cert", "lint"),
    "X509 CRL": ("lint_crl", "lint", "--profile", "PKIX", "--type", "CRL"),
}
# What pkilint says of certificates that are as they should be.
ACCEPTED = {
    # An intermediate signs for Kubernetes services only. Their domain `svc` has one label: RFC 5280
    # takes any domain in 4.2.1.10, and so do openssl, Go and Envoy (docs/adr/0012).
    'pkix.invalid_domain_name_syntax: Invalid domain name syntax: "svc"',
}
BROKEN = {
    "CERTIFICATE": {"pkix.basic_constraints_extension_not_critical"},
    "X509 CRL": {"pkix.crl_number_missing", "pkix.authority_key_identifier_missing"},
}


@dataclass(frozen=True)
class Block:
    """One certificate or list of a file."""

    kind: str
    text: str
    name: str


def judge(report: Report, specifications: list[Path], work: Path) -> None:
    """Issues what each specification asks for; the first also with the algorithm that is slow."""
    seen = set()
    for index, specification in enumerate(specifications):
        for algorithm in ["ECDSA-P256"] + ["RSA-4096"] * (index == 0):
            folder = work / f"{specification.parent.name}-{algorithm}"
            seen |= judge_tree(report, specification, algorithm, folder)
    report.check("pkilint: each finding that is accepted occurs", seen >= ACCEPTED, str(seen))
    judge_broken(report, work / "broken")


def judge_tree(report: Report, specification: Path, algorithm: str, folder: Path) -> set[str]:
    """Judges the whole authority of a tree and returns the findings."""
    folder.mkdir(parents=True)
    spec, tree = folder / "mesh.yaml", folder / "tree"
    keys = f"  certificateAuthority: {{keyAlgorithm: {algorithm}, rootKeyEncryption: none}}\n"
    spec.write_text(specification.read_text() + keys)
    text = f"{specification.parent.name}: pkilint, {algorithm}"
    try:
        for command in ("issue", "crl"):
            must(places.MESHGEN, "ca", command, "--output-dir", tree, spec)
    except CommandError as failure:
        report.fail(text, str(failure))
        return set()
    blocks = blocks_of(tree / "pki")
    lists = [each for each in blocks if each.kind == "X509 CRL"]
    authorities = [tree / "pki" / "root-cert.pem", *(tree / "pki").glob("*/ca-cert.pem")]
    findings = findings_of(blocks, folder)
    report.facts(
        f"{text}: {len(blocks) - len(lists)} certificates, {len(lists)} revocation lists",
        {
            "a list of each authority": (len(lists), len(authorities)),
            "no finding": (sorted(each for each in findings if each[1] not in ACCEPTED), []),
        },
    )
    return {finding for _, finding in findings}


def blocks_of(folder: Path) -> list[Block]:
    """Everything public, once: chains and copies repeat it."""
    found: dict[str, Block] = {}
    for file in sorted([*folder.rglob("*.pem"), *folder.rglob("*.crt")]):
        if "private" not in file.parts:
            for block in BLOCK.finditer(file.read_text()):
                name = str(file.relative_to(folder))
                found.setdefault(block[0], Block(block[1], block[0], name))
    return list(found.values())


def findings_of(blocks: list[Block], work: Path) -> list[tuple[str, str]]:
    """The file and what pkilint says, of each finding."""
    files = [work / f"{index}.pem" for index in range(len(blocks))]
    for block, file in zip(blocks, files, strict=True):
        file.write_text(block.text)
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lint, blocks, files))
    return [(block.name, text) for block, each in zip(blocks, found, strict=True) for text in each]


def lint(block: Block, file: Path) -> list[str]:
    """A linter that can't read its input is a finding, too."""
    done = run(*LINTERS[block.kind], "--severity", "NOTICE", "--format", "JSON", file)
    try:
        results = json.loads(done.out)["results"]
    except (ValueError, KeyError):
        return [done.text.strip()]
    return [
        f"{each['code']}: {each['message']}"
        for result in results
        for each in result["finding_descriptions"]
    ]


def judge_broken(report: Report, work: Path) -> None:
    """What openssl makes without being asked for extensions has findings."""
    work.mkdir(parents=True)
    key, certificate, revoked = work / "key.pem", work / "certificate.pem", work / "list.pem"
    settings = work / "settings"
    (work / "index").write_text("")
    settings.write_text(
        f"[ca]\ndefault_ca = own\n[own]\ndatabase = {work}/index\ndefault_md = sha256\n"
    )
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key)
    authority = ("-subj", "/CN=Broken", "-addext", "basicConstraints=CA:TRUE")
    must("openssl", "req", "-x509", *new, *authority, "-days", "1", "-out", certificate)
    own = ("-config", settings, "-cert", certificate, "-keyfile", key)
    must("openssl", "ca", "-gencrl", *own, "-crldays", "1", "-out", revoked)
    for file, (kind, codes) in zip((certificate, revoked), BROKEN.items(), strict=True):
        found = {text.split(":")[0] for text in lint(Block(kind, "", file.name), file)}
        report.check(f"pkilint: a broken {file.stem} has findings", codes <= found, str(found))
