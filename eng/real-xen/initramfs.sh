#!/usr/bin/env bash
# Packs what Linux in dom0 starts from: busybox, the modules for Xen, Xen's tools with their libraries, and files of the
# caller's. One of these, /session, is run when everything is up; its exit code is told on the console. fetch.sh dom0 comes
# first.
#
#   initramfs.sh OUTPUT FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."

output=$(realpath "$1") own=$(realpath "$2")
debian=artifacts/real-xen/debian
tools=$debian/xen-utils-4.17/usr/lib/xen-4.17/bin
root=$output.root

rm -rf "$root"
mkdir -p "$root"/{bin,dev,proc,sys,run/xen,tmp,etc/xen,var/lib/xen,var/lib/xenstored,var/log/xen/console,var/lock,modules,lib64,lib/x86_64-linux-gnu}
mkdir -p "$root/usr/lib/xen-4.17/bin"
cp -L "$(command -v busybox)" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
ln -s /run "$root/var/run"
# Memory for domains is what dom0 was not given.
echo 'autoballoon="off"' >"$root/etc/xen/xl.conf"
cp "$debian"/dom0/*.ko "$root/modules/"

# Where they look for each other. The dynamic linker says which libraries they need; libgcc_s is wanted at run time only.
binaries=("$tools"/{xl,xenstored,xen-init-dom0,xenconsoled})
cp "${binaries[@]}" "$root/usr/lib/xen-4.17/bin/"
libraries=$(ldd "${binaries[@]}" | sed -nE 's/^\s+(.* => )?(\/\S+) \(0x.*/\2/p' | sort -u)
for library in $libraries /lib/x86_64-linux-gnu/libgcc_s.so.1; do
    case $library in
        /lib64/*) cp -L "$library" "$root/lib64/" ;;
        *) cp -L "$library" "$root/lib/x86_64-linux-gnu/" ;;
    esac
done
cp eng/real-xen/init.sh "$root/init"
cp -a "$own/." "$root/"
chmod +x "$root/init" "$root/session"

(cd "$root" && find . -print0 | cpio --null --create --format=newc --owner=+0:+0 --quiet) >"$output.partial"
mv "$output.partial" "$output"
rm -rf "$root"
