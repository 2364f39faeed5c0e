[#if mesh.exposedOverHttp?has_content]
#!/usr/bin/env bash
# Call the applications over HTTP through their Application Gateways.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Call ${HTTP_APPLICATIONS[*]} over HTTP."
require curl terraform jq
read_outputs

# The host's DNS record may not exist yet, so curl gets the address.
answers() {
  curl --proto '=http' --globoff --fail --silent --show-error --max-time 20 --output "$TEMP/answer" \
    --resolve "${HOST[$1]}:80:$2" "http://${HOST[$1]}${CALL_PATH[$1]}"
}

for application in "${HTTP_APPLICATIONS[@]}"; do
  address=$(public_address "${EXPOSED_BY[$application]}")
  at "${EXPOSED_BY[$application]}" "call http://${HOST[$application]}${CALL_PATH[$application]} at $address"
  wait_for "$application to answer through the Application Gateway" answers "$application" "$address"
  say "    It answers."
done
say "  Every application answers over HTTP. DNS: point each host to the address above."
[/#noparse]
[/#if]
