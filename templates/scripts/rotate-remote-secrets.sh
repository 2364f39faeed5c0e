[#if mesh.hasPeers]
#!/usr/bin/env bash
# Replace the tokens with which the clusters read each other, and revoke the old ones.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Replace the tokens in the remote secrets of ${CLUSTERS[*]}."
require istioctl jq
require_clusters

# Tokens don't expire. Whoever copied one, such as a cluster that left the mesh, can use it until its
# Secret is deleted.
for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "revoke the token that the other clusters use"
  kubectl --context "$cluster" --namespace istio-system delete secret istio-reader-service-account-istio-remote-secret-token \
    --ignore-not-found | sed 's/^/    /'
  share_remote_secret "$cluster"
done
[/#noparse]
[#if !mesh.istio.reloadsRemoteSecrets]
[#noparse]

# istiod before 1.31 reads a replaced remote secret only when it starts.
for cluster in "${CLUSTERS[@]}"; do
  restart "$cluster" istio-system "istiod-$ISTIO_REVISION"
done
[/#noparse]
[/#if]
[#noparse]

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait for the other clusters"
  wait_for "istiod of cluster $cluster to sync every other cluster" synced "$cluster"
done
say "  The old tokens are revoked, and every cluster has synced every other."
[/#noparse]
[/#if]
