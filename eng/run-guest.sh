#!/usr/bin/env bash
# Builds samples/guest with the packages of this checkout and boots it on real Xen, in QEMU; the console is what is shown.
#
#   run-guest.sh [pv | pvh | arm64]     pv if nothing is said
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/dotnet.sh

mode=${1:-pv}
case $mode in
    pv | pvh) target=x86_64 image=samples/guest/bin/x86_64/Guest.elf ;;
    arm64) target=arm64 image=samples/guest/bin/arm64/Guest.img ;;
    *)
        echo "run-guest.sh: '$mode' is none of pv, pvh and arm64" >&2
        exit 2
        ;;
esac

headline() { printf '\n== %s\n' "$*"; }

headline "Building samples/guest for $target"
eng/real-xen/fetch.sh "$target"
if [[ ! -e artifacts/packages/XenSdk.Guest.0.1.0.nupkg ]]; then
    eng/pack.sh
fi
build samples/guest -p:XenGuestTarget="$target"
headline "$image, $(stat -c %s "$image") bytes, boots on real Xen in QEMU ($mode)"
eng/real-xen/boot.sh "$mode" "$image"
