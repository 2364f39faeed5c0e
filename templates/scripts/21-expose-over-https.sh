[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Expose the applications that are reached with TLS from end to end.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Expose ${TLS_APPLICATIONS[*]} over HTTPS."
require terraform jq
require_clusters
read_outputs

# The driver writes the Secret once a gateway pod has mounted the certificate.
has_secret() {
  kubectl --context "$1" --namespace istio-ingress get secret "$2" --output name > /dev/null
}

for application in "${TLS_APPLICATIONS[@]}"; do
  cluster=${EXPOSED_BY[$application]}
  at "$cluster" "wait for Secret ${TLS_SECRET[$application]}"
  wait_for "Secret ${TLS_SECRET[$application]} is in namespace istio-ingress of cluster $cluster, written when a gateway pod mounts its certificates." \
    has_secret "$cluster" "${TLS_SECRET[$application]}"
  expose "$application"
done
say "  The Application Gateways know ${TLS_APPLICATIONS[*]}."
[/#noparse]
[/#if]
