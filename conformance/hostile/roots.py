"""Roots that somebody adds to pki/, or puts in the place of the mesh's own."""

import json
import re
import shutil

from conformance.hostile.case import STORE, Case, digest, issue
from conformance.shared.commands import must


def add(case: Case, name: str) -> str:
    """Adds a root of somebody else everywhere, and returns its SHA-256."""
    evil = case.authority(name)
    for file in case.roots():
        file.write_text(file.read_text() + evil.read_text())
    return digest(evil)


def rotate(case: Case, old: str, new: str) -> None:
    """Makes it look like the first move of a rotation."""
    state = {"phase": "trust-both", "oldRoot": old, "newRoot": new}
    (case.pki / "rotation.json").write_text(json.dumps(state))


def own_root(case: Case) -> str:
    return digest(case.pki / "root-cert.pem")


def a_second_root(case: Case) -> None:
    own = own_root(case)
    evil = add(case, "evil")
    message = "pki/root-cert.pem holds 2 certificates, not 1"
    case.refuses("a second root in pki/ is refused", message)
    rotate(case, own, "0" * 64)
    message = "does not hold the two roots that pki/rotation.json names"
    case.refuses("and one that is not the rotation's", message)
    rotate(case, own, evil)
    done = case.accepts("during what looks like a rotation step 02 passes")
    printed = f"{own} CN=" in done.out and f"{evil} CN=evil" in done.out
    case.check("and prints both roots", printed, done.out)


def a_root_that_is_none(case: Case) -> None:
    for file in case.roots():
        file.write_text("nothing\n")
    message = "pki/root-cert.pem holds 0 certificates, not 1"
    case.refuses("a file of roots without a certificate is refused", message)


def an_added_root_and_the_vault(case: Case) -> None:
    case.accepts("step 03 stores the first root", STORE)
    own = own_root(case)
    evil = add(case, "evil")
    rotate(case, own, evil)
    stored = next((case.home / "vault").glob("*/secrets/istio-root-cert"))
    before = stored.read_bytes()
    message = f"run: MESH_TRUST_ROOT={evil} scripts/up.sh --from 03"
    text = "step 03 refuses a root that the vault does not hold, and says how to name it"
    case.refuses(text, message, STORE)
    case.refuses("and one that is named wrongly", "adds a root", STORE, MESH_TRUST_ROOT=own)
    case.check("and stores nothing", stored.read_bytes() == before)
    colons = ":".join(re.findall("..", evil.upper()))
    text = "it stores one that is named, as openssl prints it"
    case.accepts(text, STORE, MESH_TRUST_ROOT=colons)
    case.accepts("and needs no name once the vault holds it", STORE)
    add(case, "third")
    message = "pki/root-cert.pem holds 3 certificates, not 2"
    case.refuses("a third root is refused", message)


def a_replaced_authority(case: Case) -> None:
    case.accepts("step 03 stores the first root", STORE)
    shutil.rmtree(case.pki)
    issue(case.home)
    case.accepts("the certificates of another authority are sound")
    named = own_root(case)
    done = case.refuses("step 03 refuses them", f"MESH_TRUST_ROOT={named} ", STORE)
    case.check("and says that no root is shared", "no root in common" in done.err, done.err)
    case.accepts("it stores them where they are named", STORE, MESH_TRUST_ROOT=named)


def a_root_that_this_machine_trusts(case: Case) -> None:
    """The certificates lead to a root of the machine, and not to the one in pki/."""
    trusted = case.home / "certs"
    trusted.mkdir()
    shutil.copy(case.pki / "root-cert.pem", trusted / "root.pem")
    must("openssl", "rehash", trusted)
    evil = case.authority("evil").read_text()
    for file in case.roots():
        file.write_text(evil)
    text = "certificates that lead to a root of this machine only are refused"
    message = "does not chain to pki/root-cert.pem"
    case.refuses(text, message, SSL_CERT_DIR=str(trusted))


def an_openssl_that_knows_too_little(case: Case) -> None:
    case.program("openssl", "echo LibreSSL 3.3.6")
    case.refuses("LibreSSL is refused, with what to do", "run brew install openssl@3")


def folded_in_reviews(case: Case) -> None:
    files = ["pki/root-cert.pem", "scripts/up.sh", "terraform/shared.tf", "README.md"]
    paths = [case.tree / file for file in files]
    told = case.git("check-attr", "linguist-generated", "--", *paths)
    folded = "true" in told or ": set" in told
    case.check("no file that a reviewer has to read is folded", not folded, told)
