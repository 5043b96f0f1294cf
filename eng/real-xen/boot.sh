#!/usr/bin/env bash
# Boots real Xen in QEMU with a kernel as dom0, and shows the serial console: what Xen and the kernel say.
#
#   boot.sh pv | pvh | arm64 | arm64-gicv2  IMAGE  [COMMAND LINE OF THE KERNEL]
#   boot.sh dom0  INITRAMFS  [MORE OF LINUX'S COMMAND LINE]        Linux as PV dom0; initramfs.sh packs what it starts from
#
# The status is the kernel's: 0 if it said that all went well, 1 if it panicked; 3 if it said nothing (Xen ended the machine,
# or QEMU did), 124 if it took longer than XEN_BOOT_SECONDS (60). Of Linux it is that of its session: 0, or 1 for any other.
# XEN_BOOT_QEMU holds further options of QEMU's, such as "-icount shift=0", with which time counts instructions; XEN_BOOT_XEN
# further ones of Xen's.
set -uo pipefail
cd "$(dirname "$0")/../.."

mode=$1 image=$2 arguments=${3-}
seconds=${XEN_BOOT_SECONDS:-60}
folder=artifacts/real-xen/debian
read -ra further <<<"${XEN_BOOT_QEMU-}"
common=(-display none -serial stdio -monitor none -nic none -no-reboot "${further[@]}")
xen="console=com1 loglvl=all guest_loglvl=all dom0_mem=128M ${XEN_BOOT_XEN-}"

case $mode in
    pv)
        # Emulated in software: Xen does not start under KVM in most virtual machines, and needs none.
        timeout --foreground "$seconds" qemu-system-x86_64 -accel tcg -cpu max,-la57 -m 512 "${common[@]}" \
            -device isa-debug-exit,iobase=0xf4,iosize=4 \
            -kernel "$folder/xen-x86_64" -initrd "$image exit-port $arguments" -append "$xen"
        ;;
    pvh)
        # No MONITOR: QEMU's MWAIT refuses the hint with which Xen sleeps, and Xen takes that for a fault of its own.
        timeout --foreground "$seconds" qemu-system-x86_64 -accel tcg -M q35,kernel-irqchip=split -cpu EPYC,+svm,+npt,-rdtscp,-monitor \
            -device intel-iommu,intremap=off,aw-bits=48 -m 512 "${common[@]}" \
            -device isa-debug-exit,iobase=0xf4,iosize=4 \
            -kernel "$folder/xen-x86_64" -initrd "$image exit-port $arguments" -append "$xen dom0=pvh iommu=no-intremap"
        ;;
    arm64 | arm64-gicv2)
        gic=3
        [[ $mode == arm64-gicv2 ]] && gic=2
        timeout --foreground "$seconds" qemu-system-aarch64 -M "virt,virtualization=on,gic-version=$gic" -cpu cortex-a57 -m 1G "${common[@]}" \
            -semihosting -kernel "$folder/xen-arm64" -append "console=dtuart dtuart=/pl011@9000000 dom0_mem=128M noreboot=1 ${XEN_BOOT_XEN-}" \
            -device "guest-loader,addr=0x46000000,kernel=$image,bootargs=exit-port $arguments"
        ;;
    dom0)
        # Linux as dom0 trips over QEMU's SMAP; without RDTSCP Xen has one clock less to try. QEMU's XSAVE and XRSTOR do not fault
        # while CR0.TS is set, as processors' do and as Xen relies on where it switches domains' FPU registers lazily: Linux would
        # save and load those of another domain.
        said=3
        while IFS= read -r line; do
            # Linux and Xen both put a carriage return before the end of a line.
            line=${line//$'\r'/}
            printf '%s\n' "$line"
            case $line in
                "session ended with 0") said=0 ;;
                "session ended with "*) said=1 ;;
            esac
        done < <(exec timeout --foreground "$seconds" qemu-system-x86_64 -accel tcg -cpu max,-smap,-rdtscp -m 448 -nodefaults "${common[@]}" \
            -kernel "$folder/xen-x86_64" -append "${xen/dom0_mem=128M/dom0_mem=256M} spec-ctrl=eager-fpu" \
            -initrd "$folder/dom0/vmlinux console=hvc0 rdinit=/init quiet loglevel=3 panic=1 mitigations=off nokaslr $arguments,$image")
        wait $!
        [[ $? == 124 ]] && exit 124
        exit "$said"
        ;;
    *)
        echo "boot.sh: '$mode' is none of pv, pvh, arm64, arm64-gicv2 and dom0" >&2
        exit 2
        ;;
esac
status=$?

# isa-debug-exit makes a status of (code << 1) | 1 of the kernel's code; semihosting takes 64 plus it, to tell it from QEMU's.
case $mode:$status in
    pv:1 | pvh:1 | arm64*:64) exit 0 ;;
    pv:3 | pvh:3 | arm64*:65) exit 1 ;;
    *:124) exit 124 ;;
    *) exit 3 ;;
esac
