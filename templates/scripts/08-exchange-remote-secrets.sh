[#if mesh.hasPeers]
#!/usr/bin/env bash
# Give every cluster's istiod the right to read the services of every other cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Exchange remote secrets between ${CLUSTERS[*]}."
require istioctl jq
require_clusters

for from in "${CLUSTERS[@]}"; do
  # The secret holds a token: it goes from one program to the others, never to a screen.
  PLACE=$from
  istioctl --context "$from" create-remote-secret --name "$from" --istioNamespace istio-system > "$TEMP/remote-secret.yaml"
  for to in "${CLUSTERS[@]}"; do
    if [[ $to != "$from" ]]; then
      at "$to" "learn to read $from"
      apply "$to" "$TEMP/remote-secret.yaml"
    fi
  done
  rm -f "$TEMP/remote-secret.yaml"
done

for cluster in "${CLUSTERS[@]}"; do
  count=$(kubectl --context "$cluster" --namespace istio-system get secrets --selector istio/multiCluster=true --output name | wc -l)
  ((count >= ${#CLUSTERS[@]} - 1)) || fail "Cluster $cluster knows $count other clusters, not $((${#CLUSTERS[@]} - 1))."
  ((count == ${#CLUSTERS[@]} - 1)) ||
    warn "Cluster $cluster knows $count other clusters, and the mesh has $((${#CLUSTERS[@]} - 1)): README.md says how to remove a cluster."
done
say "  $((${#CLUSTERS[@]} * (${#CLUSTERS[@]} - 1))) remote secrets are in place."
[/#noparse]
[/#if]
