[#if mesh.hasPeers]
#!/usr/bin/env bash
# Let every cluster's istiod read the services of every other cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Exchange remote secrets between ${CLUSTERS[*]}."
require istioctl jq
require_clusters

for cluster in "${CLUSTERS[@]}"; do
  share_remote_secret "$cluster"
done

for cluster in "${CLUSTERS[@]}"; do
  count=$(kubectl --context "$cluster" --namespace istio-system get secrets --selector istio/multiCluster=true --output name | wc -l)
  ((count >= ${#CLUSTERS[@]} - 1)) || fail "Cluster $cluster has $count remote secrets, and needs $((${#CLUSTERS[@]} - 1))."
  ((count == ${#CLUSTERS[@]} - 1)) ||
    warn "Cluster $cluster has $count remote secrets, and needs $((${#CLUSTERS[@]} - 1)): to delete the others, follow Remove a cluster in README.md."
done
say "  $((${#CLUSTERS[@]} * (${#CLUSTERS[@]} - 1))) remote secrets are in place."
[/#noparse]
[/#if]
