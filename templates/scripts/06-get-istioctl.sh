#!/usr/bin/env bash
# Download istioctl in the mesh's version, unless it is installed.
[#noparse]

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin "Get istioctl $ISTIO_VERSION."
require curl jq tar

if find_istioctl; then
  say "  $ISTIOCTL is $ISTIO_VERSION."
  exit 0
fi

case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-amd64 ;;
  Linux-aarch64) platform=linux-arm64 ;;
  Darwin-x86_64) platform=osx-amd64 ;;
  Darwin-arm64) platform=osx-arm64 ;;
  *) fail "Istio publishes no istioctl for $(uname -s) on $(uname -m): run the steps on Linux or macOS." ;;
esac
archive=istioctl-$ISTIO_VERSION-$platform.tar.gz
release=https://github.com/istio/istio/releases/download/$ISTIO_VERSION

at "$release" "download $archive"
for file in "$archive" "$archive.sha256"; do
  # --proto also holds for redirects.
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$TEMP/$file" "$release/$file"
done
expected=$(cut -d ' ' -f 1 "$TEMP/$archive.sha256")
found=$( (sha256sum "$TEMP/$archive" 2> /dev/null || shasum -a 256 "$TEMP/$archive") | cut -d ' ' -f 1)
[[ -n $expected && $found == "$expected" ]] ||
  fail "$archive has SHA-256 $found, and the publisher says ${expected:-nothing}: the download was damaged or replaced. Run this step again."

mkdir -p "$WORK/bin"
tar -xzf "$TEMP/$archive" -C "$TEMP" istioctl
mv "$TEMP/istioctl" "$WORK/bin/istioctl"
find_istioctl || fail "The downloaded istioctl does not report version $ISTIO_VERSION."
say "  .work/bin/istioctl is $ISTIO_VERSION."
[/#noparse]
