[#noparse]
# shellcheck shell=bash
# What the steps share. Sourced by them, never run.
set -euo pipefail

# Whatever a step writes is its user's alone.
umask 077

if ((BASH_VERSINFO[0] < 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] < 4))); then
  echo "error: The scripts need bash 4.4 or newer, and this is $BASH_VERSION: install a newer bash." >&2
  exit 1
fi

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TREE=$(dirname "$SCRIPTS")
WORK=$TREE/.work
PKI=$TREE/pki
KEYS=${MESH_KEYS_DIR:-$PKI/private}

# The longest that a step waits for one thing, and the pause between two looks at it; in seconds.
WAIT=${MESH_WAIT_SECONDS:-900}
PAUSE=${MESH_PAUSE_SECONDS:-5}

# A kubeconfig of the tree's own: contexts are named like the clusters, and a user may have such contexts of another mesh.
export KUBECONFIG=$WORK/kubeconfig
PATH=$WORK/bin:$PATH

# shellcheck source-path=SCRIPTDIR source=env.sh
source "$SCRIPTS/env.sh"

say() {
  printf '%s\n' "$*"
}

warn() {
  printf 'warning: %s\n' "$*" >&2
}

complain() {
  printf 'error: %s\n' "$*" >&2
}

# Ends the step with one line that says what is wrong and what to do.
fail() {
  complain "$@"
  exit 1
}

# begin SENTENCE: opens a step. Its temporary files live in $TEMP and go when it ends, in whatever way.
begin() {
  STEP=$(basename "$0" .sh)
  PLACE=
  export MESH_STEP=$STEP
  mkdir -p "$WORK"
  TEMP=$(mktemp -d "$WORK/tmp.XXXXXX")
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  say "[$STEP] $1"
}

finish() {
  local status=$?
  rm -rf "$TEMP"
  if ((status != 0)); then
    local again=scripts/$STEP.sh
    [[ $STEP != [0-9]* ]] || again="scripts/up.sh --from ${STEP%%-*}"
    printf 'error: Step %s failed%s (exit status %s). Mend what is said above, then go on with: %s\n' \
      "$STEP" "${PLACE:+ at $PLACE}" "$status" "$again" >&2
  fi
}

# at PLACE SENTENCE: what is done next, and where; a failure names the place.
at() {
  PLACE=$1
  say "  $1: $2"
}

# wait_for SENTENCE COMMAND...: until the command succeeds. The sentence states what is then so.
wait_for() {
  local fact=$1 end=$((SECONDS + WAIT))
  shift
  until "$@" 2> "$TEMP/reason"; do
    if ((SECONDS >= end)); then
      cat "$TEMP/reason" >&2
      fail "This is still not so after $WAIT seconds: $fact"
    fi
    sleep "$PAUSE"
  done
}

# --- Tools. Each is looked at before the first change; a check that fails says what to do.

require() {
  local tool
  for tool in "$@"; do
    command -v "$tool" > "$TEMP/path" || fail "$tool is not installed, or not on PATH. README.md lists the tools under Prerequisites."
  done
  for tool in "$@"; do
    if declare -F "check_$tool" > /dev/null; then
      "check_$tool"
    fi
  done
}

# at_least VERSION LEAST
at_least() {
  printf '%s\n%s\n' "$2" "$1" | sort -C -V
}

check_az() {
  local version tenant
  version=$(az version --query '"azure-cli"' --output tsv)
  at_least "$version" 2.60.0 || fail "az is $version, and the steps need 2.60.0 or newer: run az upgrade"
  # The first call reads what is stored on this machine, the second proves that the login still holds.
  if ! tenant=$(azure account show --query tenantId --output tsv) || ! azure account get-access-token --query expiresOn --output none; then
    fail "az has no login for subscription $SUBSCRIPTION_ID: run az login --tenant $TENANT_ID"
  fi
  [[ $tenant == "$TENANT_ID" ]] ||
    fail "Subscription $SUBSCRIPTION_ID belongs to tenant $tenant, not to $TENANT_ID as the specification says: mend the specification, or run az login --tenant $TENANT_ID"
}

check_terraform() {
  local version
  version=$(terraform version -json | jq -r .terraform_version)
  at_least "$version" 1.9.0 || fail "terraform is $version, and the tree needs 1.9.0 or newer."
}

check_istioctl() {
  local version
  version=$(istioctl_version)
  [[ $version == "$ISTIO_VERSION" ]] ||
    fail "istioctl is ${version:-of no known version}, and the mesh is $ISTIO_VERSION: run scripts/06-get-istioctl.sh"
}

istioctl_version() {
  istioctl version --remote=false --output json | jq -r '.clientVersion.version // empty'
}

# require_clusters: kubectl is there, and every cluster answers to it.
require_clusters() {
  local cluster client
  require kubectl jq
  client=$(kubectl version --client --output json | jq -r '.clientVersion | "\(.major).\(.minor)" | gsub("[^0-9.]"; "")')
  for cluster in "${CLUSTERS[@]}"; do
    PLACE=$cluster
    kubectl --context "$cluster" get --raw /readyz --request-timeout 20s > "$TEMP/ready" 2> "$TEMP/reason" || {
      cat "$TEMP/reason" >&2
      fail "Cluster $cluster does not answer: check that it runs and that this machine reaches it, then run scripts/01-get-credentials.sh"
    }
    near "$client" "${KUBERNETES_VERSION[$cluster]}" ||
      warn "kubectl is $client and cluster $cluster runs Kubernetes ${KUBERNETES_VERSION[$cluster]}: more than one minor apart is not supported."
  done
  PLACE=
}

# near VERSION VERSION: at most one minor apart.
near() {
  local one two
  one=$(cut -d. -f2 <<< "$1")
  two=$(cut -d. -f2 <<< "$2")
  ((one - two <= 1 && two - one <= 1))
}

# --- Azure

# Every call names its subscription, so that the account's default one does not matter.
azure() {
  az "$@" --subscription "$SUBSCRIPTION_ID" --only-show-errors
}

in_tree() {
  terraform -chdir="$TREE/terraform" "$@"
}

# read_outputs: Terraform's outputs, for output.
read_outputs() {
  in_tree output -json > "$TEMP/outputs.json"
  jq -e 'length > 0' "$TEMP/outputs.json" > /dev/null ||
    fail "Terraform has applied nothing yet: run scripts/00-apply-terraform.sh"
}

# output NAME CLUSTER FIELD: a value of Terraform's outputs.
output() {
  jq -er --arg name "$1" --arg cluster "$2" --arg field "$3" '.[$name].value[$cluster][$field]' "$TEMP/outputs.json" ||
    fail "Terraform's outputs lack $3 of $2 in $1: run scripts/00-apply-terraform.sh"
}

public_address() {
  output application_gateways "$1" public_ip
}

# list_vault KIND: names of the vault's objects, in $TEMP/KIND. Roles on a new vault take some minutes to hold.
list_vault() {
  wait_for "This login may list the ${1}s of Key Vault $KEY_VAULT." list_vault_once "$1"
}

list_vault_once() {
  azure keyvault "$1" list --vault-name "$KEY_VAULT" --query '[].name' --output tsv > "$TEMP/$1"
}

# vault_has KIND NAME
vault_has() {
  grep -qxF -- "$2" "$TEMP/$1"
}

# store_secret NAME FILE: the vault's secret is the file's bytes. Neither passes through a command line or the output.
store_secret() {
  local name=$1 file=$2
  if vault_has secret "$name" && is_stored "$name" "$file"; then
    say "    $name is stored already."
    return
  fi
  azure keyvault secret set --vault-name "$KEY_VAULT" --name "$name" --file "$file" --encoding utf-8 --output none
  is_stored "$name" "$file" || fail "Secret $name of Key Vault $KEY_VAULT does not read back as $file holds it."
  say "    $name is stored."
}

is_stored() {
  local same=0
  # az writes over no file, and not every version has an option for it.
  rm -f "$TEMP/stored"
  azure keyvault secret download --vault-name "$KEY_VAULT" --name "$1" --encoding utf-8 --file "$TEMP/stored" --output none
  cmp -s "$TEMP/stored" "$2" || same=1
  rm -f "$TEMP/stored"
  return "$same"
}

# --- Certificates

# A certificate with less time than this is replaced before it is used: 30 days, in seconds.
LEAST_VALIDITY=2592000

readable() {
  local file
  for file in "$@"; do
    [[ -r $file && -s $file ]] ||
      fail "${file#"$TREE/"} is missing: run meshgen ca issue where the root key lies (MESH_KEYS_DIR names another folder than pki/private)."
  done
}

# key_fits KEY CERTIFICATE
key_fits() {
  [[ -z $(find "$1" \( -perm -040 -o -perm -020 -o -perm -004 -o -perm -002 \)) ]] || fail "${1#"$TREE/"} can be read by others: run chmod 600 on it."
  cmp -s <(openssl pkey -in "$1" -pubout 2> "$TEMP/reason") <(openssl x509 -in "$2" -noout -pubkey 2> "$TEMP/reason") ||
    fail "${1#"$TREE/"} is not the key of ${2#"$TREE/"}: run meshgen ca verify"
}

still_valid() {
  openssl x509 -in "$1" -noout -checkend "$LEAST_VALIDITY" > /dev/null ||
    fail "${1#"$TREE/"} expires within 30 days: run meshgen ca rotate, see Rotate certificates in README.md"
}

# chains FILE ARGUMENT...: the certificate leads to the mesh's root.
chains() {
  openssl verify -x509_strict -CAfile "$PKI/root-cert.pem" "${@:2}" "$1" > "$TEMP/reason" 2>&1 || {
    cat "$TEMP/reason" >&2
    fail "${1#"$TREE/"} does not lead to pki/root-cert.pem: run meshgen ca verify"
  }
}

check_certificates() {
  local cluster application
  readable "$PKI/root-cert.pem"
  still_valid "$PKI/root-cert.pem"
  for cluster in "${CLUSTERS[@]}"; do
    PLACE=$cluster
    readable "$PKI/$cluster"/{ca-cert,cert-chain,root-cert}.pem "$KEYS/$cluster/ca-key.pem"
    cmp -s "$PKI/$cluster/root-cert.pem" "$PKI/root-cert.pem" ||
      fail "pki/$cluster/root-cert.pem differs from pki/root-cert.pem: clusters with different roots refuse each other. Run meshgen ca verify"
    still_valid "$PKI/$cluster/ca-cert.pem"
    chains "$PKI/$cluster/ca-cert.pem"
    key_fits "$KEYS/$cluster/ca-key.pem" "$PKI/$cluster/ca-cert.pem"
  done
  for application in "${TLS_APPLICATIONS[@]}"; do
    PLACE=$application
    readable "$PKI/applications/$application/tls.crt" "$KEYS/applications/$application/tls.key"
    still_valid "$PKI/applications/$application/tls.crt"
    chains "$PKI/applications/$application/tls.crt" -untrusted "$PKI/applications/$application/tls.crt" \
      -purpose sslserver -verify_hostname "${HOST[$application]}"
    key_fits "$KEYS/applications/$application/tls.key" "$PKI/applications/$application/tls.crt"
  done
  PLACE=
}

# --- Clusters

# apply CLUSTER FILE...
apply() {
  local cluster=$1 file
  shift
  for file in "$@"; do
    kubectl --context "$cluster" apply --filename "$file" | sed 's/^/    /'
  done
}

# fill CLUSTER TEMPLATE: the template with the client id that mounts Key Vault in this cluster, on stdout.
fill() {
  local id text
  id=$(output secret_provider_class_values "$1" client_id)
  [[ $id =~ ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$ ]] || fail "Terraform's client id of $1 is no UUID: $id"
  text=$(< "$2")
  printf '%s\n' "${text//"\${CSI_CLIENT_ID}"/$id}"
}

# rolled_out CLUSTER NAMESPACE DEPLOYMENT
rolled_out() {
  kubectl --context "$1" --namespace "$2" rollout status "deployment/$3" --timeout "${WAIT}s" | sed 's/^/    /' ||
    fail "Deployment $3 of cluster $1 is not ready: kubectl --context $1 --namespace $2 describe pods tells why."
}

# restart CLUSTER NAMESPACE DEPLOYMENT
restart() {
  at "$1" "restart $3"
  kubectl --context "$1" --namespace "$2" rollout restart "deployment/$3" | sed 's/^/    /'
  rolled_out "$@"
}

# expose APPLICATION: its Gateway, VirtualService and Ingress, until the Application Gateway has taken them.
expose() {
  local cluster=${EXPOSED_BY[$1]} address
  at "$cluster" "expose $1 as ${HOST[$1]}"
  apply "$cluster" "$TREE/clusters/$cluster/ingress/$1.yaml"
  address=$(public_address "$cluster")
  wait_for "The ingress controller of cluster $cluster has given Ingress $1 the address $address." has_address "$cluster" "$1" "$address"
  say "    ${HOST[$1]} is served at $address."
}

has_address() {
  [[ $(kubectl --context "$1" --namespace istio-ingress get ingress "$2" --output jsonpath='{.status.loadBalancer.ingress[0].ip}') == "$3" ]]
}
[/#noparse]
