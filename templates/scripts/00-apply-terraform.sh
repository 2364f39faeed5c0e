#!/usr/bin/env bash
# Create the Azure resources: networks, clusters, Application Gateways, registry, Key Vault.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=preflight.sh
source "$SCRIPTS/preflight.sh"

begin "Apply terraform/."
require az jq terraform
if [[ ${MESH_REMOVE_ROLES:-} == yes ]]; then
  # shellcheck disable=SC2034 # finish() prints it
  RESUME="MESH_REMOVE_ROLES=yes scripts/up.sh --only 00"
fi

# What Azure answers for minutes after a role was assigned, because the role has no effect yet.
NOT_EFFECTIVE='MissingPermissionError|LinkedAuthorizationFailed|PrincipalNotFound|ForbiddenByRbac'
# What Azure answers where nothing is wrong with the tree.
FOR_NOW='AnotherOperation|TooManyRequests|ExpiredAuthenticationToken|InternalServerError|ServiceUnavailable|OutOfCapacity|AllocationFailed'

# plan_once ARGUMENT...: writes the changes to $TEMP/plan, or ends the step if there are none.
plan_once() {
  local status=0
  in_tree plan -input=false -no-color -detailed-exitcode -out="$TEMP/plan" "$@" > "$TEMP/plan.txt" || status=$?
  case $status in
    0)
      say "    Nothing to change."
      exit 0
      ;;
    2) in_tree show -json "$TEMP/plan" > "$TEMP/plan.json" ;;
    *)
      cat "$TEMP/plan.txt" >&2
      fail "terraform plan failed: see above."
      ;;
  esac
}

# roles_in_use: the roles that the plan removes while what reads these secrets stays. It still reads
# them until remove-what-left.sh has released them, and an Application Gateway that can't read a
# certificate refuses every change.
roles_in_use() {
  jq -r '
    [.resource_changes[]? | select(.change.actions | index("delete")) | .address] as $lost
    | {"vault_pods": "azurerm_kubernetes_cluster.this", "vault_application_gateways": "azurerm_application_gateway.this[0]"} as $readers
    | .resource_changes[]? | select(.change.actions == ["delete"]) | .address as $role
    | $role | capture("^azurerm_role_assignment\\.(?<of>vault_pods|vault_application_gateways)\\[\"(?<cluster>[^/]+)/")
    | "module.cluster-\(.cluster).\($readers[.of])" as $reader
    | select($lost | index($reader) // index("azurerm_key_vault.this") | not) | $role' "$TEMP/plan.json"
}

# plan: the changes, without the removal of roles of what left. remove-what-left.sh sets
# MESH_REMOVE_ROLES.
plan() {
  local lost targets
  at Azure "plan"
  plan_once
  roles_in_use > "$TEMP/roles"
  if [[ -s $TEMP/roles && ${MESH_REMOVE_ROLES:-} != yes ]]; then
    say "    Roles on secrets of what left the tree stay until scripts/remove-what-left.sh:"
    sed 's/^/      /' "$TEMP/roles"
    mapfile -t targets < <(jq -r '.resource_changes[]? | select(.change.actions[0] | IN("no-op", "read") | not) | .address' "$TEMP/plan.json" | grep -vxFf "$TEMP/roles" | sed 's/^/-target=/')
    if ((${#targets[@]} == 0)); then
      say "    Nothing else to change."
      exit 0
    fi
    plan_once "${targets[@]}"
  fi
  sed -nE '/^(Plan:|Changes to Outputs:|  # )/s/^ */    /p' "$TEMP/plan.txt"

  # Destroying a resource needs an explicit permission, unless Azure failed to create it.
  lost=$(jq -r '
    .resource_changes[]? | select(.change.actions | index("delete")) |
    select(.action_reason != "replace_because_tainted") | .address' "$TEMP/plan.json" | grep -vxFf "$TEMP/roles" | sed 's/^/    destroys /' || true)
  if [[ -n $lost && ${MESH_ALLOW_DESTROY:-} != yes ]]; then
    printf '%s\n' "$lost" >&2
    if [[ $lost == *azurerm_federated_identity_credential.istiod* ]]; then
      warn "istiod of a revision loses its access to Key Vault. If it still runs, set istio.previousVersion in mesh.yaml to its version and generate again."
    fi
    fail "The plan destroys the resources listed above. If you want that, run again with MESH_ALLOW_DESTROY=yes"
  fi
}

apply_plan() {
  local status=0
  at Azure "apply: the first run takes about 30 minutes"
  in_tree apply -input=false -no-color "$TEMP/plan" 2> "$TEMP/refused" |
    sed -nE '/(Creation|Modifications|Destruction|Apply) complete/s/^/    /p' || status=$?
  cat "$TEMP/refused" >&2
  return "$status"
}

# refused: ends the step with what helps against what $TEMP/refused holds.
refused() {
  if grep -qE "$FOR_NOW" "$TEMP/refused"; then
    fail "terraform apply failed: Azure was busy or short of something, see above. What exists stays: wait, then resume."
  fi
  fail "terraform apply failed: see above for each resource and Azure's reason. What exists stays. Change mesh.yaml, not terraform/, and generate again; meshgen check finds files that somebody has edited."
}

at Azure "initialise"
in_tree init -input=false -no-color > "$TEMP/init" || {
  cat "$TEMP/init" >&2
  fail "terraform init failed: see above."
}

plan
preflight
end=0
until apply_plan; do
  ((end > 0)) || end=$((SECONDS + WAIT))
  grep -qE "$NOT_EFFECTIVE" "$TEMP/refused" || refused
  ((SECONDS < end)) || fail "Azure still refuses an action after $WAIT seconds of attempts: see above which role is missing."
  warn "A role that was just assigned has no effect yet: trying again."
  sleep "$PAUSE"
  plan
done

# Azure gives a recovered vault the settings that it had, its network rules too, whatever the
# request says. The next plan sees the difference.
# https://github.com/Azure/azure-rest-api-specs/issues/21306
if [[ $RECOVERS == yes ]]; then
  (
    plan
    apply_plan
  )
fi

read_outputs
for cluster in "${CLUSTERS[@]}"; do
  PLACE=$cluster
  [[ $(output kubernetes_clusters "$cluster" name) == "${AKS[$cluster]}" ]] ||
    fail "Terraform created a cluster of another name than ${AKS[$cluster]}: generate the tree again, so that terraform/ and scripts/ match."
done
say "  All ${#CLUSTERS[@]} clusters exist."
[/#noparse]
