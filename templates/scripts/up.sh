#!/usr/bin/env bash
# Take all steps in their order, or go on where the last run stopped.
[#noparse]

usage() {
  cat << 'TEXT'
Takes the steps of this folder in their order. A run that stopped is resumed where it stopped.

  up.sh [--from STEP] [--to STEP] [--only STEP] [--dry-run]

  --from STEP   begin with this step
  --to STEP     end with this step
  --only STEP   this step alone
  --dry-run     list the steps that would be taken, and change nothing

STEP is a number (07) or a name (07-install-istio). Every step may be taken again at any time: what is done already stays.
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

steps=()
for file in "$SCRIPTS"/[0-9][0-9]-*.sh; do
  steps+=("$(basename "$file" .sh)")
done

# index_of STEP: sets $found to its place in the order.
index_of() {
  for found in "${!steps[@]}"; do
    [[ ${steps[$found]} != "$1" && ${steps[$found]%%-*} != "$1" && ${steps[$found]%%-*} != "0$1" ]] || return 0
  done
  misused "There is no step $1 here: up.sh --dry-run lists them."
}

first='' last=$((${#steps[@]} - 1)) dry=no
while (($# > 0)); do
  case $1 in
    --from | --to | --only)
      (($# > 1)) || misused "$1 needs a step."
      index_of "$2"
      [[ $1 == --to ]] || first=$found
      [[ $1 == --from ]] || last=$found
      shift 2
      ;;
    --dry-run)
      dry=yes
      shift
      ;;
    *) misused "There is no option $1." ;;
  esac
done

# The state holds the step that stopped and the tree that it stopped with.
state=$WORK/stopped-at
tree=$(cksum < "$TREE/meshgen.lock.json")
if [[ -z $first ]]; then
  first=0
  if [[ -f $state ]]; then
    { read -r stopped && read -r stopped_tree; } < "$state" || true
    if [[ $stopped_tree != "$tree" ]]; then
      say "The last run stopped at $stopped; the tree was generated anew since, so this one begins with the first step."
    elif [[ -f $SCRIPTS/$stopped.sh ]]; then
      index_of "$stopped"
      first=$found
      say "The last run stopped at $stopped: going on there (--from 00 would begin anew)."
    fi
  fi
fi
((first <= last)) || misused "Step ${steps[$first]} comes after ${steps[$last]}: there is nothing to do."

if [[ $dry == yes ]]; then
  for step in "${steps[@]:first:last-first+1}"; do
    # The third line of a step says what it does, the second where it comes from.
    printf '%-36s %s\n' "$step" "$(sed -n '3s/^# //p' "$SCRIPTS/$step.sh")"
  done
  exit 0
fi

# Two runs at a time would tread on each other.
mkdir -p "$WORK"
if ! mkdir "$WORK/running" 2> /dev/null; then
  fail "Another up.sh runs on this tree. If it was killed, remove .work/running"
fi
trap 'rmdir "$WORK/running"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# What is missing is better known now than after half an hour. Later steps get istioctl themselves.
(
  begin "Look at what the steps need."
  # shellcheck disable=SC2034 # in the message of a failure
  STEP=${steps[$first]}
  require az curl jq kubectl kubelogin openssl terraform
  check_certificates
)

for step in "${steps[@]:first:last-first+1}"; do
  printf '%s\n%s\n' "$step" "$tree" > "$state"
  "$SCRIPTS/$step.sh"
done
rm -f "$state"
say "Done: ${steps[$first]} to ${steps[$last]}."
[/#noparse]
