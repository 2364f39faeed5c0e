#!/usr/bin/env bash
# Write .work/kubeconfig, with one context per cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Write the credentials of ${CLUSTERS[*]} to .work/kubeconfig."
require az kubectl kubelogin

# What the steps do, in plain questions: each API group, in the cluster and in a namespace. Azure's
# authorization need not answer a question about *, even where the role allows everything.
NEEDED=(
  "create namespaces"
  "create secrets --namespace istio-system"
  "create pods --namespace istio-system"
  "create deployments.apps --namespace istio-system"
  "create jobs.batch --namespace istio-system"
  "create ingresses.networking.k8s.io --namespace istio-system"
  "create clusterrolebindings.rbac.authorization.k8s.io"
  "create mutatingwebhookconfigurations.admissionregistration.k8s.io"
  "create customresourcedefinitions.apiextensions.k8s.io"
)

may_administer() {
  local needed words answer
  for needed in "${NEEDED[@]}"; do
    read -ra words <<< "$needed"
    answer=$(kubectl --context "$1" auth can-i "${words[@]}") || true
    [[ $answer == yes ]] || {
      echo "kubectl --context $1 auth can-i $needed: ${answer:-no answer}" >&2
      return 1
    }
  done
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "get credentials of ${AKS[$cluster]}"
  azure aks get-credentials --resource-group "${RESOURCE_GROUP[$cluster]}" --name "${AKS[$cluster]}" \
    --context "$cluster" --file "$KUBECONFIG" --overwrite-existing --output none
done

# Local accounts are disabled: kubectl signs in to Microsoft Entra with az's login. It takes the
# tenant of az's default subscription, unless it is told one; a managed identity can't be told one.
at "every cluster" "sign in with az"
tenant=()
found=$(az account show --query tenantId --output tsv --only-show-errors)
[[ $found == "$TENANT_ID" ]] || tenant=(--tenant-id "$TENANT_ID")
kubelogin convert-kubeconfig --login azurecli --kubeconfig "$KUBECONFIG" "${tenant[@]}"

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "wait for the administrator role"
  wait_for "this login to become an administrator of cluster $cluster (a new role takes effect after some minutes)" may_administer "$cluster"
done
say "  Every cluster answers."
[/#noparse]
