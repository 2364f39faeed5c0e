[#if mesh.applications?has_content]
#!/usr/bin/env bash
# Call every application from every cluster, through the mesh.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Call every application from every cluster."
require_clusters

# A Job calls and its end tells the result, so nothing has to be executed in a running pod.

has_ended() {
  [[ -n $(outcome "$1" "$2") ]]
}

# outcome CLUSTER JOB: Complete or Failed, or nothing while it runs.
outcome() {
  kubectl --context "$1" get --filename "$2" --output json |
    jq -r '[.status.conditions[]? | select(.status == "True" and (.type == "Complete" or .type == "Failed")) | .type][0] // empty'
}

for cluster in "${CLUSTERS[@]}"; do
  for application in "${APPLICATIONS[@]}"; do
    at "$cluster" "call $application, which runs in ${RUNS_IN[$application]}"
    job=$TREE/clusters/$cluster/checks/$application.yaml
    kubectl --context "$cluster" delete --filename "$job" --ignore-not-found --wait --timeout "${WAIT}s" | sed 's/^/    /'
    apply "$cluster" "$job"
    wait_for "Job call-$application of cluster $cluster has ended." has_ended "$cluster" "$job"
    [[ $(outcome "$cluster" "$job") == Complete ]] ||
      fail "No answer of $application in cluster $cluster: kubectl --context $cluster --namespace ${NAMESPACE[$application]} logs job/call-$application tells why."
    kubectl --context "$cluster" delete --filename "$job" --wait --timeout "${WAIT}s" | sed 's/^/    /'
  done
done
say "  Every cluster reaches every application."
[/#noparse]
[/#if]
