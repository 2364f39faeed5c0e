#!/usr/bin/env bash
# Point the revision tags to the mesh's revision and restart the applications, to end an upgrade.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Switch every cluster to revision $ISTIO_REVISION."
require istioctl jq
require_clusters

for cluster in "${CLUSTERS[@]}"; do
  rolled_out "$cluster" istio-system "istiod-$ISTIO_REVISION"
done
for cluster in "${CLUSTERS[@]}"; do
  for tag in "$ISTIO_REVISION_TAG" default; do
    at "$cluster" "point tag $tag to $ISTIO_REVISION"
    istioctl --context "$cluster" tag set "$tag" --revision "$ISTIO_REVISION" --overwrite --skip-confirmation | sed 's/^/    /'
  done
  for application in "${APPLICATIONS[@]}"; do
    if [[ " ${RUNS_IN[$application]} " == *" $cluster "* ]]; then
      restart "$cluster" "${NAMESPACE[$application]}" "$application"
    fi
  done
done
say "  Every tag points to $ISTIO_REVISION. Once istioctl proxy-status shows no other istiod, remove the old revision and end the upgrade: README.md, Upgrade Istio."
[/#noparse]
