[#if mesh.applications?has_content]
#!/usr/bin/env bash
# Deploy the applications: pods in the clusters of runsIn, Services in every cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Deploy ${APPLICATIONS[*]}."
require_clusters

for cluster in "${CLUSTERS[@]}"; do
  for application in "${APPLICATIONS[@]}"; do
    at "$cluster" "deploy $application"
    apply "$cluster" "$TREE/clusters/$cluster/applications/$application.yaml"
  done
done
for application in "${APPLICATIONS[@]}"; do
  for cluster in ${RUNS_IN[$application]}; do
    at "$cluster" "wait for the pods of $application"
    rolled_out "$cluster" "${NAMESPACE[$application]}" "$application"
  done
done
say "  Every application is ready."
[/#noparse]
[/#if]
