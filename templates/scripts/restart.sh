#!/usr/bin/env bash
# Restart istiod, gateways and applications to load new certificates. For rotations; not a step.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Restart istiod, the gateways and the applications."
require jq
require_clusters

[/#noparse]
[#if mesh.hasVaultPods]
# istiod goes first: when it starts it mounts what Key Vault holds now, and the others get their
# certificates from it.
[#else]
# istiod goes first, as the others get their configuration from it.
[/#if]
[#noparse]
for cluster in "${CLUSTERS[@]}"; do
  for revision in "${ISTIO_REVISIONS[@]}"; do
    if [[ -n $(kubectl --context "$cluster" --namespace istio-system get deployment "istiod-$revision" --ignore-not-found --output name) ]]; then
      restart "$cluster" istio-system "istiod-$revision"
    fi
  done
done
for cluster in "${CLUSTERS[@]}"; do
  found=$(gateways "$cluster")
  while read -r namespace gateway; do
    [[ -z $gateway ]] || restart "$cluster" "$namespace" "$gateway"
  done <<< "$found"
done
for application in "${APPLICATIONS[@]}"; do
  for cluster in ${RUNS_IN[$application]}; do
    restart "$cluster" "${NAMESPACE[$application]}" "$application"
  done
done
say "  Everything restarted and is ready."
[/#noparse]
