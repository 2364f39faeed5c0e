[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Call the applications over HTTPS through their Application Gateways, verifying certificates.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Call ${TLS_APPLICATIONS[*]} over HTTPS."
require az curl openssl terraform jq
read_outputs

# The host's DNS record may not exist yet, so curl gets the address.
answers() {
  curl --proto '=https' --tlsv1.2 --globoff --fail --silent --show-error --max-time 20 --output "$TEMP/answer" "${trust[@]}" \
    --resolve "${HOST[$1]}:443:$2" "https://${HOST[$1]}${CALL_PATH[$1]}"
}

redirects() {
  [[ $(curl --proto '=http' --globoff --silent --show-error --max-time 20 --output "$TEMP/answer" --write-out '%{http_code} %{redirect_url}' \
    --resolve "${HOST[$1]}:80:$2" "http://${HOST[$1]}${CALL_PATH[$1]}") == "301 https://${HOST[$1]}"* ]]
}

for application in "${TLS_APPLICATIONS[@]}"; do
  PLACE=$application
  certificate=$TEMP/$application.pem
  azure keyvault certificate download --vault-name "$KEY_VAULT" --name "${FRONTEND_CERTIFICATE[$application]}" \
    --encoding PEM --file "$certificate" --output none
  # A self-signed certificate is its own trust anchor. Any other must chain to an authority that
  # this machine trusts.
  trust=()
  if openssl verify -CAfile "$certificate" -no-CApath -no-CAstore "$certificate" > /dev/null 2>&1; then
    trust=(--cacert "$certificate")
  fi

  address=$(public_address "${EXPOSED_BY[$application]}")
  at "${EXPOSED_BY[$application]}" "call https://${HOST[$application]}${CALL_PATH[$application]} at $address"
  wait_for "$application to answer over HTTPS through the Application Gateway" answers "$application" "$address"
  say "    It answers."
  wait_for "a redirect from http://${HOST[$application]} to HTTPS" redirects "$application" "$address"
  say "    Plain HTTP is redirected."
done
say "  Every application answers over HTTPS. DNS: point each host to the address above."
[/#noparse]
[/#if]
