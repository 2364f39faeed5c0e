#!/usr/bin/env bash
# Make the Azure side of the mesh: networks, clusters, Application Gateways, registry, Key Vault.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Apply terraform/."
require az jq terraform

at Azure "initialise"
in_tree init -input=false -no-color > "$TEMP/init" || {
  cat "$TEMP/init" >&2
  fail "terraform init failed: see above."
}

at Azure "plan"
status=0
in_tree plan -input=false -no-color -detailed-exitcode -out="$TEMP/plan" > "$TEMP/plan.txt" || status=$?
case $status in
  0)
    say "    Nothing to change."
    exit 0
    ;;
  2) sed -nE '/^(Plan:|Changes to Outputs:|  # )/s/^ */    /p' "$TEMP/plan.txt" ;;
  *)
    cat "$TEMP/plan.txt" >&2
    fail "terraform plan failed: see above."
    ;;
esac

# Nobody loses a cluster to a script that was started half asleep.
lost=$(in_tree show -json "$TEMP/plan" | jq -r '.resource_changes[]? | select(.change.actions | index("delete")) | "    destroys " + .address')
if [[ -n $lost && ${MESH_ALLOW_DESTROY:-} != yes ]]; then
  printf '%s\n' "$lost" >&2
  fail "The plan destroys what is listed above. If that is meant, run again with MESH_ALLOW_DESTROY=yes"
fi

at Azure "apply: a first time takes about half an hour"
in_tree apply -input=false -no-color "$TEMP/plan" | sed -nE '/(Creation|Modifications|Destruction|Apply) complete/s/^/    /p'

read_outputs
for cluster in "${CLUSTERS[@]}"; do
  PLACE=$cluster
  [[ $(output kubernetes_clusters "$cluster" name) == "${AKS[$cluster]}" ]] ||
    fail "Terraform made another cluster than ${AKS[$cluster]}: generate the tree again, so that terraform/ and scripts/ agree."
done
say "  All ${#CLUSTERS[@]} clusters stand."
[/#noparse]
