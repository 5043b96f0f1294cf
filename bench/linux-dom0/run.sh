#!/usr/bin/env bash
# Counts the instructions of hypercalls from a program in Linux dom0 of real Xen: in C# through Privcmd, and in C through
# libxencall, in turn and in one boot, on an emulator whose clock counts instructions. What they got is compared before what it
# took.
#
#   run.sh [quick]      Writes artifacts/bench/linux-dom0.jsonl, a row of the report a line: the median of three turns, or with
#                       "quick" of one.
set -euo pipefail
cd "$(dirname "$0")/../.."
source eng/dotnet.sh
source eng/debian-packages.sh

rounds="1 2 3"
[[ ${1-} == quick ]] && rounds=1
out=artifacts/bench/linux-dom0
rm -rf "$out/added"
mkdir -p "$out/added"
eng/real-xen/fetch.sh dom0
install_debian_packages gcc libc6-dev libxen-dev

gcc -std=gnu11 -O2 -Wall -Wextra -Werror -pthread -o "$out/added/bench-c" bench/linux-dom0/c/bench.c -lxencall
if [[ ! -e artifacts/packages/XenSdk.0.1.0.nupkg ]]; then
    eng/pack.sh
fi
dotnet publish bench/linux-dom0/csharp -c Release -v quiet --nologo -o "$out/published" >"$out/publish.log" || {
    cat "$out/publish.log" >&2
    exit 1
}
cp "$out/published/Bench" "$out/added/bench-csharp"
sed "s/\$ROUNDS/$rounds/" bench/linux-dom0/session.sh >"$out/added/session"
eng/real-xen/initramfs.sh "$out/dom0.cpio" "$out/added"

status=0
XEN_BOOT_SECONDS=300 XEN_BOOT_QEMU="-icount shift=0" eng/real-xen/boot.sh dom0 "$out/dom0.cpio" </dev/null >"$out/console.log" 2>&1 || status=$?
if ((status != 0)); then
    echo "run.sh: the session did not come to its end ($status); its console:" >&2
    tail -n 20 "$out/console.log" >&2
    exit 1
fi

xen=$(sed -nE 's/^.*Xen version ([0-9.]+).*/\1/p' "$out/console.log" | head -n 1)
linux=$(grep -aoE 'vermagic=[^ ]+' artifacts/real-xen/debian/dom0/xen-privcmd.ko)
qemu=$(qemu-system-x86_64 --version | sed -nE '1s/.*version ([0-9.]+).*/\1/p')
printf '{"about":{"Xen":"%s","Xen options":"dom0=pv spec-ctrl=eager-fpu","Linux":"%s, mitigations=off","QEMU":"%s","CPU model":"max,-smap,-rdtscp","clock":"-icount shift=0: one tick an instruction, kernel and hypervisor included","C":"%s, -O2, libxencall of Xen 4.17","C#":"native, .NET 9"}}\n' \
    "$xen" "${linux#vermagic=}" "$qemu" "$(gcc --version | head -n 1)" >"$out.jsonl.partial"
awk -f bench/linux-dom0/rows.awk "$out/console.log" >>"$out.jsonl.partial"
mv "$out.jsonl.partial" "$out.jsonl"
cat "$out.jsonl"
