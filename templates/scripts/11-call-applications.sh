[#if mesh.applications?has_content]
#!/usr/bin/env bash
# Call every application from every cluster, through the mesh.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Call every application from every cluster."
require_clusters

# Each call is a Job, so no command has to run in an existing pod. All Jobs run at once, and the
# step reports every failure: the cause differs between a cluster that reaches nothing and an
# application that nobody reaches.

# remove CLUSTER JOB
remove() {
  kubectl --context "$1" delete --filename "$2" --ignore-not-found --wait --timeout "${WAIT}s" | sed 's/^/    /'
}

# outcome CLUSTER JOB: prints Complete or Failed, or nothing while the Job runs.
outcome() {
  kubectl --context "$1" get --filename "$2" --output json |
    jq -r '[.items[].status.conditions[]? | select(.status == "True" and (.type == "Complete" or .type == "Failed")) | .type][0] // empty'
}

# answered CLUSTER JOB: waits for the Job, at most until $END, which all Jobs share.
answered() {
  local found
  until found=$(outcome "$@" 2> "$TEMP/reason") && [[ -n $found ]]; do
    if ((SECONDS >= END)); then
      cat "$TEMP/reason" >&2
      return 1
    fi
    sleep "$PAUSE"
  done
  [[ $found == Complete ]]
}

# show_log CLUSTER APPLICATION: prints the last lines of the caller's proxy and of curl. They tell
# whether endpoints, the connection or a common root are missing.
show_log() {
  local container
  for container in istio-proxy call; do
    kubectl --context "$1" --namespace "${NAMESPACE[$2]}" logs "job/call-$2" --container "$container" --tail 40 2>&1 |
      grep -E '^(curl|error|Error)|" [0-5][0-9]{2} ' | tail -n 1 | sed 's/^/    /' >&2 || true
  done
}

for cluster in "${CLUSTERS[@]}"; do
  for application in "${APPLICATIONS[@]}"; do
    at "$cluster" "call $application, which runs in ${RUNS_IN[$application]}"
    job=$TREE/clusters/$cluster/checks/$application.yaml
    remove "$cluster" "$job"
    apply "$cluster" "$job"
  done
done

END=$((SECONDS + WAIT))
unanswered=()
for cluster in "${CLUSTERS[@]}"; do
  missing=0
  for application in "${APPLICATIONS[@]}"; do
    job=$TREE/clusters/$cluster/checks/$application.yaml
    if answered "$cluster" "$job"; then
      at "$cluster" "$application answered"
      remove "$cluster" "$job"
    else
      complain "$cluster gets no answer from $application: kubectl --context $cluster --namespace ${NAMESPACE[$application]} logs job/call-$application shows why."
      show_log "$cluster" "$application"
      missing=1
    fi
  done
  ((!missing)) || unanswered+=("$cluster")
done
if ((${#unanswered[@]})); then
  PLACE=${unanswered[*]}
  exit 1
fi
say "  Every cluster reaches every application."
[/#noparse]
[/#if]
