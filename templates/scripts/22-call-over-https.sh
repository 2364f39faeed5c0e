[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Call the applications over HTTPS through their Application Gateways, and verify what they show.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Call ${TLS_APPLICATIONS[*]} over HTTPS."
require az curl openssl terraform jq
read_outputs

# The host's own DNS record may not stand yet, so its address is given.
answers() {
  curl --fail --silent --show-error --max-time 20 --output "$TEMP/answer" "${trust[@]}" \
    --resolve "${HOST[$1]}:443:$2" "https://${HOST[$1]}${URL_PATH[$1]}"
}

redirects() {
  [[ $(curl --silent --show-error --max-time 20 --output "$TEMP/answer" --write-out '%{http_code} %{redirect_url}' \
    --resolve "${HOST[$1]}:80:$2" "http://${HOST[$1]}${URL_PATH[$1]}") == "301 https://${HOST[$1]}"* ]]
}

for application in "${TLS_APPLICATIONS[@]}"; do
  PLACE=$application
  certificate=$TEMP/$application.pem
  azure keyvault certificate download --vault-name "$KEY_VAULT" --name "${FRONTEND_CERTIFICATE[$application]}" \
    --encoding PEM --file "$certificate" --output none
  # What signs itself is trusted as itself; anything else must lead to an authority that this machine trusts.
  trust=()
  if openssl verify -CAfile "$certificate" "$certificate" > /dev/null 2>&1; then
    trust=(--cacert "$certificate")
  fi

  address=$(public_address "${EXPOSED_BY[$application]}")
  at "${EXPOSED_BY[$application]}" "call https://${HOST[$application]}${URL_PATH[$application]} at $address"
  wait_for "$application answers through the Application Gateway over HTTPS." answers "$application" "$address"
  say "    It answers."
  wait_for "Plain HTTP to ${HOST[$application]} is redirected to HTTPS." redirects "$application" "$address"
  say "    Plain HTTP is redirected."
done
say "  Every application answers over HTTPS. DNS: point each host to the address above."
[/#noparse]
[/#if]
