[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Create the certificates that the Application Gateways present to clients, in Key Vault.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Create frontend certificates in Key Vault $KEY_VAULT."
require az jq

# facts NAME: writes what Key Vault knows of the certificate to $TEMP/certificate.json.
facts() {
  azure keyvault certificate show --vault-name "$KEY_VAULT" --name "$1" --output json > "$TEMP/certificate.json"
}

# is_for HOST: the certificate of facts is valid for the host.
is_for() {
  jq -e --arg host "$1" '.policy.x509CertificateProperties.subjectAlternativeNames.dnsNames // [] | index($host)' "$TEMP/certificate.json" > /dev/null
}

# keep_former NAME HOST: ends the step if a certificate that somebody brought serves the host under
# a former name of its application. A self-signed one would take its place in silence.
keep_former() {
  local former
  while read -r former; do
    [[ -n $former && " ${FRONTEND_CERTIFICATE[*]} " != *" $former "* ]] || continue
    facts "$former"
    if is_for "$2" && jq -e '.policy.issuerParameters.name != "Self"' "$TEMP/certificate.json" > /dev/null; then
      [[ ${MESH_REPLACE_CERTIFICATE:-} != "$former" ]] || continue
      complain "Certificate $former of Key Vault $KEY_VAULT serves $2, and this step would put a self-signed one in its place. Copy it to its new name:"
      say "  az keyvault secret download --vault-name $KEY_VAULT --name $former --encoding base64 --file $former.pfx" >&2
      say "  az keyvault certificate import --vault-name $KEY_VAULT --name $1 --file $former.pfx && rm $former.pfx" >&2
      fail "If you want a self-signed certificate instead, run: MESH_REPLACE_CERTIFICATE=$former scripts/up.sh --from 16"
    fi
  done < "$TEMP/certificate"
}

PLACE=$KEY_VAULT
list_vault certificate
for application in "${TLS_APPLICATIONS[@]}"; do
  name=${FRONTEND_CERTIFICATE[$application]} host=${HOST[$application]}
  # A certificate that exists, perhaps from a public authority, stays unchanged.
  if ! vault_has certificate "$name"; then
    keep_former "$name" "$host"
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
    azure keyvault certificate create --vault-name "$KEY_VAULT" --name "$name" --policy "@$TEMP/policy.json" --tags "meshgen=$MESH" --output none
  fi

  at "$application" "check $name"
  facts "$name"
  is_for "$host" ||
    fail "Certificate $name of Key Vault $KEY_VAULT is not valid for $host: import one that is, under the same name."
  say "    $name is valid for $host."
done
say "  Every host has its certificate."
[/#noparse]
[/#if]
