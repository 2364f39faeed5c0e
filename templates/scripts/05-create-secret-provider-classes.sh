#!/usr/bin/env bash
# Create the SecretProviderClasses with the identities that Terraform created.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Create the SecretProviderClasses."
require terraform jq
require_clusters
read_outputs

for cluster in "${CLUSTERS[@]}"; do
  for template in "$TREE/clusters/$cluster"/*/secret-provider-class.yaml.tmpl; do
    at "$cluster" "apply ${template#"$TREE/clusters/$cluster/"}"
    fill "$cluster" "$template" > "$TEMP/secret-provider-class.yaml"
    apply "$cluster" "$TEMP/secret-provider-class.yaml"
    kubectl --context "$cluster" get --filename "$TEMP/secret-provider-class.yaml" --output json |
      jq -e --arg vault "$KEY_VAULT" '.spec.parameters.keyvaultName == $vault' > /dev/null ||
      fail "The SecretProviderClass of cluster $cluster does not read Key Vault $KEY_VAULT: generate the tree again."
  done
done
say "  The SecretProviderClasses exist in every cluster."
[/#noparse]
