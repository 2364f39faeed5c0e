#!/usr/bin/env bash
# Write a kubeconfig of the tree's own, with one context for each cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Get the credentials of ${CLUSTERS[*]} into .work/kubeconfig."
require az kubectl kubelogin

may_administer() {
  [[ $(kubectl --context "$1" auth can-i '*' '*' --all-namespaces) == yes ]]
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "get credentials of ${AKS[$cluster]}"
  azure aks get-credentials --resource-group "${RESOURCE_GROUP[$cluster]}" --name "${AKS[$cluster]}" \
    --context "$cluster" --file "$KUBECONFIG" --overwrite-existing --output none
done

# Local accounts are off: kubectl asks Microsoft Entra, by the login that az has.
at "every cluster" "sign in by az"
kubelogin convert-kubeconfig --login azurecli --kubeconfig "$KUBECONFIG"

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait until this login administers the cluster"
  wait_for "This login may do everything in cluster $cluster (a new role takes some minutes)." may_administer "$cluster"
done
say "  Every cluster answers."
[/#noparse]
