[#noparse]
# shellcheck shell=bash
# Functions that the steps share. The steps source this file; nothing runs it.
set -euo pipefail

# Files that a step writes are readable by its user only.
umask 077

if ((BASH_VERSINFO[0] < 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] < 4))); then
  echo "error: The scripts need bash 4.4 or newer, and this is $BASH_VERSION: install a newer bash." >&2
  exit 1
fi

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TREE=$(dirname "$SCRIPTS")
WORK=$TREE/.work
[/#noparse]
[#if mesh.hasVaultPods]
PKI=$TREE/pki
KEYS=${MESH_KEYS_DIR:-$PKI/private}
[/#if]
[#noparse]

# In seconds: when a wait times out, and the pause between two attempts.
WAIT=${MESH_WAIT_SECONDS:-900}
PAUSE=${MESH_PAUSE_SECONDS:-5}

# The tree has its own kubeconfig: contexts have the clusters' names, and your own kubeconfig may
# hold contexts of the same names for another mesh.
export KUBECONFIG=$WORK/kubeconfig

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

# Ends the step with one line: what is wrong, and what to do.
fail() {
  complain "$@"
  exit 1
}

# check_work: .work, if it exists, was made by the scripts for this user. They trust it: .work holds
# the kubeconfig, which names a program to run, and istioctl.
check_work() {
  local others
  [[ ! -L $WORK ]] || fail ".work is a symbolic link: run rm .work, then run the step again."
  [[ -e $WORK ]] || return 0
  [[ -d $WORK ]] || fail ".work is not a folder: remove it, then run the step again."
  [[ -O $WORK ]] || fail ".work belongs to another user: remove it, then run the step again."
  others=$(find "$WORK" -prune \( -perm -040 -o -perm -020 -o -perm -010 -o -perm -004 -o -perm -002 -o -perm -001 \))
  [[ -z $others ]] || fail "Other users may use .work, so the scripts did not make it: check what it holds, and remove it."
  # The options keep git from running a program that a folder of the tree names.
  if [[ -n $(git -c core.fsmonitor=false -c safe.bareRepository=explicit -C "$TREE" ls-files -- .work 2> /dev/null) ]]; then
    fail "git tracks files in .work, so somebody committed them: check them, then run git rm -r .work"
  fi
}

make_work() {
  check_work
  if [[ ! -e $WORK ]]; then
    mkdir "$WORK" || check_work # another step may just have made it
  fi
}

# lock: no other up.sh or down.sh runs on this tree until this script ends.
lock() {
  make_work
  mkdir "$WORK/running" 2> /dev/null || fail "Another up.sh or down.sh is running on this tree. If it was killed, remove .work/running"
  LOCKED=$BASHPID
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# unlock: only the process that locked does; its subshells don't.
unlock() {
  [[ ${LOCKED:-} != "$BASHPID" ]] || rm -rf "$WORK/running"
}

# sweep: removes the temporary files of steps that were killed. They may hold a key or a token. The
# name of each folder has the process id of its step.
sweep() {
  local folder process
  for folder in "$WORK"/tmp.*; do
    process=${folder##*/tmp.}
    process=${process%%.*}
    if [[ ! $process =~ ^[0-9]+$ ]] || ! kill -0 "$process" 2> /dev/null; then
      rm -rf "$folder"
    fi
  done
}

# begin SENTENCE: starts a step. Its temporary files are in $TEMP, which is removed when the step
# ends, however it ends. $RESUME is the command to go on with after a failure, if it isn't the
# script itself.
begin() {
  STEP=$(basename "$0" .sh)
  PLACE=
  RESUME=
  export MESH_STEP=$STEP
  make_work
  sweep
  TEMP=$(mktemp -d "$WORK/tmp.$$.XXXXXX")
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  say "[$STEP] $1"
}

finish() {
  local status=$?
  rm -rf "$TEMP"
  unlock
  if ((status != 0)); then
    local what=scripts/$STEP.sh again=scripts/$STEP.sh
    if [[ $STEP == [0-9]* ]]; then
      what="Step $STEP"
      again="scripts/up.sh --from ${STEP%%-*}"
    fi
    printf 'error: %s failed%s (exit status %s). Fix the error above, then resume with: %s\n' \
      "$what" "${PLACE:+ at $PLACE}" "$status" "${RESUME:-$again}" >&2
  fi
}

# at PLACE SENTENCE: announces what happens next, and where. A failure names the place.
at() {
  PLACE=$1
  say "  $1: $2"
}

# skips CHECK: whether the user wants to go on without the check, and says why.
skips() {
  local variable=MESH_SKIP_${1^^}
  [[ -n ${!variable:-} ]] || return 1
  warn "The check is skipped, as $variable says: ${!variable}"
}

# wait_for TEXT COMMAND...: retries the command until it succeeds. The text completes the sentence
# "Timed out waiting for ...".
wait_for() {
  local what=$1 end=$((SECONDS + WAIT))
  shift
  until "$@" 2> "$TEMP/reason"; do
    if ((SECONDS >= end)); then
      cat "$TEMP/reason" >&2
      fail "Timed out after $WAIT seconds waiting for $what"
    fi
    sleep "$PAUSE"
  done
}

# --- Tools. Each is checked before the first change; a check that fails says what to do.

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
  # The first call reads this machine's files only; the second proves that the login is still valid.
  if ! tenant=$(azure account show --query tenantId --output tsv) || ! azure account get-access-token --query expiresOn --output none; then
    fail "az is not signed in to subscription $SUBSCRIPTION_ID: run az login --tenant $TENANT_ID"
  fi
  [[ $tenant == "$TENANT_ID" ]] ||
    fail "Subscription $SUBSCRIPTION_ID belongs to tenant $tenant, not to $TENANT_ID as in mesh.yaml: correct tenantId there and generate again, or run az login --tenant $TENANT_ID"
}

check_terraform() {
  local version
  version=$(terraform version -json | jq -r .terraform_version)
  at_least "$version" 1.9.0 || fail "terraform is $version, and the tree needs 1.9.0 or newer."
}

check_openssl() {
  local version
  version=$(openssl version)
  if [[ ! $version =~ ^OpenSSL\ ([0-9.]+) ]] || ! at_least "${BASH_REMATCH[1]}" 3.0; then
    fail "openssl is $version, and the steps need OpenSSL 3.0 or newer, first on PATH. macOS has LibreSSL: run brew install openssl@3"
  fi
}

check_istioctl() {
  find_istioctl || fail "There is no istioctl $ISTIO_VERSION on PATH or in .work/bin: run scripts/06-get-istioctl.sh"
}

# find_istioctl: sets $ISTIOCTL to the one on PATH, or else to the one that step 06 downloaded, if
# it has the mesh's version.
find_istioctl() {
  local version
  for ISTIOCTL in "$(type -P istioctl)" "$WORK/bin/istioctl"; do
    if [[ -x $ISTIOCTL ]]; then
      version=$("$ISTIOCTL" version --remote=false --output json | jq -r '.clientVersion.version // empty') || version=
      [[ $version != "$ISTIO_VERSION" ]] || return 0
    fi
  done
  return 1
}

istioctl() {
  "$ISTIOCTL" "$@"
}

# require_clusters: kubectl is installed, and every cluster answers it.
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
      warn "kubectl is $client and cluster $cluster runs Kubernetes ${KUBERNETES_VERSION[$cluster]}: kubectl supports a difference of one minor version only."
  done
  PLACE=
}

# minor VERSION: prints its minor number.
minor() {
  cut -d . -f 2 <<< "$1"
}

# near VERSION VERSION: they differ by at most one minor version.
near() {
  local one two
  one=$(minor "$1")
  two=$(minor "$2")
  ((one - two <= 1 && two - one <= 1))
}

# --- Azure

# Every call names the subscription, so the account's default doesn't matter.
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
    fail "Terraform has no outputs yet: run scripts/00-apply-terraform.sh"
}

# output NAME CLUSTER FIELD: prints one value of Terraform's outputs.
output() {
  jq -er --arg name "$1" --arg cluster "$2" --arg field "$3" '.[$name].value[$cluster][$field]' "$TEMP/outputs.json" ||
    fail "Output $1 of Terraform has no $3 for $2: run scripts/00-apply-terraform.sh"
}

public_address() {
  output application_gateways "$1" public_ip
}

# list_vault KIND: writes the names of the vault's objects to $TEMP/KIND. A role on a new vault
# takes effect after some minutes.
list_vault() {
  wait_for "permission to list the ${1}s of Key Vault $KEY_VAULT" list_vault_once "$1"
}

list_vault_once() {
  azure keyvault "$1" list --vault-name "$KEY_VAULT" --query '[].name' --output tsv > "$TEMP/$1"
}

# vault_has KIND NAME
vault_has() {
  grep -qxF -- "$2" "$TEMP/$1"
}

# store_secret NAME FILE: makes the vault's secret equal to the file. The content never appears in a
# command line or in the output.
store_secret() {
  local name=$1 file=$2
  if vault_has secret "$name" && is_stored "$name" "$file"; then
    say "    $name is up to date."
    return
  fi
  azure keyvault secret set --vault-name "$KEY_VAULT" --name "$name" --file "$file" --encoding utf-8 --tags "meshgen=$MESH" --output none
  is_stored "$name" "$file" || fail "Secret $name of Key Vault $KEY_VAULT differs from $file after it was stored."
  say "    $name is stored."
}

# read_secret NAME: writes the secret's value to $TEMP/stored.
read_secret() {
  # az refuses to overwrite a file, and not every version has an option that allows it.
  rm -f "$TEMP/stored"
  azure keyvault secret download --vault-name "$KEY_VAULT" --name "$1" --encoding utf-8 --file "$TEMP/stored" --output none
}

is_stored() {
  local same=0
  read_secret "$1"
  cmp -s "$TEMP/stored" "$2" || same=1
  rm -f "$TEMP/stored"
  return "$same"
}

# --- Certificates

[/#noparse]
[#if mesh.hasVaultPods]
# A certificate must be valid for at least 30 more days (in seconds).
LEAST_VALIDITY=2592000

readable() {
  local file
  for file in "$@"; do
    [[ -r $file && -s $file ]] ||
      fail "${file#"$TREE/"} is missing: run meshgen ca issue on the machine that has the root key, or set MESH_KEYS_DIR if the keys are not in pki/private."
  done
}

# public FILE...: the files hold certificates and no private key.
public() {
  local file
  readable "$@"
  for file in "$@"; do
    ! grep -q -e 'PRIVATE KEY-----' "$file" ||
      fail "${file#"$TREE/"} holds a private key, and git has it: replace that key, and restore the file. README.md, Rotate certificates, shows how."
  done
}

# key_fits KEY CERTIFICATE
key_fits() {
  [[ -z $(find "$1" \( -perm -040 -o -perm -020 -o -perm -004 -o -perm -002 \)) ]] || fail "${1#"$TREE/"} can be read or written by other users: run chmod 600 on it."
  cmp -s <(openssl pkey -in "$1" -pubout 2> "$TEMP/reason") <(openssl x509 -in "$2" -noout -pubkey 2> "$TEMP/reason") ||
    fail "${1#"$TREE/"} does not belong to ${2#"$TREE/"}: run meshgen ca verify"
}

still_valid() {
  openssl x509 -in "$1" -noout -checkend "$LEAST_VALIDITY" > /dev/null ||
    fail "${1#"$TREE/"} expires within 30 days: run meshgen ca rotate (README.md, Rotate certificates)"
}

# chains FILE ARGUMENT...: the certificate chains to the mesh's root.
chains() {
  # Without the last two options openssl also trusts this machine's authorities.
  openssl verify -x509_strict -CAfile "$PKI/root-cert.pem" -no-CApath -no-CAstore "${@:2}" "$1" > "$TEMP/reason" 2>&1 || {
    cat "$TEMP/reason" >&2
    fail "${1#"$TREE/"} does not chain to pki/root-cert.pem: run meshgen ca verify"
  }
}

[/#if]
[#noparse]
# split FILE: writes the certificates of a PEM file to $TEMP/split, each to a file of its own.
split() {
  rm -rf "$TEMP/split"
  mkdir "$TEMP/split"
  awk -v folder="$TEMP/split" '
    /-----BEGIN CERTIFICATE-----/ { name = sprintf("%s/%03d.pem", folder, ++count) }
    name { print > name }
    /-----END CERTIFICATE-----/ { close(name); name = "" }' "$1"
}

# describe FILE: prints SHA-256 and subject of each certificate of a PEM file, one per line.
describe() {
  local certificate fingerprint subject
  split "$1"
  for certificate in "$TEMP/split"/*.pem; do
    [[ -f $certificate ]] || return 0
    fingerprint=$(openssl x509 -in "$certificate" -noout -fingerprint -sha256 | cut -d = -f 2 | tr -d : | tr A-F a-f)
    # RFC2253 escapes control characters.
    subject=$(openssl x509 -in "$certificate" -noout -subject -nameopt RFC2253)
    say "$fingerprint ${subject#subject=}"
  done
}

# fingerprints FILE: prints the SHA-256 of each certificate of a PEM file, one per line.
fingerprints() {
  describe "$1" | cut -d ' ' -f 1
}

[/#noparse]
[#if mesh.hasVaultPods]
[#noparse]
# holds FILE COUNT: the file holds that many certificates. openssl reads only the first one, where a
# proxy trusts them all.
holds() {
  local count
  count=$(grep -c -e '-----BEGIN' "$1" || true)
  ((count == $2)) || fail "${1#"$TREE/"} holds $count certificates, not $2: check where the others come from, and run meshgen ca verify"
}

# check_roots: pki/root-cert.pem holds one root, or during a rotation the two that it replaces.
check_roots() {
  local state=$PKI/rotation.json
  public "$PKI/root-cert.pem"
  fingerprints "$PKI/root-cert.pem" > "$TEMP/roots"
  : > "$TEMP/rotated"
  if [[ -f $state ]]; then
    jq -r 'select(.phase != "new-only") | .oldRoot, .newRoot' "$state" > "$TEMP/rotated" || fail "pki/rotation.json is damaged: run meshgen ca verify"
  fi
  if [[ -s $TEMP/rotated ]]; then
    holds "$PKI/root-cert.pem" 2
    cmp -s <(sort "$TEMP/roots") <(sort "$TEMP/rotated") ||
      fail "pki/root-cert.pem does not hold the two roots that pki/rotation.json names: run meshgen ca verify"
  else
    holds "$PKI/root-cert.pem" 1
  fi
  still_valid "$PKI/root-cert.pem"
}

check_certificates() {
  local cluster application
  check_roots
  for cluster in "${CLUSTERS[@]}"; do
    PLACE=$cluster
    public "$PKI/$cluster"/{ca-cert,cert-chain,root-cert}.pem
    readable "$KEYS/$cluster/ca-key.pem"
    cmp -s "$PKI/$cluster/root-cert.pem" "$PKI/root-cert.pem" ||
      fail "pki/$cluster/root-cert.pem differs from pki/root-cert.pem, and clusters with different roots reject each other's certificates: run meshgen ca verify"
    holds "$PKI/$cluster/ca-cert.pem" 1
    still_valid "$PKI/$cluster/ca-cert.pem"
    chains "$PKI/$cluster/ca-cert.pem" -untrusted "$PKI/$cluster/cert-chain.pem"
    key_fits "$KEYS/$cluster/ca-key.pem" "$PKI/$cluster/ca-cert.pem"
  done
  for application in "${TLS_APPLICATIONS[@]}"; do
    PLACE=$application
    public "$PKI/applications/$application/tls.crt"
    readable "$KEYS/applications/$application/tls.key"
    still_valid "$PKI/applications/$application/tls.crt"
    chains "$PKI/applications/$application/tls.crt" -untrusted "$PKI/applications/$application/tls.crt" \
      -purpose sslserver -verify_hostname "${HOST[$application]}"
    key_fits "$KEYS/applications/$application/tls.key" "$PKI/applications/$application/tls.crt"
  done
  PLACE=
}

[/#noparse]
[#else]
# read_root CLUSTER FILE: writes the root that istio-csr publishes in the cluster, or during its
# replacement the two.
read_root() {
  kubectl --context "$1" --namespace cert-manager get secret "$ROOT_SECRET" --ignore-not-found --output json > "$TEMP/root.json"
  [[ -s $TEMP/root.json ]] || fail "Cluster $1 has no Secret $ROOT_SECRET in namespace cert-manager: README.md, Install istio-csr, shows how to create it."
  jq -r --arg key "$ROOT_KEY" '.data[$key] // "" | @base64d' "$TEMP/root.json" > "$2"
  ! grep -q -e 'PRIVATE KEY-----' "$2" || fail "Key $ROOT_KEY of Secret $ROOT_SECRET in cluster $1 holds a private key: replace that key, and create the Secret from the certificate alone."
  openssl x509 -in "$2" -noout > /dev/null 2>&1 || fail "Key $ROOT_KEY of Secret $ROOT_SECRET in cluster $1 holds no certificate: create the Secret again. README.md, Install istio-csr, shows how."
}

[/#if]
[#noparse]
# --- Clusters

# apply CLUSTER FILE...
apply() {
  local cluster=$1 file
  shift
  for file in "$@"; do
    kubectl --context "$cluster" apply --filename "$file" | sed 's/^/    /'
  done
}

# apply_secret CLUSTER FILE: a client-side apply would copy the Secret into an annotation.
apply_secret() {
  kubectl --context "$1" apply --server-side --force-conflicts --field-manager meshgen --filename "$2" | sed 's/^/    /'
  # Earlier versions of this script applied on the client's side.
  kubectl --context "$1" annotate --filename "$2" kubectl.kubernetes.io/last-applied-configuration- > "$TEMP/annotated"
}

# share_remote_secret CLUSTER: lets every other cluster read this one. The secret holds a token: it
# is never printed.
share_remote_secret() {
  local from=$1 to
  PLACE=$from
  istioctl --context "$from" create-remote-secret --name "$from" --istioNamespace istio-system > "$TEMP/remote-secret.yaml"
  for to in "${CLUSTERS[@]}"; do
    if [[ $to != "$from" ]]; then
      at "$to" "store the remote secret of $from"
      apply_secret "$to" "$TEMP/remote-secret.yaml"
    fi
  done
  rm -f "$TEMP/remote-secret.yaml"
}

# synced CLUSTER: each of its istiods reports every other cluster of the mesh as synced.
synced() {
  local peer
  istioctl --context "$1" remote-clusters --revision "$ISTIO_REVISION" > "$TEMP/remote-clusters" || return 1
  for peer in "${CLUSTERS[@]}"; do
    [[ $peer == "$1" ]] ||
      awk -v peer="$peer" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "STATUS") column = i; next }
        $1 == peer { seen = 1; if ($column != "synced") behind = 1 }
        END { exit !seen || behind }' "$TEMP/remote-clusters" || {
      echo "$1 has not synced $peer:" >&2
      cat "$TEMP/remote-clusters" >&2
      return 1
    }
  done
}

# fill CLUSTER TEMPLATE: prints the template with the client id of the cluster's Key Vault identity.
fill() {
  local id text
  id=$(output secret_provider_class_values "$1" client_id)
  [[ $id =~ ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$ ]] || fail "Terraform's client id for $1 is not a UUID: $id"
  text=$(< "$2")
  printf '%s\n' "${text//"\${CSI_CLIENT_ID}"/$id}"
}

# gateways CLUSTER: prints namespace and name of each Istio gateway's Deployment.
gateways() {
  kubectl --context "$1" get deployments --all-namespaces --selector operator.istio.io/component=IngressGateways --output json |
    jq -r '.items[].metadata | "\(.namespace) \(.name)"'
}

# rolled_out CLUSTER NAMESPACE DEPLOYMENT
rolled_out() {
  kubectl --context "$1" --namespace "$2" rollout status "deployment/$3" --timeout "${WAIT}s" | sed 's/^/    /' ||
    fail "Deployment $3 of cluster $1 is not ready: kubectl --context $1 --namespace $2 describe pods shows why."
}

# restart CLUSTER NAMESPACE DEPLOYMENT
restart() {
  at "$1" "restart $3"
  kubectl --context "$1" --namespace "$2" rollout restart "deployment/$3" | sed 's/^/    /'
  rolled_out "$@"
}

# expose APPLICATION: applies its Gateway, VirtualService and Ingress, and waits for the Application
# Gateway.
expose() {
  local cluster=${EXPOSED_BY[$1]} address
  at "$cluster" "expose $1 as ${HOST[$1]}"
  apply "$cluster" "$TREE/clusters/$cluster/ingress/$1.yaml"
  address=$(public_address "$cluster")
  wait_for "the ingress controller of cluster $cluster to give Ingress $1 the address $address" has_address "$cluster" "$1" "$address"
  say "    ${HOST[$1]} is served at $address."
}

has_address() {
  [[ $(kubectl --context "$1" --namespace istio-ingress get ingress "$2" --output jsonpath='{.status.loadBalancer.ingress[0].ip}') == "$3" ]]
}
[/#noparse]
