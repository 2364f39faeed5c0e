#!/usr/bin/env bash
# Check that the certificate authority is whole: meshgen ca issue has made it.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Check the certificates in pki/."
require openssl
check_certificates
say "  One root; ${#CLUSTERS[@]} intermediates and ${#TLS_APPLICATIONS[@]} server certificates lead to it, with their keys."
[/#noparse]
