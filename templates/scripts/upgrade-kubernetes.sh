#!/usr/bin/env bash
# Upgrade the clusters to the Kubernetes version of mesh.yaml, one after the other; not a step.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Upgrade Kubernetes."
require az jq

# versions: prints the version of the control plane, then that of each node pool.
versions() {
  azure aks show --name "${AKS[$cluster]}" --resource-group "${RESOURCE_GROUP[$cluster]}" --output json |
    jq -er '.currentKubernetesVersion, .agentPoolProfiles[].currentOrchestratorVersion'
}

# newest: prints the newest of the versions on standard input; oldest the oldest.
newest() {
  sort -V | tail -n 1
}

oldest() {
  sort -V | head -n 1
}

# is_wanted VERSION: it is the wanted version. A minor is any of its patches.
is_wanted() {
  [[ $1 == "$wanted" || $1 == "$wanted".* ]]
}

# reached: everything runs the wanted version.
reached() {
  local version
  while read -r version; do
    is_wanted "$version" || return 1
  done < "$TEMP/versions"
}

for cluster in "${CLUSTERS[@]}"; do
  wanted=${KUBERNETES_VERSION[$cluster]}
  at "$cluster" "upgrade to Kubernetes $wanted"
  versions > "$TEMP/versions"
  if reached; then
    say "    It runs $(newest < "$TEMP/versions") already."
    continue
  fi
  highest=$(newest < "$TEMP/versions")
  lowest=$(oldest < "$TEMP/versions")
  is_wanted "$highest" || at_least "$wanted" "$highest" || {
    warn "Cluster $cluster runs Kubernetes $highest, which is newer than $wanted in mesh.yaml: AKS can't downgrade it. Set kubernetesVersion to $(cut -d . -f 1,2 <<< "$highest") and generate again."
    continue
  }
  (($(minor "$wanted") - $(minor "$lowest") <= 1)) ||
    fail "Cluster $cluster runs Kubernetes $lowest, and AKS upgrades one minor version at a time: set kubernetesVersion to 1.$(($(minor "$lowest") + 1)) in mesh.yaml, generate again and run this script again."
  azure aks upgrade --name "${AKS[$cluster]}" --resource-group "${RESOURCE_GROUP[$cluster]}" \
    --kubernetes-version "$wanted" --yes --output none
  versions > "$TEMP/versions"
  reached || fail "Cluster $cluster runs Kubernetes $(oldest < "$TEMP/versions") after the upgrade to $wanted: az aks show tells what is pending."
  say "    It runs $(newest < "$TEMP/versions")."
done
say "  Every cluster runs the Kubernetes version of mesh.yaml or a newer one."
[/#noparse]
