#!/usr/bin/env bash
# Makes the packages, in artifacts/packages: builds what goes into them (Release), where it is not built yet, and packs.
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/dotnet.sh

for project in runtime/XenSdk.Simulation runtime/XenSdk.Guest/Core runtime/XenSdk.Guest/Generator runtime/XenSdk.Guest generator/XenSdk.Tool; do
    dotnet build "$project" -c Release -v quiet -clp:NoSummary --nologo
done
for project in runtime/XenSdk runtime/XenSdk.Simulation runtime/XenSdk.Guest generator/XenSdk.Tool; do
    dotnet pack "$project" -c Release --no-build --nologo -v quiet
done
ls -1 artifacts/packages
