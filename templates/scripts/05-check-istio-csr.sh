[#if mesh.certificateAuthority.certManager??]
#!/usr/bin/env bash
# Check that cert-manager and istio-csr sign in every cluster, under one root.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Check cert-manager and istio-csr."
require jq openssl
require_clusters

# installed CLUSTER: writes istio-csr's Deployment to $TEMP/istio-csr.json.
installed() {
  [[ -n $(kubectl --context "$1" get customresourcedefinition certificates.cert-manager.io --ignore-not-found --output name) ]] ||
    fail "Cluster $1 has no cert-manager: install it. README.md, Install istio-csr, shows how."
  kubectl --context "$1" --namespace cert-manager get deployment cert-manager-istio-csr --ignore-not-found --output json > "$TEMP/istio-csr.json"
  [[ -s $TEMP/istio-csr.json ]] || fail "Cluster $1 has no istio-csr: install it. README.md, Install istio-csr, shows how."
}

# runs_with CLUSTER ARGUMENT...: istio-csr has the arguments that follow from its values.
runs_with() {
  local cluster=$1 argument
  shift
  for argument in "$@"; do
    jq -e --arg argument "$argument" '[.spec.template.spec.containers[].args[]?] | index($argument)' "$TEMP/istio-csr.json" > /dev/null ||
      fail "istio-csr of cluster $cluster runs without $argument: upgrade it with helm/$cluster/istio-csr.yaml. README.md, Install istio-csr, shows how."
  done
}

# is_ready CLUSTER TYPE NAME: its condition Ready is True. Types without a namespace ignore it.
is_ready() {
  kubectl --context "$1" --namespace istio-system get "$2" "$3" --output json > "$TEMP/object.json" &&
    jq -e '[.status.conditions[]? | select(.type == "Ready" and .status == "True")] | length > 0' "$TEMP/object.json" > /dev/null
}

# signs_for_istiod CLUSTER: istiod's certificate chains to the root, and names every revision.
signs_for_istiod() {
  local revision
  kubectl --context "$1" --namespace istio-system get secret istiod-tls --output json |
    jq -r '.data["tls.crt"] // "" | @base64d' > "$TEMP/istiod.pem"
  for revision in "${ISTIO_REVISIONS[@]}"; do
    # Without the last two options openssl also trusts this machine's authorities.
    openssl verify -verify_hostname "istiod-$revision.istio-system.svc" -CAfile "$TEMP/root.pem" -untrusted "$TEMP/istiod.pem" \
      -no-CApath -no-CAstore "$TEMP/istiod.pem" > /dev/null || return 1
  done
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "check istio-csr"
  installed "$cluster"
  runs_with "$cluster" "--cluster-id=$cluster" "--trust-domain=$TRUST_DOMAIN" "--issuer-name=$ISSUER_NAME" "--issuer-kind=$ISSUER_KIND" \
    "--issuer-group=$ISSUER_GROUP" "--root-ca-file=$ROOT_CERTIFICATE_FILE" "--istiod-cert-istio-revisions=$CERTIFICATE_REVISIONS"
  rolled_out "$cluster" cert-manager cert-manager-istio-csr

  at "$cluster" "check $ISSUER_KIND $ISSUER_NAME"
  wait_for "$ISSUER_KIND $ISSUER_NAME of cluster $cluster to be ready: kubectl --context $cluster --namespace istio-system describe $ISSUER_KIND.$ISSUER_GROUP $ISSUER_NAME shows why it is not" \
    is_ready "$cluster" "$ISSUER_KIND.$ISSUER_GROUP" "$ISSUER_NAME"
  wait_for "the issuer of cluster $cluster to sign istiod's certificate: kubectl --context $cluster --namespace istio-system describe Certificate.cert-manager.io istiod shows why it does not" \
    is_ready "$cluster" Certificate.cert-manager.io istiod

  at "$cluster" "check the root"
  read_root "$cluster" "$TEMP/root.pem"
  fingerprints "$TEMP/root.pem" | sort > "$TEMP/roots"
  if [[ ! -f $TEMP/first.pem ]]; then
    cp "$TEMP/root.pem" "$TEMP/first.pem"
    cp "$TEMP/roots" "$TEMP/first"
  fi
  cmp -s "$TEMP/roots" "$TEMP/first" ||
    fail "Secret $ROOT_SECRET of cluster $cluster holds other roots than that of cluster ${CLUSTERS[0]}, and clusters with different roots reject each other's certificates: create it from one file in every cluster."
  wait_for "istiod's certificate of cluster $cluster to chain to the root in Secret $ROOT_SECRET, and to name the revisions ${ISTIO_REVISIONS[*]}. $ISSUER_KIND $ISSUER_NAME signs it, and the values of istio-csr name the revisions" \
    signs_for_istiod "$cluster"
done
# Compare them with the root that you know.
describe "$TEMP/first.pem" | sed 's/^/    root SHA-256 /'
say "  cert-manager signs in every cluster under one root."
[/#noparse]
[/#if]
