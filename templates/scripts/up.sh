#!/usr/bin/env bash
# Run all steps in order, or resume where the last run stopped.
[#assign hasApplications = mesh.applications?has_content, hasHttp = mesh.exposedOverHttp?has_content, hasTls = mesh.exposedOverTls?has_content]

# Nothing else in this folder is a step.
steps=(
  00-apply-terraform
  01-get-credentials
[#if mesh.hasVaultPods]
  02-check-certificates
  03-store-certificates
[/#if]
  04-create-namespaces
[#if mesh.hasVaultPods]
  05-create-secret-provider-classes
[#else]
  05-check-istio-csr
[/#if]
  06-get-istioctl
  07-install-istio
[#if mesh.hasPeers]
  08-exchange-remote-secrets
  09-check-remote-clusters
[/#if]
[#if hasApplications]
  10-deploy-applications
  11-call-applications
[/#if]
[#if hasHttp]
  12-expose-over-http
  15-call-over-http
[/#if]
[#if hasTls]
  16-create-frontend-certificates
  17-add-frontend-certificates
  18-add-root-certificate
  21-expose-over-https
  22-call-over-https
[/#if]
)
[#noparse]

usage() {
  cat << 'TEXT'
Runs the steps of this folder in order. A run that stopped resumes where it stopped.

  up.sh [--from STEP] [--to STEP] [--dry-run]
  up.sh --only STEP[,STEP...] [--dry-run]

  --from STEP   start at this step
  --to STEP     stop after this step
  --only STEPS  run these steps only, such as 04,10,11
  --dry-run     list the steps that would run, and change nothing

STEP is a number (07) or a name (07-install-istio). Steps are idempotent: run any of them again at
any time.
TEXT
}

for argument in "$@"; do
  if [[ $argument == --help || $argument == -h ]]; then
    usage
    exit 0
  fi
done

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

misused() {
  printf 'error: %s\n' "$1" >&2
  usage >&2
  exit 64
}

for file in "$SCRIPTS"/[0-9][0-9]-*.sh; do
  if [[ " ${steps[*]} " != *" $(basename "$file" .sh) "* ]]; then
    warn "scripts/$(basename "$file") is no step of this tree and is not run."
  fi
done

missing=()
for step in "${steps[@]}"; do
  [[ -f $SCRIPTS/$step.sh ]] || missing+=("scripts/$step.sh")
done
if [[ ! -f $TREE/meshgen.lock.json ]]; then missing+=(meshgen.lock.json); fi
if ((${#missing[@]} > 0)); then
  fail "Missing: ${missing[*]}. \`meshgen generate\` writes what is missing; nothing was run."
fi

# index_of STEP: sets $found to its position.
index_of() {
  for found in "${!steps[@]}"; do
    [[ ${steps[$found]} != "$1" && ${steps[$found]%%-*} != "$1" && ${steps[$found]%%-*} != "0$1" ]] || return 0
  done
  misused "There is no step $1: up.sh --dry-run lists all steps."
}

first='' last=$((${#steps[@]} - 1)) dry=no only=() range=no
while (($# > 0)); do
  case $1 in
    --from | --to)
      (($# > 1)) || misused "$1 needs a step."
      index_of "$2"
      if [[ $1 == --from ]]; then first=$found; else last=$found; fi
      range=yes
      shift 2
      ;;
    --only)
      [[ -n ${2-} ]] || misused "$1 needs a step."
      IFS=, read -ra names <<< "$2"
      for name in "${names[@]}"; do
        index_of "$name"
        only+=("$found")
      done
      shift 2
      ;;
    --dry-run)
      dry=yes
      shift
      ;;
    *) misused "Unknown option $1." ;;
  esac
done

if ((${#only[@]} > 0)); then
  [[ $range == no ]] || misused "--only goes without --from and --to."
  mapfile -t only < <(printf '%s\n' "${only[@]}" | sort -nu)
  first=${only[0]} last=${only[-1]}
fi

check_work
# The state file holds the step that stopped, and the checksum of the tree that it ran from.
state=$WORK/stopped-at
tree=$(cksum < "$TREE/meshgen.lock.json")
if [[ -z $first ]]; then
  first=0
  if [[ -f $state ]]; then
    { read -r stopped && read -r stopped_tree; } < "$state" || true
    if [[ $stopped_tree != "$tree" ]]; then
      say "The last run stopped at $stopped, and the tree has changed since: starting at the first step."
    elif [[ -f $SCRIPTS/$stopped.sh ]]; then
      index_of "$stopped"
      first=$found
      say "The last run stopped at $stopped: resuming there (use --from 00 to start over)."
    fi
  fi
fi
((first <= last)) || misused "Step ${steps[$first]} comes after ${steps[$last]}: no step to run."

chosen=("${steps[@]:first:last-first+1}")
if ((${#only[@]} > 0)); then
  chosen=()
  for found in "${only[@]}"; do
    chosen+=("${steps[$found]}")
  done
fi
if [[ $dry == yes ]]; then
  for step in "${chosen[@]}"; do
    # Line 3 of a step says what it does; line 2 names its template.
    printf '%-36s %s\n' "$step" "$(sed -n '3s/^# //p' "$SCRIPTS/$step.sh")"
  done
  exit 0
fi

lock

files=("${chosen[@]/#/$SCRIPTS/}")
files=("${files[@]/%/.sh}")

# tools: those that the steps of this run require. Step 06 installs istioctl.
tools() {
  sed -nE 's/^require //p; s/^require_clusters$/kubectl jq kubelogin/p' "${files[@]}" | tr ' ' '\n' | grep -vx istioctl | sort -u
}

# Report what is missing now rather than after half an hour.
(
  begin "Check what the steps need."
  # shellcheck disable=SC2034 # finish() prints it
  STEP=${steps[$first]}
  mapfile -t needed < <(tools)
  require "${needed[@]}"
[/#noparse]
[#if mesh.hasVaultPods]
[#noparse]
  if grep -qx check_certificates "${files[@]}"; then
    check_certificates
  fi
[/#noparse]
[/#if]
[#noparse]
)

for step in "${chosen[@]}"; do
  printf '%s\n%s\n' "$step" "$tree" > "$state"
  "$SCRIPTS/$step.sh"
done
rm -f "$state"
say "Done: ${chosen[*]}."
if ((last == ${#steps[@]} - 1)); then
  "$SCRIPTS/remove-what-left.sh" --dry-run || warn "What an earlier tree may have left in the clusters could not be listed: run scripts/remove-what-left.sh --dry-run"
fi
[/#noparse]
