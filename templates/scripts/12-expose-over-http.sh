[#if mesh.exposedOverHttp?has_content]
#!/usr/bin/env bash
# Expose the applications that use plain HTTP.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Expose ${HTTP_APPLICATIONS[*]} over HTTP."
require terraform jq
require_clusters
read_outputs

for application in "${HTTP_APPLICATIONS[@]}"; do
  expose "$application"
done
say "  The Application Gateways serve ${HTTP_APPLICATIONS[*]}."
[/#noparse]
[/#if]
