#!/usr/bin/env bash
# Write .work/kubeconfig, with one context per cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Write the credentials of ${CLUSTERS[*]} to .work/kubeconfig."
require az kubectl kubelogin

may_administer() {
  [[ $(kubectl --context "$1" auth can-i '*' '*' --all-namespaces) == yes ]]
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "get credentials of ${AKS[$cluster]}"
  azure aks get-credentials --resource-group "${RESOURCE_GROUP[$cluster]}" --name "${AKS[$cluster]}" \
    --context "$cluster" --file "$KUBECONFIG" --overwrite-existing --output none
done

# Local accounts are disabled: kubectl signs in to Microsoft Entra with az's login.
at "every cluster" "sign in with az"
kubelogin convert-kubeconfig --login azurecli --kubeconfig "$KUBECONFIG"

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait for the administrator role"
  wait_for "this login to become an administrator of cluster $cluster (a new role takes effect after some minutes)" may_administer "$cluster"
done
say "  Every cluster answers."
[/#noparse]
