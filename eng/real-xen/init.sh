#!/bin/sh
# The first program of Linux in dom0 (initramfs.sh packs it): makes the devices, runs /session and turns the machine off.
export PATH=/bin:/usr/lib/xen-4.17/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
for module in /modules/*.ko; do
    insmod "$module"
done
mount -t xenfs xenfs /proc/xen

/session
echo "session ended with $?"
poweroff -f
