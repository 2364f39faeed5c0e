[#if mesh.exposedOverTls?has_content]
#!/usr/bin/env bash
# Expose the applications that use end-to-end TLS.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Expose ${TLS_APPLICATIONS[*]} over HTTPS."
require terraform jq
require_clusters
read_outputs

[/#noparse]
[#if mesh.hasVaultPods]
# The CSI driver writes the Secret when a gateway pod mounts the certificate.
has_secret() {
  kubectl --context "$1" --namespace istio-ingress get secret "$2" --output name > /dev/null
}

[/#if]
[#noparse]
for application in "${TLS_APPLICATIONS[@]}"; do
  cluster=${EXPOSED_BY[$application]}
[/#noparse]
[#if mesh.hasVaultPods]
  at "$cluster" "wait for Secret ${TLS_SECRET[$application]}"
  wait_for "Secret ${TLS_SECRET[$application]} in namespace istio-ingress of cluster $cluster, which the CSI driver writes when a gateway pod mounts its certificates" \
    has_secret "$cluster" "${TLS_SECRET[$application]}"
[/#if]
  expose "$application"
done
say "  The Application Gateways serve ${TLS_APPLICATIONS[*]}."
[/#if]
