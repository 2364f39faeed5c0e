[#if mesh.hasPeers]
#!/usr/bin/env bash
# Check that every istiod has synced every other cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Check that every cluster has synced every other."
require istioctl jq
require_clusters

# synced CLUSTER: each of its istiods reports every other cluster of the mesh as synced.
synced() {
  local peer
  istioctl --context "$1" remote-clusters --revision "$ISTIO_REVISION" > "$TEMP/remote-clusters" || return 1
  for peer in "${CLUSTERS[@]}"; do
    [[ $peer == "$1" ]] ||
      awk -v peer="$peer" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "STATUS") column = i; next }
        $1 == peer { seen = 1; if ($column != "synced") behind = 1 }
        END { exit !seen || behind }' "$TEMP/remote-clusters" || {
      echo "$1 has not synced $peer:" >&2
      cat "$TEMP/remote-clusters" >&2
      return 1
    }
  done
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait for the other clusters"
  wait_for "istiod of cluster $cluster to sync every other cluster" synced "$cluster"
  sed 's/^/    /' "$TEMP/remote-clusters"
done
say "  Every cluster has synced every other."
[/#noparse]
[/#if]
