#!/usr/bin/env bash
# Brings what the real hypervisor needs on this machine: QEMU and binutils from Debian's packages, and Xen itself, unpacked
# into artifacts/real-xen, not installed. What is there already is left alone.
#
#   fetch.sh x86_64 | arm64
set -euo pipefail
cd "$(dirname "$0")/../.."
source eng/debian-packages.sh

target=$1
folder=artifacts/real-xen/debian
mkdir -p "$folder"

# download PACKAGE [APT OPTION…]: unpacks a package into $folder/PACKAGE.
download() {
    local package=$1
    shift
    echo "Fetching $package"
    # Lists that are not there, or older than the package, are the usual reason for a failure.
    apt-cache "$@" show "$package" >/dev/null 2>&1 || apt-get "$@" -qq update
    rm -rf "$folder/$package.partial"
    mkdir -p "$folder/$package.partial"
    # The sandbox that apt-get downloads in may not reach the folder; its warning about that is not worth reading.
    (cd "$folder/$package.partial" && apt-get "$@" -qq -o APT::Sandbox::User=root download "$package" && dpkg-deb -x ./*.deb . && rm ./*.deb)
    rm -rf "${folder:?}/$package"
    mv "$folder/$package.partial" "$folder/$package"
}

case $target in
    x86_64)
        install_debian_packages qemu-system-x86 binutils
        if [[ ! -e $folder/xen-x86_64 ]]; then
            download xen-hypervisor-4.17-amd64
            gunzip -c "$folder"/xen-hypervisor-4.17-amd64/boot/xen-4.17-amd64.gz >"$folder/xen-x86_64.partial"
            mv "$folder/xen-x86_64.partial" "$folder/xen-x86_64"
        fi
        ;;
    arm64)
        install_debian_packages qemu-system-arm ipxe-qemu binutils-aarch64-linux-gnu
        if [[ ! -e $folder/xen-arm64 ]]; then
            # apt's lists of the other architecture are kept apart, so that the machine's own stay as they are.
            state=$PWD/$folder/apt-arm64
            mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
            options=(-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State::Lists=$state/lists"
                -o "Dir::Cache=$state/cache" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
            apt-get "${options[@]}" -qq update
            download xen-hypervisor-4.17-arm64 "${options[@]}"
            cp "$folder"/xen-hypervisor-4.17-arm64/boot/xen-4.17-arm64 "$folder/xen-arm64.partial"
            mv "$folder/xen-arm64.partial" "$folder/xen-arm64"
        fi
        ;;
    *)
        echo "fetch.sh: '$target' is neither x86_64 nor arm64" >&2
        exit 2
        ;;
esac
