#!/usr/bin/env bash
# Counts the instructions of hypercalls and queues on real Xen: a kernel in C# and its twin in C boot as PV dom0, one after the
# other, on an emulator whose clock counts instructions. What they did is compared before what it took.
#
#   run.sh [quick]      Writes artifacts/bench/real-xen.jsonl, a row of the report a line. Each kernel boots twice, and must count
#                       the same both times; with "quick" it boots once.
set -euo pipefail
cd "$(dirname "$0")/../.."
source eng/dotnet.sh
source eng/debian-packages.sh

out=artifacts/bench/real-xen
mkdir -p "$out"
eng/real-xen/fetch.sh x86_64
install_debian_packages gcc

# As Linux has them for a 64-bit kernel, but for its mitigations. Both kernels are linked by the same script.
base=0xffffffff80000000
flags=(-std=gnu11 -O2 -Wall -Wextra -Werror -m64 -ffreestanding -fno-pic -fno-pie -mcmodel=kernel -mno-red-zone
    -mno-sse -mno-mmx -mno-80387 -mpreferred-stack-boundary=3 -mskip-rax-setup -fno-stack-protector -fcf-protection=none
    -fno-strict-aliasing -fno-strict-overflow -fno-common -fno-delete-null-pointer-checks -fno-asynchronous-unwind-tables)
gcc "${flags[@]}" -DVIRT_BASE=${base}ul -Iabi -Iabi/include/x86 -Iabi/include/common -Wa,--defsym,VIRT_BASE=$base \
    -nostdlib -static -Wl,-e,start,-z,max-page-size=4096,-z,noexecstack,--build-id=none \
    -Wl,--defsym,VIRT_BASE=$base,--defsym,LOAD_OFFSET=0x200000,-T,runtime/XenSdk.Guest/Machine/x86_64/guest.ld \
    -o "$out/c.elf" bench/real-xen/c/*.S bench/real-xen/c/*.c

if [[ ! -e artifacts/packages/XenSdk.Guest.0.1.0.nupkg ]]; then
    eng/pack.sh
fi
build bench/real-xen/csharp
cp bench/real-xen/csharp/bin/Bench.elf "$out/csharp.elf"

# count KERNEL BOOT: the kernel's rows.
count() {
    local status=0
    XEN_BOOT_SECONDS=300 XEN_BOOT_QEMU="-icount shift=0" eng/real-xen/boot.sh pv "$out/$1.elf" </dev/null 2>"$out/$1.err" |
        tr -d '\r' >"$out/$1.$2.log" || status=$?
    if ((status != 0)) || ! grep -E '^(row|hypercalls) ' "$out/$1.$2.log" >"$out/$1.$2.rows"; then
        echo "run.sh: the kernel in $out/$1.elf did not come to its end ($status); its console:" >&2
        tail -n 20 "$out/$1.$2.log" "$out/$1.err" >&2
        exit 1
    fi
}

boots=(first second)
[[ ${1-} == quick ]] && boots=(first)
for boot in "${boots[@]}"; do
    for kernel in c csharp; do
        count "$kernel" "$boot"
        cmp "$out/$kernel.first.rows" "$out/$kernel.$boot.rows" || {
            echo "run.sh: the counts of $kernel.elf are not the same in two boots: see $out" >&2
            exit 1
        }
    done
done

xen=$(sed -nE 's/^.*Xen version ([0-9.]+).*/\1/p' "$out/c.first.log" | head -n 1)
qemu=$(qemu-system-x86_64 --version | sed -nE '1s/.*version ([0-9.]+).*/\1/p')
printf '{"about":{"Xen":"%s","Xen options":"dom0=pv, Debian'\''s build","QEMU":"%s","CPU model":"max,-la57","clock":"-icount shift=0: one tick an instruction, the hypervisor'\''s included","C":"%s","boots":"%d, same counts"}}\n' \
    "$xen" "$qemu" "$(gcc --version | head -n 1)" "${#boots[@]}" >"$out.jsonl.partial"
awk -f bench/real-xen/rows.awk "$out/c.first.rows" "$out/csharp.first.rows" >>"$out.jsonl.partial"
mv "$out.jsonl.partial" "$out.jsonl"
sed -nE 's/.*"row":"([^"]*)".*"csharp":([^,]*),"peer":([^,]*),.*"ratio":([^,]*),.*/\4  \1: \2 against \3/p' "$out.jsonl"
