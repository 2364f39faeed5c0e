#!/usr/bin/env bash
# Remove everything that the tree created in Azure.
[#noparse]

usage() {
  cat << 'TEXT'
[/#noparse]
[#if mesh.hasVaultPods]
Removes the mesh: its Ingresses, then everything that Terraform created. This folder stays, with
pki/.
[#else]
Removes the mesh: its Ingresses, then everything that Terraform created. This folder stays.
[/#if]
[#noparse]

  down.sh --confirm MESH

MESH is the mesh's name. Nothing asks for confirmation again.
TEXT
}

if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  usage
  exit 0
fi

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ $# -ne 2 || $1 != --confirm || $2 != "$MESH" ]]; then
  echo "error: To remove everything of mesh $MESH, run: scripts/down.sh --confirm $MESH" >&2
  exit 64
fi

lock
begin "Remove mesh $MESH."
require az jq kubectl terraform

# The ingress controller removes its routes first, so no Application Gateway serves part of an
# application while clusters disappear.
for cluster in "${CLUSTERS[@]}"; do
  if kubectl --context "$cluster" get --raw /readyz --request-timeout 10s > "$TEMP/ready" 2>&1; then
    at "$cluster" "delete the Ingresses"
    kubectl --context "$cluster" delete ingress --namespace istio-ingress --selector app.kubernetes.io/managed-by=meshgen \
      --ignore-not-found --timeout "${WAIT}s" | sed 's/^/    /'
  else
    at "$cluster" "it does not answer: its Ingresses are destroyed with the cluster"
  fi
done

at Azure "plan the removal"
in_tree init -input=false -no-color > "$TEMP/init" || {
  cat "$TEMP/init" >&2
  fail "terraform init failed: see above."
}
status=0
in_tree plan -destroy -input=false -no-color -detailed-exitcode -out="$TEMP/plan" > "$TEMP/plan.txt" || status=$?
case $status in
  0) say "    Nothing to destroy." ;;
  2)
    at Azure "destroy, about 20 minutes"
    in_tree apply -input=false -no-color "$TEMP/plan" | sed -nE '/(Destruction|Apply) complete/s/^/    /p'
    ;;
  *)
    cat "$TEMP/plan.txt" >&2
    fail "terraform plan failed: see above."
    ;;
esac

rm -rf "$WORK"
[/#noparse]
[#if mesh.azure.keyVault.purgeProtection]
say "  Mesh $MESH is removed. Key Vault $KEY_VAULT is soft-deleted: its name stays reserved until Azure purges it, and applying the tree again recovers it."
[#else]
say "  Mesh $MESH is removed. Key Vault $KEY_VAULT is purged, with all its secrets: mesh.yaml says purgeProtection: false."
[/#if]
