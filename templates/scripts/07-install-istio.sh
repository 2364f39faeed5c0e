#!/usr/bin/env bash
[#if mesh.hasVaultPods]
# Install Istio in every cluster, and check that each istiod signs under pki/root-cert.pem.
[#else]
# Install Istio in every cluster, and check that each one trusts the mesh's root.
[/#if]
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Install Istio $ISTIO_VERSION as revision $ISTIO_REVISION."
require istioctl jq
require_clusters
[/#noparse]
[#if mesh.hasVaultPods]
readable "$PKI/root-cert.pem"
[/#if]
[#noparse]

# certificates: prints each certificate of a PEM text on one line, sorted, so that texts that differ
# in white space compare equal.
certificates() {
  awk '/BEGIN CERTIFICATE/ { inside = 1; body = ""; next } /END CERTIFICATE/ { inside = 0; print body; next } inside { gsub(/[[:space:]]/, ""); body = body $0 }' | sort
}

[/#noparse]
[#if mesh.hasVaultPods]
# istiod publishes its root in every namespace. If it didn't read the volume, it made a root itself.
[#else]
# istio-csr publishes its root in every namespace. Without it, istiod would have published one.
[/#if]
[#noparse]
trusts_our_root() {
  kubectl --context "$1" --namespace istio-system get configmap istio-ca-root-cert --output jsonpath='{.data.root-cert\.pem}' |
    certificates > "$TEMP/trusted" && cmp -s "$TEMP/trusted" "$TEMP/root"
}
[/#noparse]
[#if mesh.hasVaultPods]
certificates < "$PKI/root-cert.pem" > "$TEMP/root"
[/#if]
[#noparse]

# revision_of CLUSTER TAG: prints the revision that a tag points to, or nothing.
revision_of() {
  istioctl --context "$1" tag list --output json | jq -r --arg tag "$2" '.[]? | select(.tag == $tag) | .revision'
}

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "install"
  istioctl --context "$cluster" install --skip-confirmation --readiness-timeout "${WAIT}s" \
    --filename "$TREE/clusters/$cluster/istio/operator.yaml" | sed 's/^/    /'
  rolled_out "$cluster" istio-system "istiod-$ISTIO_REVISION"
  found=$(gateways "$cluster")
  while read -r namespace gateway; do
    rolled_out "$cluster" "$namespace" "$gateway"
  done <<< "$found"
[/#noparse]
[#if !mesh.istio.cni]
  if [[ -n $(kubectl --context "$cluster" --namespace kube-system get daemonset istio-cni-node --ignore-not-found --output name) ]]; then
    warn "istio-cni of another version of Istio still runs in cluster $cluster. When scripts/restart.sh has replaced the pods that need it, remove it: kubectl --context $cluster --namespace kube-system delete daemonset istio-cni-node"
  fi
[/#if]
[#noparse]

[/#noparse]
[#if mesh.hasVaultPods]
  at "$cluster" "check that istiod signs under pki/root-cert.pem"
  wait_for "cluster $cluster to trust pki/root-cert.pem. Either istiod did not read its files (kubectl --context $cluster --namespace istio-system logs deployment/istiod-$ISTIO_REVISION), or Key Vault holds another root: run step 03, then scripts/restart.sh" \
    trusts_our_root "$cluster"
[#else]
  at "$cluster" "check the root"
  read_root "$cluster" "$TEMP/root.pem"
  certificates < "$TEMP/root.pem" > "$TEMP/root"
  wait_for "cluster $cluster to trust the root of Secret $ROOT_SECRET. ConfigMap istio-ca-root-cert of namespace istio-system is istio-csr's: kubectl --context $cluster --namespace cert-manager logs deployment/cert-manager-istio-csr" \
    trusts_our_root "$cluster"
[/#if]
[#noparse]

  # A tag that points to another revision means that an upgrade is in progress. Workloads follow the
  # tag, so only switch-revision.sh moves it.
  for tag in "$ISTIO_REVISION_TAG" default; do
    found=$(revision_of "$cluster" "$tag")
    if [[ -z $found ]]; then
      at "$cluster" "point tag $tag to $ISTIO_REVISION"
      istioctl --context "$cluster" tag set "$tag" --revision "$ISTIO_REVISION" --skip-confirmation | sed 's/^/    /'
    elif [[ $found != "$ISTIO_REVISION" ]]; then
      warn "Tag $tag of cluster $cluster still points to $found: to finish the upgrade, run scripts/switch-revision.sh"
    fi
  done

  for file in peer-authentication cross-network-gateway ingress-network-policy; do
    if [[ -f $TREE/clusters/$cluster/istio/$file.yaml ]]; then
      at "$cluster" "apply istio/$file.yaml"
      apply "$cluster" "$TREE/clusters/$cluster/istio/$file.yaml"
    fi
  done
done
say "  Every cluster runs istiod-$ISTIO_REVISION under one root."
[/#noparse]
