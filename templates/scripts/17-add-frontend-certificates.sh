[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Add the frontend certificates to the Application Gateways, which read renewals from Key Vault.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Add the frontend certificates to the Application Gateways."
require az jq

# bound: prints the Key Vault secret that the Application Gateway reads the certificate from, or
# nothing if it has no such certificate.
bound() {
  azure network application-gateway ssl-cert list --gateway-name "${gateway[0]}" --resource-group "${gateway[1]}" --output json |
    jq -r --arg name "$name" '.[] | select(.name == $name) | .keyVaultSecretId // "a file"'
}

# once_readable COMMAND...: retries it while the gateway may not read the secret: the role of its
# identity takes effect some minutes after it was assigned.
once_readable() {
  local end=$((SECONDS + WAIT))
  until "$@" 2> "$TEMP/reason"; do
    if ! grep -q ApplicationGatewayKeyVaultSecret "$TEMP/reason" || ((SECONDS >= end)); then
      cat "$TEMP/reason" >&2
      return 1
    fi
    sleep "$PAUSE"
  done
}

for application in "${TLS_APPLICATIONS[@]}"; do
  cluster=${EXPOSED_BY[$application]}
  gateway=("${APPLICATION_GATEWAY[$cluster]}" "${RESOURCE_GROUP[$cluster]}")
  name=${FRONTEND_CERTIFICATE[$application]}

  at "${gateway[0]}" "add $name"
  # An id without a version refers to the newest one.
  id=$(azure keyvault certificate show --vault-name "$KEY_VAULT" --name "$name" --query sid --output tsv)
  id=$(cut -d / -f 1-5 <<< "$id")
  found=$(bound)
  if [[ -z $found ]]; then
    once_readable azure network application-gateway ssl-cert create --gateway-name "${gateway[0]}" --resource-group "${gateway[1]}" \
      --name "$name" --key-vault-secret-id "$id" --output none
  elif [[ ${found%/} != "$id" ]]; then
    once_readable azure network application-gateway ssl-cert update --gateway-name "${gateway[0]}" --resource-group "${gateway[1]}" \
      --name "$name" --key-vault-secret-id "$id" --output none
  fi
  found=$(bound)
  [[ ${found%/} == "$id" ]] || fail "${gateway[0]} reads $name from ${found:-nothing}, not from $id: run this step again."
  say "    It reads $id."
done
say "  The Application Gateways have the frontend certificates."
[/#noparse]
[/#if]
