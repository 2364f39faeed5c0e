[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Make the Application Gateways trust the mesh's root, which signs for the ingress gateways.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Add the root certificate to the Application Gateways."
require az jq openssl
[/#noparse]
[#if mesh.hasVaultPods]
readable "$PKI/root-cert.pem"

# During a rotation the file holds two certificates. The first one signs.
openssl x509 -in "$PKI/root-cert.pem" -out "$TEMP/root.pem"
[#else]
require_clusters

# All clusters have the same root. While it is replaced, the Secret holds two certificates; the
# gateways get the first one.
read_root "${CLUSTERS[0]}" "$TEMP/bundle.pem"
openssl x509 -in "$TEMP/bundle.pem" -out "$TEMP/root.pem"
[/#if]
[#noparse]
openssl x509 -in "$TEMP/root.pem" -outform DER | openssl base64 -A > "$TEMP/root"

# is_trusted: the gateway's trusted root is the mesh's. Azure returns base64 of either PEM or DER.
is_trusted() {
  azure network application-gateway root-cert list --gateway-name "$gateway" --resource-group "$group" --output json |
    jq -r --arg name "$TRUSTED_ROOT_CERTIFICATE" '.[] | select(.name == $name) | .data' > "$TEMP/found"
  [[ -s $TEMP/found ]] || return 1
  openssl base64 -A -d -in "$TEMP/found" -out "$TEMP/found.crt"
  cmp -s <(openssl x509 -in "$TEMP/found.crt" -outform DER 2> /dev/null | openssl base64 -A) "$TEMP/root"
}

mapfile -t exposing < <(for application in "${TLS_APPLICATIONS[@]}"; do echo "${EXPOSED_BY[$application]}"; done | sort -u)
for cluster in "${exposing[@]}"; do
  gateway=${APPLICATION_GATEWAY[$cluster]} group=${RESOURCE_GROUP[$cluster]}
[/#noparse]
[#if mesh.hasVaultPods]
  at "$gateway" "trust pki/root-cert.pem"
[#else]
  at "$gateway" "trust the root"
[/#if]
[#noparse]
  if is_trusted; then
    say "    It is trusted."
    continue
  fi
  verb=create
  [[ ! -s $TEMP/found ]] || verb=update
  azure network application-gateway root-cert "$verb" --gateway-name "$gateway" --resource-group "$group" \
    --name "$TRUSTED_ROOT_CERTIFICATE" --cert-file "$TEMP/root.pem" --output none
[/#noparse]
[#if mesh.hasVaultPods]
  is_trusted || fail "The trusted root of $gateway differs from pki/root-cert.pem: run this step again."
[#else]
  is_trusted || fail "The trusted root of $gateway differs from that of Secret $ROOT_SECRET: run this step again."
[/#if]
done
say "  The Application Gateways trust the mesh's root."
[/#if]
