#!/usr/bin/env bash
# Remove from clusters and Key Vault what an earlier tree put there and this one lacks; not a step.
[#noparse]

usage() {
  cat << 'TEXT'
Lists what an earlier tree of this mesh applied to the clusters and this tree has no more:
applications that were renamed, moved or removed, routes and TLS Secrets of applications that are no
longer exposed. So it does with secrets and certificates in Key Vault, and with what Application
Gateways read there.
Then removes it, and the roles on these secrets.

It finds only objects with the labels of meshgen and of this mesh, and what the steps themselves
stored in Key Vault. A namespace goes when it holds nothing else. A certificate that you imported
[/#noparse]
[#if mesh.hasVaultPods]
stays. So do the files in pki/: meshgen ca prune removes these.
[#else]
stays.
[/#if]
[#noparse]

  remove-what-left.sh [--dry-run | --yes]

  --dry-run   list only
  --yes       remove without asking
TEXT
}

mode=ask
case ${1:-} in
  --help | -h)
    usage
    exit 0
    ;;
  --dry-run) mode=list ;;
  --yes) mode=remove ;;
  '') ;;
  *)
    echo "error: Unknown option $1." >&2
    usage >&2
    exit 64
    ;;
esac

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[/#noparse]
[#if mesh.hasVaultPods]
# What the tree may hold, in the order of removal: what leads to a workload goes before it, and a
# class before the Secrets that the CSI driver makes of it.
[#else]
# What the tree may hold, in the order of removal: what leads to a workload goes before it, and a
# Certificate before the Secret that cert-manager makes of it.
[/#if]
[#noparse]
KINDS=(
  ingresses.networking.k8s.io virtualservices.networking.istio.io gateways.networking.istio.io
  destinationrules.networking.istio.io authorizationpolicies.security.istio.io
  peerauthentications.security.istio.io jobs.batch deployments.apps poddisruptionbudgets.policy
  services serviceaccounts networkpolicies.networking.k8s.io
[/#noparse]
[#if mesh.hasVaultPods]
  secretproviderclasses.secrets-store.csi.x-k8s.io secrets namespaces
[#else]
  certificates.cert-manager.io secretproviderclasses.secrets-store.csi.x-k8s.io secrets namespaces
[/#if]
[#noparse]
)

begin "Compare clusters and Key Vault with this tree."
require_clusters
require az

# names: reads objects as JSON, and prints type, namespace (- if there is none) and name of each.
names() {
  jq -r '
    (if has("items") then .items[] else . end)
    | (.apiVersion | split("/") | if length == 2 then "." + .[0] else "" end) as $group
    | "\(.kind)\($group) \(.metadata.namespace // "-") \(.metadata.name)"'
}

[/#noparse]
[#if mesh.hasVaultPods]
# in_tree_of CLUSTER: what this tree applies to the cluster, and the Secrets that the CSI driver
# makes. istioctl reads the operator, kubectl doesn't.
[#else]
# in_tree_of CLUSTER: what this tree applies to the cluster, and the Secrets that cert-manager
# makes. istioctl reads the operator, kubectl doesn't.
[/#if]
[#noparse]
in_tree_of() {
  local file
  while read -r file; do
    kubectl --context "$1" create --dry-run=client --validate=false --filename "$file" --output json > "$TEMP/objects"
    names < "$TEMP/objects"
[/#noparse]
[#if mesh.hasVaultPods]
    jq -r '.metadata.namespace as $namespace | .spec.secretObjects[]? | "Secret \($namespace) \(.secretName)"' "$TEMP/objects"
[#else]
    jq -r '(if has("items") then .items[] else . end) | select(.kind == "Certificate") | "Secret \(.metadata.namespace) \(.spec.secretName)"' "$TEMP/objects"
[/#if]
[#noparse]
  done < <(find "$TREE/clusters/$1" -type f ! -path '*/istio/operator.yaml' | sort)
}

# in_cluster CLUSTER: what carries the labels, in the order of KINDS. A cluster without Istio lacks
# some kinds.
in_cluster() {
  local kind kinds=()
  kubectl --context "$1" api-resources --output name > "$TEMP/kinds"
  for kind in "${KINDS[@]}"; do
    if grep -qxF "$kind" "$TEMP/kinds"; then
      kinds+=("$kind")
    fi
  done
  kubectl --context "$1" get "$(IFS=,; printf '%s' "${kinds[*]}")" --all-namespaces --output json \
    --selector "app.kubernetes.io/managed-by=meshgen,app.kubernetes.io/part-of=$MESH" | names
}

# others_in CLUSTER NAMESPACE: what a namespace holds apart from what each one has. What has an
# owner goes with it.
others_in() {
  local kinds
  kinds=$(kubectl --context "$1" api-resources --namespaced --verbs list,delete --output name | grep -vE '^(events|leases|endpoints|endpointslices)(\.|$)' | paste -s -d ,)
  kubectl --context "$1" --namespace "$2" get "$kinds" --ignore-not-found --output json > "$TEMP/held"
  if [[ -s $TEMP/held ]]; then
    jq -r '
      .items[] | select(.metadata.ownerReferences == null) | "\(.kind) \(.metadata.name)"
      | select(IN("ServiceAccount default", "ConfigMap kube-root-ca.crt", "ConfigMap istio-ca-root-cert", "ConfigMap istio-ca-crl") | not)' "$TEMP/held"
  fi
}

# remove CLUSTER TYPE NAMESPACE NAME
remove() {
  local others where=()
  if [[ $2 == Namespace ]]; then
    others_in "$1" "$4" > "$TEMP/others"
    others=$(paste -s -d , "$TEMP/others")
    if [[ -n $others ]]; then
      warn "Namespace $4 of cluster $1 stays, because it holds more: ${others//,/, }."
      return
    fi
  fi
  [[ $3 == - ]] || where=(--namespace "$3")
  kubectl --context "$1" "${where[@]}" delete "$2" "$4" --ignore-not-found --timeout "${WAIT}s" | sed 's/^/    /'
}

# left_in_vault KIND: what the steps stored, and the tree has no more. Of a certificate, Key Vault
# lists the secret too.
left_in_vault() {
  azure keyvault "$1" list --vault-name "$KEY_VAULT" --output json |
    jq -r --arg mesh "$MESH" '.[] | select(.tags.meshgen == $mesh) | .name' | sort |
[/#noparse]
[#if mesh.hasVaultPods]
[#noparse]
    comm -23 - <(printf '%s\n' "$ROOT_CERTIFICATE_SECRET" "${CA_CERTIFICATE_SECRET[@]}" "${CA_KEY_SECRET[@]}" \
      "${CERTIFICATE_CHAIN_SECRET[@]}" "${TLS_CERTIFICATE_SECRET[@]}" "${TLS_KEY_SECRET[@]}" "${FRONTEND_CERTIFICATE[@]}" | sort)
[/#noparse]
[#else]
[#noparse]
    comm -23 - <(printf '%s\n' "${FRONTEND_CERTIFICATE[@]}" | sort)
[/#noparse]
[/#if]
[#noparse]
}

# imported: certificates that somebody brought for a host, under a name that no application has now.
imported() {
  azure keyvault certificate list --vault-name "$KEY_VAULT" --output json |
    jq -r --arg mesh "$MESH" '.[] | select(.tags.meshgen != $mesh) | .name | select(endswith("-frontend"))' | sort |
    comm -23 - <(printf '%s\n' "${FRONTEND_CERTIFICATE[@]}" | sort)
}

# gateway_certificates CLUSTER: the certificates of the Application Gateway that are Key Vault's.
gateway_certificates() {
  azure network application-gateway ssl-cert list --gateway-name "${APPLICATION_GATEWAY[$1]}" --resource-group "${RESOURCE_GROUP[$1]}" --output json |
    jq -r --arg vault "https://$KEY_VAULT.vault.azure.net/" '.[] | select(.keyVaultSecretId // "" | startswith($vault)) | .name'
}

# left_on_gateway CLUSTER: those that no application needs there.
left_on_gateway() {
  local application
  gateway_certificates "$1" | sort | comm -23 - <(
    for application in "${TLS_APPLICATIONS[@]}"; do
      [[ ${EXPOSED_BY[$application]} != "$1" ]] || echo "${FRONTEND_CERTIFICATE[$application]}"
    done | sort
  )
}

# release CLUSTER NAME: the ingress controller takes its listener from the gateway after the Ingress
# is gone.
release() {
  azure network application-gateway ssl-cert delete --gateway-name "${APPLICATION_GATEWAY[$1]}" --resource-group "${RESOURCE_GROUP[$1]}" \
    --name "$2" --output none
}

: > "$TEMP/left"
for cluster in "${CLUSTERS[@]}"; do
  PLACE=$cluster
  in_tree_of "$cluster" > "$TEMP/tree"
  in_cluster "$cluster" > "$TEMP/cluster"
  while read -r type namespace name; do
    if ! grep -qxF "$type $namespace $name" "$TEMP/tree"; then
      printf '%s\n' "$cluster $type $namespace $name" >> "$TEMP/left"
      [[ $namespace != - ]] || namespace=
      say "  $cluster: ${type%%.*} ${namespace:+$namespace/}$name is not in the tree."
    fi
  done < "$TEMP/cluster"
done
PLACE=

for cluster in "${!APPLICATION_GATEWAY[@]}"; do
  PLACE=${APPLICATION_GATEWAY[$cluster]}
  left_on_gateway "$cluster" > "$TEMP/names"
  while read -r name; do
    printf '%s\n' "$cluster gateway - $name" >> "$TEMP/left"
    say "  $PLACE: certificate $name is not in the tree."
  done < "$TEMP/names"
done
PLACE=$KEY_VAULT
for kind in certificate secret; do
  left_in_vault "$kind" > "$TEMP/names"
  while read -r name; do
    ! grep -qxF -- "- certificate - $name" "$TEMP/left" || continue
    printf '%s\n' "- $kind - $name" >> "$TEMP/left"
    say "  $KEY_VAULT: $kind $name is not in the tree."
  done < "$TEMP/names"
done
imported > "$TEMP/names"
while read -r name; do
  say "  $KEY_VAULT: certificate $name was not made by a step, and stays."
done < "$TEMP/names"
PLACE=

if [[ ! -s $TEMP/left ]]; then
  say "  Clusters and Key Vault hold nothing of this mesh that the tree does not have."
  exit 0
fi
if [[ $mode == list ]]; then
  say "  To remove them, run: scripts/remove-what-left.sh"
  exit 0
fi
if [[ $mode == ask ]]; then
  [[ -t 0 ]] || fail "Nobody is there to be asked. To remove what is listed above, run: scripts/remove-what-left.sh --yes"
  read -r -p "  Remove them? Type the mesh's name, $MESH: " answer
  [[ $answer == "$MESH" ]] || fail "Nothing was removed."
fi
while read -r -u 3 cluster type namespace name; do
  PLACE=$cluster
  case $type in
    gateway) wait_for "${APPLICATION_GATEWAY[$cluster]} to release certificate $name" release "$cluster" "$name" ;;
    certificate | secret)
      PLACE=$KEY_VAULT
      azure keyvault "$type" delete --vault-name "$KEY_VAULT" --name "$name" --output none
      ;;
    *) remove "$cluster" "$type" "$namespace" "$name" ;;
  esac
done 3< "$TEMP/left"
PLACE=
if grep -qE '^[^ ]+ (gateway|certificate|secret|Secret) ' "$TEMP/left"; then
  # This script would find nothing to do: what it finds is gone.
  # shellcheck disable=SC2034 # finish() prints it
  RESUME="MESH_REMOVE_ROLES=yes scripts/up.sh --only 00"
  MESH_REMOVE_ROLES=yes "$SCRIPTS/00-apply-terraform.sh" ||
    fail "What is listed above was removed, but not the roles on it, which step 00 removes: it failed."
fi
say "  What the tree does not have was removed."
[/#noparse]
