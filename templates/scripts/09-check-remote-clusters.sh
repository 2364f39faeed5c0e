[#if mesh.hasPeers]
#!/usr/bin/env bash
# Check that every istiod has synced every other cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Check that every cluster has synced every other."
require istioctl jq
require_clusters

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait for the other clusters"
  wait_for "istiod of cluster $cluster to sync every other cluster" synced "$cluster"
  sed 's/^/    /' "$TEMP/remote-clusters"
done
say "  Every cluster has synced every other."
[/#noparse]
[/#if]
