[#if mesh.hasVaultPods]
#!/usr/bin/env bash
# Check the certificates and keys that meshgen ca issue created.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Check the certificates in pki/."
require openssl jq
check_certificates
# Compare them with what meshgen ca status prints where the root key is.
describe "$PKI/root-cert.pem" | sed 's/^/    root SHA-256 /'
say "  ${#CLUSTERS[@]} intermediates and ${#TLS_APPLICATIONS[@]} server certificates chain to the root, and their keys match."
[/#noparse]
[/#if]
