[#if mesh.applications?has_content]
#!/usr/bin/env bash
# Deploy the applications: pods in the clusters of runsIn, Services in every cluster.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Deploy ${APPLICATIONS[*]}."
require_clusters
[/#noparse]
[#if mesh.ownImages?has_content]
[#noparse]
require az

# A pod whose image is missing waits for it without a word.
missing=()
for image in "${IMAGES[@]}"; do
  at "$CONTAINER_REGISTRY" "check image $image"
  if ! azure acr repository show --name "$CONTAINER_REGISTRY" --image "$image" --output none 2> "$TEMP/reason"; then
    if grep -qi 'not found' "$TEMP/reason"; then
      missing+=("$image")
    else
      cat "$TEMP/reason" >&2
      warn "Whether registry $CONTAINER_REGISTRY holds $image could not be checked."
    fi
  fi
done
if ((${#missing[@]} > 0)); then
  complain "Registry $CONTAINER_REGISTRY does not hold every image. Build each in the folder of its Dockerfile, or copy it from where it is (az acr import):"
  for image in "${missing[@]}"; do
    say "  az acr build --registry $CONTAINER_REGISTRY --image ${image%@*} ." >&2
  done
  fail "Nothing was deployed, because these images are missing: ${missing[*]}"
fi
[/#noparse]
[/#if]
[#noparse]

for cluster in "${CLUSTERS[@]}"; do
  for application in "${APPLICATIONS[@]}"; do
    at "$cluster" "deploy $application"
    apply "$cluster" "$TREE/clusters/$cluster/applications/$application.yaml"
  done
done
for application in "${APPLICATIONS[@]}"; do
  for cluster in ${RUNS_IN[$application]}; do
    at "$cluster" "wait for the pods of $application"
    rolled_out "$cluster" "${NAMESPACE[$application]}" "$application"
  done
done
say "  Every application is ready."
[/#noparse]
[/#if]
