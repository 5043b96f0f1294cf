#!/usr/bin/env bash
# Reads abi/xen.h for every target and writes the baked models. Files that would not change are left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/dotnet.sh

build generator/XenSdk.Tool
dotnet generator/XenSdk.Tool/bin/Release/net8.0/xensdk.dll read abi/xen.h --overrides abi/overrides.json \
    --target x86_64 --target x86_32 --target arm64 --target arm32 -o 'abi/models/xen.{target}.xenabi' "$@"
