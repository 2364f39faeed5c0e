[#if mesh.hasVaultPods]
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
  # Without a credential of its revision, istiod can't mount its key, and its pod never starts.
  at "$cluster" "check who may read Key Vault"
  jq -e --arg cluster "$cluster" --arg subject "system:serviceaccount:istio-system:istiod-$ISTIO_REVISION" \
    '.secret_provider_class_values.value[$cluster].subjects | type == "array" and (length == 0 or any(.[]; . == $subject))' "$TEMP/outputs.json" > /dev/null ||
    fail "The identity that reads Key Vault for cluster $cluster does not trust istiod of revision $ISTIO_REVISION yet: run scripts/up.sh --from 00"
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
[/#if]
