#!/usr/bin/env bash
# Builds everything, packs it, and runs every test. Ends with a line 'N passed, N failed, N skipped'.
#
#   ./test.sh              all test projects
#   ./test.sh Abi Build    only those whose name contains one of the words
set -uo pipefail
cd "$(dirname "$0")"
source eng/debian-packages.sh
source eng/dotnet.sh

# libclang: the oldest and the newest that the reader supports. clang, gcc and Xen's own headers: what the layouts are
# checked against.
install_debian_packages libclang1-14 libclang1-19 clang-14 gcc gcc-multilib libc6-dev binutils libxen-dev \
    qemu-system-x86 qemu-system-arm ipxe-qemu binutils-aarch64-linux-gnu busybox-static cpio xz-utils || exit 1

logs=artifacts/test-logs
rm -rf "$logs" && mkdir -p "$logs"

echo "== Building"
build XenSdk.sln || exit 1
echo "== Packing"
eng/pack.sh || exit 1

passed=0 failed=0 skipped=0

# run_tests NAME COMMAND…: runs one test program and adds up what its summary says.
run_tests() {
    local name=$1 log=$logs/$1.log
    shift
    echo "== $name"
    "$@" -noColor -noLogo >"$log" 2>&1
    local status=$? summary total errors bad skips
    summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
    if [[ -z $summary ]]; then
        tail -n 40 "$log"
        echo "$name ended with $status before it could count its tests"
        ((failed++))
        return
    fi
    read -r total errors bad skips < <(sed -E 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/' <<<"$summary")
    if ((bad + errors > 0 || status != 0)); then
        grep -vE '^ *(Discover|Start|Finish)' "$log" | tail -n 200
        ((bad + errors == 0)) && ((bad = 1, total++))
    fi
    echo "$((total - bad - skips)) passed, $((bad + errors)) failed, $skips skipped"
    ((passed += total - bad - skips, failed += bad + errors, skipped += skips))
}

wanted() {
    local name=$1 word
    shift
    (($# == 0)) && return 0
    for word in "$@"; do
        [[ $name == *"$word"* ]] && return 0
    done
    return 1
}

for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    wanted "$name" "$@" || continue
    run_tests "$name" dotnet "tests/$name/bin/Release/net10.0/$name.dll"
done

# The runtime's tests once more on the oldest .NET that the packages are for, which comes along: it need not be installed.
if wanted XenSdk.Tests.net8.0 "$@"; then
    old=artifacts/XenSdk.Tests.net8.0
    dotnet publish tests/XenSdk.Tests -c Release -f net8.0 -r linux-x64 --self-contained -o "$old" -v quiet --nologo || exit 1
    run_tests XenSdk.Tests.net8.0 "$old/XenSdk.Tests"
fi

echo
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
