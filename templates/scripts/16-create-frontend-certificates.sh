[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Create the certificates that the Application Gateways present to clients, in Key Vault.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Create frontend certificates in Key Vault $KEY_VAULT."
require az jq

PLACE=$KEY_VAULT
list_vault certificate
for application in "${TLS_APPLICATIONS[@]}"; do
  name=${FRONTEND_CERTIFICATE[$application]} host=${HOST[$application]}
  # A certificate that exists, perhaps from a public authority, stays unchanged.
  if ! vault_has certificate "$name"; then
    at "$application" "create the self-signed certificate $name for $host"
    # X.520 limits a common name to 64 characters. Clients read the alternative name only.
    jq -n --arg host "$host" --arg subject "CN=${host:0:64}" '{
      issuerParameters: {name: "Self"},
      keyProperties: {exportable: true, keyType: "RSA", keySize: 2048, reuseKey: false},
      lifetimeActions: [{action: {actionType: "AutoRenew"}, trigger: {daysBeforeExpiry: 60}}],
      secretProperties: {contentType: "application/x-pkcs12"},
      x509CertificateProperties: {
        subject: $subject,
        subjectAlternativeNames: {dnsNames: [$host]},
        keyUsage: ["digitalSignature", "keyEncipherment"],
        ekus: ["1.3.6.1.5.5.7.3.1"],
        validityInMonths: 12
      }
    }' > "$TEMP/policy.json"
    azure keyvault certificate create --vault-name "$KEY_VAULT" --name "$name" --policy "@$TEMP/policy.json" --output none
  fi

  at "$application" "check $name"
  azure keyvault certificate show --vault-name "$KEY_VAULT" --name "$name" --output json > "$TEMP/certificate.json"
  jq -e --arg host "$host" '.policy.x509CertificateProperties.subjectAlternativeNames.dnsNames // [] | index($host)' "$TEMP/certificate.json" > /dev/null ||
    fail "Certificate $name of Key Vault $KEY_VAULT is not valid for $host: import one that is, under the same name."
  say "    $name is valid for $host."
done
say "  Every host has its certificate."
[/#noparse]
[/#if]
