[#if mesh.hasVaultPods]
#!/usr/bin/env bash
# Store the certificates and keys in Key Vault. Pods mount them from there.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Store certificates and keys in Key Vault $KEY_VAULT."
require az jq openssl
check_certificates

# check_new_roots: every proxy trusts what is stored here, so a root that Key Vault doesn't hold yet
# is stored only if somebody names it.
check_new_roots() {
  local added wanted
  vault_has secret "$ROOT_CERTIFICATE_SECRET" || return 0
  read_secret "$ROOT_CERTIFICATE_SECRET"
  fingerprints "$TEMP/stored" > "$TEMP/known"
  added=$(grep -vxFf "$TEMP/known" "$TEMP/roots" || true)
  wanted=$(tr -d ': ' <<< "${MESH_TRUST_ROOT:-}" | tr A-F a-f)
  [[ -n $added && $added != "$wanted" ]] || return 0

  say "  Roots in Key Vault $KEY_VAULT:" >&2
  describe "$TEMP/stored" | sed 's/^/    SHA-256 /' >&2
  say "  Roots in pki/root-cert.pem:" >&2
  describe "$PKI/root-cert.pem" | sed 's/^/    SHA-256 /' >&2
  grep -qxFf "$TEMP/known" "$TEMP/roots" || complain "They have no root in common: running proxies would reject the new certificates."
  if [[ $added == *$'\n'* ]]; then
    fail "pki/root-cert.pem adds more than one root, and a rotation adds one: run meshgen ca verify"
  fi
  fail "pki/root-cert.pem adds a root: every proxy would trust whoever has its key. If it is yours, compare its SHA-256 on the machine that has the root key, then run: MESH_TRUST_ROOT=$added scripts/up.sh --from 03"
}

PLACE=$KEY_VAULT
list_vault secret
check_new_roots
for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "store the intermediate"
  # The key comes last. An istiod that reads in between finds a key that doesn't match the
  # certificate, and keeps its old files. If the chain came last, it would sign with the new
  # intermediate and serve the old one's chain.
  store_secret "${CA_CERTIFICATE_SECRET[$cluster]}" "$PKI/$cluster/ca-cert.pem"
  store_secret "${CERTIFICATE_CHAIN_SECRET[$cluster]}" "$PKI/$cluster/cert-chain.pem"
  store_secret "${CA_KEY_SECRET[$cluster]}" "$KEYS/$cluster/ca-key.pem"
done
# Proxies request new certificates when the roots change, so the new intermediates are there first:
# a certificate of an old one would last a day, and be refused when its root is dropped.
at "$KEY_VAULT" "store the root certificate"
store_secret "$ROOT_CERTIFICATE_SECRET" "$PKI/root-cert.pem"

# The ingress gateway mounts these when it starts, so they are stored before Istio is installed.
for application in "${TLS_APPLICATIONS[@]}"; do
  at "$application" "store the server certificate"
  store_secret "${TLS_CERTIFICATE_SECRET[$application]}" "$PKI/applications/$application/tls.crt"
  store_secret "${TLS_KEY_SECRET[$application]}" "$KEYS/applications/$application/tls.key"
done
say "  Key Vault matches pki/."
[/#noparse]
[/#if]
