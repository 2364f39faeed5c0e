#!/usr/bin/env bash
# Create the namespaces with their Istio labels.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Create the namespaces."
require_clusters

# Otherwise Cilium replaces a Service's address by a pod's while a program connects, before its
# proxy sees the call: peers refuse it, as it isn't encrypted.
for cluster in "${CILIUM_CLUSTERS[@]}"; do
  at "$cluster" "check that Cilium leaves the calls of pods to their proxies"
  if ! skips cilium; then
    setting=$(kubectl --context "$cluster" --namespace kube-system get configmap cilium-config --ignore-not-found --output jsonpath='{.data.bpf-lb-sock-hostns-only}')
    [[ $setting == true ]] ||
      fail "Cilium of cluster $cluster bypasses the proxies of pods: bpf-lb-sock-hostns-only of ConfigMap cilium-config in kube-system is ${setting:-missing}, and has to be true. AKS sets it: find out who changed it, or ask Azure's support. To go on anyway, run again with MESH_SKIP_CILIUM='your reason'"
[/#noparse]
[#if mesh.istio.cni]
    # Otherwise Cilium takes istio-cni's part out of the nodes' network configuration.
    setting=$(kubectl --context "$cluster" --namespace kube-system get configmap cilium-config --ignore-not-found --output jsonpath='{.data.cni-exclusive}')
    [[ $setting == false ]] ||
      fail "Cilium of cluster $cluster takes no other CNI plugin beside it: cni-exclusive of ConfigMap cilium-config in kube-system is ${setting:-missing}, and has to be false. AKS sets it: find out who changed it, or set istio.cni to false in mesh.yaml and generate again. To go on anyway, run again with MESH_SKIP_CILIUM='your reason'"
[/#if]
[#noparse]
  fi
done

for cluster in "${CLUSTERS[@]}"; do
  at "$cluster" "apply namespaces.yaml"
  apply "$cluster" "$TREE/clusters/$cluster/namespaces.yaml"
  network=$(kubectl --context "$cluster" get namespace istio-system --output jsonpath='{.metadata.labels.topology\.istio\.io/network}')
  [[ $network == "${ISTIO_NETWORK[$cluster]}" ]] || fail "Namespace istio-system of cluster $cluster is on network $network, not on ${ISTIO_NETWORK[$cluster]}."
done
say "  The namespaces exist in every cluster."
[/#noparse]
