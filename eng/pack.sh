#!/usr/bin/env bash
# Makes the packages, in artifacts/packages: builds what goes into them (Release), where it is not built yet, and packs.
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/dotnet.sh

for project in runtime/XenSdk.Simulation runtime/XenSdk.Guest/Core runtime/XenSdk.Guest/Generator runtime/XenSdk.Guest generator/XenSdk.Tool; do
    build "$project"
done
for project in runtime/XenSdk runtime/XenSdk.Simulation runtime/XenSdk.Guest generator/XenSdk.Tool; do
    dotnet pack "$project" -c Release --no-build --nologo -v quiet
done
(cd artifacts/packages && du --apparent-size -h -- *.nupkg *.snupkg)
