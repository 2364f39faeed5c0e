[#if mesh.hasPeers]
#!/usr/bin/env bash
# Replace the tokens with which the clusters read each other, and revoke the old ones.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Replace the tokens in the remote secrets of ${CLUSTERS[*]}."
require istioctl jq
require_clusters

# Tokens don't expire: whoever copied one, such as a cluster that left the mesh, can use it until
# its ServiceAccount is deleted. A token is made of names and of the account's uid. After deleting
# its Secret only, the same token would come back.
reader=istio-reader-service-account

# revoke CLUSTER: makes the ServiceAccount anew, with the same labels, and deletes its tokens.
revoke() {
  local tokens
  kubectl --context "$1" --namespace istio-system get serviceaccount "$reader" --ignore-not-found --output json |
    jq 'del(.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .metadata.managedFields, .secrets)' > "$TEMP/reader.json"
  # If it is missing, istioctl creates it.
  if [[ -s $TEMP/reader.json ]]; then
    kubectl --context "$1" replace --force --filename "$TEMP/reader.json" | sed 's/^/    /'
  fi
  kubectl --context "$1" --namespace istio-system get secrets --field-selector type=kubernetes.io/service-account-token --output json > "$TEMP/tokens.json"
  tokens=$(jq -r --arg reader "$reader" '.items[].metadata | select(.annotations["kubernetes.io/service-account.name"] == $reader) | .name' "$TEMP/tokens.json")
  rm -f "$TEMP/tokens.json"
  while read -r token; do
    [[ -z $token ]] ||
      kubectl --context "$1" --namespace istio-system delete secret "$token" --ignore-not-found | sed 's/^/    /'
  done <<< "$tokens"
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "revoke the token that the other clusters use"
  revoke "$cluster"
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
