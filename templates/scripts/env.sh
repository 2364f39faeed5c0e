# shellcheck shell=bash disable=SC2034 # the steps read these variables
# Every value that the steps use, derived from mesh.yaml. Nothing else in scripts/ repeats them.

MESH=[=mesh.name]
SUBSCRIPTION_ID=[=mesh.azure.account.subscriptionId]
TENANT_ID=[=mesh.azure.account.tenantId]
KEY_VAULT=[=mesh.azure.keyVault.name]
CONTAINER_REGISTRY=[=mesh.azure.containerRegistry.name]
SHARED_REGION=[=mesh.sharedCluster.region]
SHARED_RESOURCE_GROUP=[=mesh.sharedResourceGroupName]

ISTIO_VERSION=[=mesh.istio.version]
ISTIO_REVISION=[=mesh.istio.revision]
# During an upgrade, the previous one too.
ISTIO_REVISIONS=[=mesh.istio.runningRevisions]
ISTIO_REVISION_TAG=[=mesh.istio.revisions.tag]

[#if mesh.certificateAuthority.certManager??]
[#assign issuer = mesh.certificateAuthority.certManager]
# What signs: the issuer that istio-csr asks in each cluster, and the Secret with the root above it.
TRUST_DOMAIN=[=mesh.istio.identity.trustDomain]
ISSUER_NAME=[=issuer.issuerRef.name]
ISSUER_KIND=[=issuer.issuerRef.kind]
ISSUER_GROUP=[=issuer.issuerRef.group]
ROOT_SECRET=[=issuer.rootCertificate.secretName]
ROOT_KEY=[=issuer.rootCertificate.key]
ROOT_CERTIFICATE_FILE=[=issuer.rootFile]
CERTIFICATE_REVISIONS=[=mesh.istio.certificateRevisions?join(",")]

[/#if]
# Names in Key Vault and on the Application Gateways.
[#if mesh.hasVaultPods]
ROOT_CERTIFICATE_SECRET=[=mesh.rootCertificateSecret]
[/#if]
TRUSTED_ROOT_CERTIFICATE=[=mesh.trustedRootCertificate]

[#if mesh.hasVaultPods]
# Clusters. A name is also Istio's cluster name, the kubectl context and the folder in clusters/ and
# pki/.
[#else]
# Clusters. A name is also Istio's cluster name, the kubectl context and the folder in clusters/ and
# helm/.
[/#if]
CLUSTERS=[=mesh.clusterNames]
declare -A RESOURCE_GROUP AKS KUBERNETES_VERSION ISTIO_NETWORK APPLICATION_GATEWAY
# Clusters with the Cilium data plane.
CILIUM_CLUSTERS=[=mesh.ciliumClusterNames]
[#if mesh.hasVaultPods]
declare -A CA_CERTIFICATE_SECRET CA_KEY_SECRET CERTIFICATE_CHAIN_SECRET
[/#if]
[#list mesh.clusters as cluster]

RESOURCE_GROUP[[=cluster.hclName]]=[=cluster.resourceGroupName]
AKS[[=cluster.hclName]]=[=cluster.aksName]
KUBERNETES_VERSION[[=cluster.hclName]]=[=cluster.aks.kubernetesVersion]
ISTIO_NETWORK[[=cluster.hclName]]=[=cluster.istioNetwork]
[#if cluster.applicationGateway.enabled]
APPLICATION_GATEWAY[[=cluster.hclName]]=[=cluster.applicationGateway.name]
[/#if]
[#if mesh.hasVaultPods]
CA_CERTIFICATE_SECRET[[=cluster.hclName]]=[=cluster.caCertificateSecret]
CA_KEY_SECRET[[=cluster.hclName]]=[=cluster.caKeySecret]
CERTIFICATE_CHAIN_SECRET[[=cluster.hclName]]=[=cluster.certificateChainSecret]
[/#if]
[/#list]

# Cluster, pool, region, VM size, fewest and most nodes, and zones of each node pool.
NODE_POOLS=[=mesh.nodePoolRows]

# Applications: the clusters where each runs, and the cluster that exposes it.
APPLICATIONS=[=mesh.applicationNames]
[#if mesh.ownImages?has_content]
# Their images that the registry has to hold.
IMAGES=[=mesh.ownImages]
[/#if]
HTTP_APPLICATIONS=[=mesh.exposedOverHttp]
TLS_APPLICATIONS=[=mesh.exposedOverTls]
declare -A NAMESPACE RUNS_IN EXPOSED_BY HOST CALL_PATH
[#if mesh.hasVaultPods]
declare -A TLS_SECRET TLS_CERTIFICATE_SECRET TLS_KEY_SECRET FRONTEND_CERTIFICATE
[#else]
declare -A TLS_SECRET FRONTEND_CERTIFICATE
[/#if]
[#list mesh.applications as application]

NAMESPACE[[=application.hclName]]=[=application.namespace]
RUNS_IN[[=application.hclName]]=[=application.runsIn?join(" ")]
[#if application.ingress??]
EXPOSED_BY[[=application.hclName]]=[=application.ingress.cluster]
HOST[[=application.hclName]]=[=application.ingress.host]
CALL_PATH[[=application.hclName]]=[=application.callPath]
[#if application.ingress.tls]
TLS_SECRET[[=application.hclName]]=[=application.tlsSecret]
[#if mesh.hasVaultPods]
TLS_CERTIFICATE_SECRET[[=application.hclName]]=[=application.tlsCertificateSecret]
TLS_KEY_SECRET[[=application.hclName]]=[=application.tlsKeySecret]
[/#if]
FRONTEND_CERTIFICATE[[=application.hclName]]=[=application.frontendCertificate]
[/#if]
[/#if]
[/#list]
