#!/usr/bin/env bash
# Store the certificates and keys in Key Vault. Pods mount them from there.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Store certificates and keys in Key Vault $KEY_VAULT."
require az openssl
check_certificates

PLACE=$KEY_VAULT
list_vault secret
at "$KEY_VAULT" "store the root certificate"
store_secret "$ROOT_CERTIFICATE_SECRET" "$PKI/root-cert.pem"
for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "store the intermediate"
  # The key comes last. An istiod that reads in between finds a key that doesn't match the
  # certificate, and keeps its old files. If the chain came last, it would sign with the new
  # intermediate and serve the old one's chain.
  store_secret "${CA_CERTIFICATE_SECRET[$cluster]}" "$PKI/$cluster/ca-cert.pem"
  store_secret "${CERTIFICATE_CHAIN_SECRET[$cluster]}" "$PKI/$cluster/cert-chain.pem"
  store_secret "${CA_KEY_SECRET[$cluster]}" "$KEYS/$cluster/ca-key.pem"
done

# The ingress gateway mounts these when it starts, so they are stored before Istio is installed.
for application in "${TLS_APPLICATIONS[@]}"; do
  at "$application" "store the server certificate"
  store_secret "${TLS_CERTIFICATE_SECRET[$application]}" "$PKI/applications/$application/tls.crt"
  store_secret "${TLS_KEY_SECRET[$application]}" "$KEYS/applications/$application/tls.key"
done
say "  Key Vault matches pki/."
[/#noparse]
