#!/usr/bin/env bash
# Measures every claim about speed against its peer (C, bindgen, plain Roslyn), side by side, and writes bench/RESULTS.md.
#
#   ./bench.sh          everything
#   ./bench.sh quick    everything with fewer rounds, in less than 5 minutes
set -euo pipefail
cd "$(dirname "$0")"
source eng/debian-packages.sh
source eng/dotnet.sh

case ${1-} in
    "" | quick) ;;
    *)
        echo "bench.sh: '$1' is unknown; there are './bench.sh' and './bench.sh quick'" >&2
        exit 2
        ;;
esac

headline() { printf '\n== %s\n' "$*"; }

headline "Building"
install_debian_packages gcc libc6-dev binutils libclang1-14 bindgen
rm -rf artifacts/bench/*.jsonl
[[ -e artifacts/packages/XenSdk.0.1.0.nupkg ]] || eng/pack.sh
build bench/XenSdk.Bench
bench=bench/XenSdk.Bench/bin/Release/net10.0/XenSdk.Bench.dll

# What fails leaves its rows out of the report, and not the others'.
failed=()
measure() {
    headline "$1"
    "${@:2}" || failed+=("$1")
}

for script in real-xen linux-dom0; do
    measure "$script" "bench/$script/run.sh" "$@"
done
# Each in a process of its own: what one leaves warm must not be another's gain.
for rows in in-process generator reader build growth; do
    measure "$rows" dotnet $bench $rows "$@"
done

headline "Report"
dotnet $bench report
((${#failed[@]} == 0)) || {
    echo "bench.sh: not measured: ${failed[*]}" >&2
    exit 1
}
