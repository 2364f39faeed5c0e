#!/usr/bin/env bash
# Restart istiod, the gateways and the applications, so that all of them hold the newest certificates: part of a rotation, no part of up.sh.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Restart what holds certificates, pod by pod."
require jq
require_clusters

# An istiod that starts mounts what Key Vault holds now; one that runs gets it within minutes. So it goes before those that it signs for.
for cluster in "${CLUSTERS[@]}"; do
  restart "$cluster" istio-system "istiod-$ISTIO_REVISION"
done
for cluster in "${CLUSTERS[@]}"; do
  gateways=$(kubectl --context "$cluster" get deployments --all-namespaces --selector operator.istio.io/component=IngressGateways --output json |
    jq -r '.items[].metadata | "\(.namespace) \(.name)"')
  while read -r namespace gateway; do
    [[ -z $gateway ]] || restart "$cluster" "$namespace" "$gateway"
  done <<< "$gateways"
done
for application in "${APPLICATIONS[@]}"; do
  for cluster in ${RUNS_IN[$application]}; do
    restart "$cluster" "${NAMESPACE[$application]}" "$application"
  done
done
say "  Everything in the mesh was restarted, and is ready."
[/#noparse]
