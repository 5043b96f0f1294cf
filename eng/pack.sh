#!/usr/bin/env bash
# Makes the packages, in artifacts/packages, from a solution that is built (Release).
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/dotnet.sh

for project in runtime/XenSdk runtime/XenSdk.Simulation runtime/XenSdk.Guest generator/XenSdk.Tool; do
    dotnet pack "$project" -c Release --no-build --nologo -v quiet
done
ls -1 artifacts/packages
