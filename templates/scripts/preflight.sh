[#noparse]
# Programs of jq have variables (SC2016); step 00 reads RECOVERS (SC2034).
# shellcheck shell=bash disable=SC2016,SC2034
#
# Questions that step 00 asks Azure before it creates anything. Each only reads, and all problems
# are reported in one run.

PROBLEMS=0
# Whether the plan recovers a vault that was deleted.
RECOVERS=no

problem() {
  complain "$@"
  PROBLEMS=$((PROBLEMS + 1))
}

# creates ADDRESS: whether the plan creates the resource. What exists is neither taken nor missing.
creates() {
  jq -e --arg address "$1" 'any(.resource_changes[]?; .address == $address and .change.actions == ["create"])' \
    "$TEMP/plan.json" > /dev/null
}

# preflight: stops the step if Azure would refuse the plan. $TEMP/plan.json holds the plan.
preflight() {
  at Azure "check names"
  skips names || check_names
  wanted_pools > "$TEMP/pools.json"
  while read -r region; do
    [[ -n $region ]] || continue
    at "$region" "check VM sizes and quotas"
    check_region "$region"
  done <<< "$(jq -r '[.[].region] | unique[]' "$TEMP/pools.json")"
  PLACE=Azure
  ((PROBLEMS == 0)) || fail "Azure would refuse the plan ($PROBLEMS problems, see above), so nothing was created. To go on without a check, run again with MESH_SKIP_NAMES, MESH_SKIP_SIZES or MESH_SKIP_QUOTA set to your reason."
}

check_names() {
  if creates azurerm_container_registry.this; then
    azure acr check-name --name "$CONTAINER_REGISTRY" --output json > "$TEMP/name.json"
    jq -e .nameAvailable "$TEMP/name.json" > /dev/null ||
      problem "The name $CONTAINER_REGISTRY of the container registry is not available: $(jq -r '.message // .reason' "$TEMP/name.json") Set azure.containerRegistry.name in mesh.yaml to another name, and generate again."
  fi
  if creates azurerm_key_vault.this; then
    check_vault_name
  fi
}

check_vault_name() {
  local place group kept way body
  azure keyvault list-deleted --resource-type vault --output json > "$TEMP/deleted.json"
  IFS=$'\t' read -r place group kept < <(jq -r --arg name "$KEY_VAULT" '
    first(.[] | select((.name | ascii_downcase) == ($name | ascii_downcase)) | .properties)
    | [.location, (.vaultId | split("/")[4]), if .purgeProtectionEnabled then .scheduledPurgeDate else "" end]
    | @tsv' "$TEMP/deleted.json") || true
  if [[ $place == "$SHARED_REGION" && ${group,,} == "${SHARED_RESOURCE_GROUP,,}" ]]; then
    say "    Key Vault $KEY_VAULT was deleted: Terraform recovers it, with all its secrets."
    RECOVERS=yes
    return
  elif [[ -n $place ]]; then
    way="run az keyvault purge --subscription $SUBSCRIPTION_ID --name $KEY_VAULT --location $place, which destroys its secrets."
    [[ -z $kept ]] || way="wait until $kept: nobody can purge it earlier."
    problem "The name $KEY_VAULT of the Key Vault is that of a vault that was deleted in $place, in resource group $group. It can't be recovered in $SHARED_REGION, in resource group $SHARED_RESOURCE_GROUP: set azure.keyVault.name in mesh.yaml to another name and generate again, or $way"
    return
  fi
  body=$(jq -cn --arg name "$KEY_VAULT" '{name: $name, type: "Microsoft.KeyVault/vaults"}')
  azure rest --method post --body "$body" --output json \
    --url "https://management.azure.com/subscriptions/$SUBSCRIPTION_ID/providers/Microsoft.KeyVault/checkNameAvailability?api-version=2023-07-01" > "$TEMP/name.json"
  jq -e .nameAvailable "$TEMP/name.json" > /dev/null ||
    problem "The name $KEY_VAULT of the Key Vault is not available: $(jq -r '.message // .reason' "$TEMP/name.json") Set azure.keyVault.name in mesh.yaml to another name, and generate again."
}

# wanted_pools: prints the node pools that the plan creates, as JSON.
wanted_pools() {
  local row cluster pool
  for row in "${NODE_POOLS[@]}"; do
    read -r cluster pool _ <<< "$row"
    if [[ $pool == system ]]; then
      creates "module.cluster-$cluster.azurerm_kubernetes_cluster.this" || continue
    else
      creates "module.cluster-$cluster.azurerm_kubernetes_cluster_node_pool.$pool" || continue
    fi
    say "$row"
  done | jq -Rn '[inputs | split(" ") | {cluster: .[0], pool: .[1], region: .[2], size: .[3],
    least: (.[4] | tonumber), most: (.[5] | tonumber), zones: (.[6] // "" | split(",") - [""])}]'
}

# check_region REGION
check_region() {
  local kind text sizes='' quota=''
  skips sizes || sizes=yes
  skips quota || quota=yes
  [[ -n $sizes$quota ]] || return 0
  azure vm list-skus --location "$1" --resource-type virtualMachines --all --output json > "$TEMP/skus.json"
  : > "$TEMP/findings"
  if [[ -n $sizes ]]; then
    jq -r --arg region "$1" --slurpfile skus "$TEMP/skus.json" "$SIZES" "$TEMP/pools.json" >> "$TEMP/findings"
  fi
  if [[ -n $quota ]]; then
    azure vm list-usage --location "$1" --output json > "$TEMP/usage.json"
    jq -r --arg region "$1" --slurpfile skus "$TEMP/skus.json" --slurpfile usage "$TEMP/usage.json" "$QUOTAS" "$TEMP/pools.json" >> "$TEMP/findings"
  fi
  while IFS=$'\t' read -r kind text; do
    case $kind in
      problem) problem "$text" ;;
      warning) warn "$text" ;;
      *) say "    $text" ;;
    esac
  done < "$TEMP/findings"
}

# The pools of the region, each with what Azure says of its size.
SIZED='
  def sized: [.[] | select(.region == $region) | . as $pool
    | . + {sku: first($skus[0][] | select((.name | ascii_downcase) == ($pool.size | ascii_downcase)))}
    // . + {sku: null}];'

SIZES=$SIZED'
  sized[] | . as $pool | .sku as $sku
  | "nodePools.\(.pool).vmSize of cluster \(.cluster)" as $field
  | if $sku == null then "problem\tAzure has no VM size \(.size) in \($region): set \($field) in mesh.yaml to another size, and generate again."
    elif any($sku.restrictions[]?; .type == "Location") then
      "problem\tVM size \(.size) is not available to this subscription in \($region) (\($sku.restrictions[0].reasonCode)): set \($field) in mesh.yaml to another size and generate again, or ask Azure for access."
    else
      ([$sku.locationInfo[0].zones[]?] - [$sku.restrictions[]? | select(.type == "Zone") | .restrictionInfo.zones[]]) as $free
      | (.zones - $free) as $missing
      | select($missing | length > 0)
      | "problem\tVM size \(.size) is not available to this subscription in zone \($missing | join(", ")) of \($region); it is in \(if $free == [] then "none" else $free | sort | join(", ") end): set zones of cluster \(.cluster) or \($field) in mesh.yaml and generate again, or ask Azure for access."
    end'

QUOTAS=$SIZED'
  def cores: .sku.capabilities[] | select(.name == "vCPUs") | .value | tonumber;
  def row($least; $most; $name; $fields):
    first($usage[0][] | select((.name.value | ascii_downcase) == ($name | ascii_downcase))) as $found
    | ($found.limit | tonumber) as $limit | ($found.currentValue | tonumber) as $used
    | "\($name) in \($region): \($least) vCPUs to begin with, \($most) at full scale; the limit is \($limit), of which \($used) are in use" as $facts
    | if $least > $limit - $used then "problem\tToo few vCPUs of \($facts). Ask Azure for a limit of at least \($used + $least), or lower \($fields) in mesh.yaml and generate again."
      elif $most > $limit - $used then "warning\tToo few vCPUs for full scale of \($facts). Ask Azure for a limit of at least \($used + $most), or lower maxCount of these node pools in mesh.yaml."
      else "note\t\($facts)." end;
  [sized[] | select(.sku != null)] | select(length > 0)
  | (group_by(.sku.family)[]
      | row(map(.least * cores) | add; map(.most * cores) | add; .[0].sku.family;
          map("nodePools.\(.pool).minCount of cluster \(.cluster)") | unique | join(", "))),
    row(map(.least * cores) | add; map(.most * cores) | add; "cores"; "minCount of the node pools")'
[/#noparse]
