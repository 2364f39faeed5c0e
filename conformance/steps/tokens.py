"""What is asked of the tokens with which clusters read each other: revocable, and stored once."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace

from conformance.lab.api import Api, Item, RefusedError
from conformance.shared.api_server import until
from conformance.steps.calls import call_everything
from conformance.steps.stage import Stage

NOTE = "kubectl.kubernetes.io/last-applied-configuration"
SECRETS = "/api/v1/namespaces/istio-system/secrets"
TOKEN = re.compile(r"token: (\S+)")
UNAUTHORIZED = 401

# Who gave it, and the token.
Given = tuple[str, str]


def remote_secrets(stage: Stage, cluster: str) -> list[Item]:
    selector = "?labelSelector=istio%2FmultiCluster%3Dtrue"
    return stage.servers[cluster].api.items(SECRETS + selector)


def tokens(stage: Stage) -> set[Given]:
    found: set[Given] = set()
    for cluster in stage.clusters:
        for secret in remote_secrets(stage, cluster):
            for peer, value in secret["data"].items():
                token = TOKEN.search(base64.b64decode(value).decode())
                if peer in stage.clusters and token:
                    found.add((peer, token[1]))
    return found


def admits(stage: Stage, given: Given) -> bool:
    """Whether a cluster's API server knows whose token this is."""
    peer, token = given
    try:
        Api(replace(stage.servers[peer].access, token=token)).ask("GET", SECRETS)
    except RefusedError as refused:
        if refused.code != UNAUTHORIZED:
            raise
        return False
    return True


def revoke_tokens(stage: Stage, rotate: Callable[[], None]) -> None:
    old, count = tokens(stage), len(stage.clusters)
    good = len(old) >= count and all(admits(stage, each) for each in old)
    stage.check(f"the {len(old)} tokens in the remote secrets read the clusters", good)
    rotate()
    # The API server remembers for some seconds whom it knew.
    until(lambda: not any(admits(stage, each) for each in old), 30)
    left = sorted(peer for peer, token in old if admits(stage, (peer, token)))
    stage.check("the old tokens are refused after a rotation", not left, *left)
    new = tokens(stage)
    fine = len(new) == count and not new & old and all(admits(stage, each) for each in new)
    stage.check("the new ones are not", fine, str(len(new)))
    copied = [
        f"{cluster}: {secret['metadata']['name']}"
        for cluster in stage.clusters
        for secret in remote_secrets(stage, cluster)
        if NOTE in secret["metadata"].get("annotations", {})
    ]
    stage.check("no token is copied into an annotation", not copied, *copied)
    call_everything(stage, "with the new tokens")
