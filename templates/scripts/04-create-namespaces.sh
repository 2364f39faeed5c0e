#!/usr/bin/env bash
# Create the namespaces with their Istio labels.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Create the namespaces."
require_clusters

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "apply namespaces.yaml"
  apply "$cluster" "$TREE/clusters/$cluster/namespaces.yaml"
  network=$(kubectl --context "$cluster" get namespace istio-system --output jsonpath='{.metadata.labels.topology\.istio\.io/network}')
  [[ $network == "${ISTIO_NETWORK[$cluster]}" ]] || fail "Namespace istio-system of cluster $cluster is on network $network, not on ${ISTIO_NETWORK[$cluster]}."
done
say "  The namespaces exist in every cluster."
[/#noparse]
