"""What is asked of the tokens with which clusters read each other: that they can be revoked, and are stored once."""
import base64
import re

from api import Api, Refused
from calls import call_everything
from patience import until
from report import check

NOTE = "kubectl.kubernetes.io/last-applied-configuration"


def remote_secrets(stage, cluster):
    return stage.servers[cluster].api.items("/api/v1/namespaces/istio-system/secrets?labelSelector=istio%2FmultiCluster%3Dtrue")


def tokens(stage):
    """Who gave it and the token, for each remote secret of the mesh."""
    found = set()
    for cluster in stage.clusters:
        for secret in remote_secrets(stage, cluster):
            for peer, value in secret["data"].items():
                if peer in stage.clusters:
                    found.add((peer, re.search(r"token: (\S+)", base64.b64decode(value).decode())[1]))
    return found


def admits(stage, peer, token):
    """Whether a cluster's API server knows whose token this is."""
    try:
        Api({**stage.servers[peer].access, "token": token}).ask("GET", "/api/v1/namespaces/istio-system/secrets")
        return True
    except Refused as e:
        if e.code != 401:
            raise
        return False


def revoke_tokens(stage, rotate):
    old = tokens(stage)
    check(f"the {len(old)} tokens in the remote secrets read the clusters", len(old) >= len(stage.clusters) and all(admits(stage, *each) for each in old))
    rotate()
    until(lambda: not any(admits(stage, *each) for each in old), 30)  # The API server remembers for some seconds whom it knew.
    left = sorted(peer for peer, token in old if admits(stage, peer, token))
    check("the old tokens are refused after a rotation", not left, str(left))
    new = tokens(stage)
    check("the new ones are not", len(new) == len(stage.clusters) and not new & old and all(admits(stage, *each) for each in new), str(len(new)))
    copied = [f"{cluster}: {secret['metadata']['name']}" for cluster in stage.clusters for secret in remote_secrets(stage, cluster)
              if NOTE in secret["metadata"].get("annotations", {})]
    check("no token is copied into an annotation", not copied, str(copied))
    call_everything(stage, "with the new tokens")
