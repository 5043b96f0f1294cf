#!/usr/bin/env bash
# Brings what the real hypervisor needs on this machine: QEMU and binutils from Debian's packages, and Xen itself, unpacked
# into artifacts/real-xen, not installed. What is there already is left alone.
#
#   fetch.sh x86_64 | arm64
#   fetch.sh dom0             Linux for dom0 beside it, with its modules for Xen, and Xen's tools
set -euo pipefail
cd "$(dirname "$0")/../.."
source eng/debian-packages.sh

folder=artifacts/real-xen/debian
mkdir -p "$folder"
# Tests that run side by side fetch once.
exec 9>"$folder/.lock"
flock 9

# fetch PACKAGE [APT OPTION…]: downloads a package as $folder/PACKAGE.deb.
fetch() {
    local package=$1
    shift
    echo "Fetching $package"
    rm -rf "$folder/$package.partial"
    mkdir -p "$folder/$package.partial"
    # Lists that are not there, or older than the package, are the usual reason for a failure.
    get "$package" "$@" 2>/dev/null || { apt-get "$@" -qq update && get "$package" "$@"; }
    mv "$folder/$package.partial"/*.deb "$folder/$package.deb"
    rmdir "$folder/$package.partial"
}

# get PACKAGE [APT OPTION…]: one try of it.
get() {
    local package=$1
    shift
    # The sandbox that apt-get downloads in may not reach the folder; its warning about that is not worth reading.
    (cd "$folder/$package.partial" && apt-get "$@" -qq -o APT::Sandbox::User=root -o Acquire::Retries=3 download "$package")
}

# unpack PACKAGE [APT OPTION…]: fetches a package and unpacks it into $folder/PACKAGE.
unpack() {
    local package=$1
    fetch "$@"
    rm -rf "${folder:?}/$package"
    dpkg-deb -x "$folder/$package.deb" "$folder/$package"
    rm "$folder/$package.deb"
}

# number FILE OFFSET SIZE: a little-endian number in a file.
number() {
    od -An -t "u$3" -j "$2" -N "$3" "$1" | tr -d ' '
}

# unpack_kernel BZIMAGE: the ELF file in it (Linux, Documentation/arch/x86/boot.rst), which Xen starts sooner than what
# unpacks itself. Behind the payload stands its unpacked size.
unpack_kernel() {
    local start=$((($(number "$1" 0x1f1 1) + 1) * 512 + $(number "$1" 0x248 4))) length=$(($(number "$1" 0x24c 4) - 4))
    dd if="$1" iflag=skip_bytes,count_bytes skip="$start" count="$length" bs=1M status=none | xz -dc
}

x86_64() {
    install_debian_packages qemu-system-x86 binutils
    if [[ ! -e $folder/xen-x86_64 ]]; then
        unpack xen-hypervisor-4.17-amd64
        gunzip -c "$folder"/xen-hypervisor-4.17-amd64/boot/xen-4.17-amd64.gz >"$folder/xen-x86_64.partial"
        mv "$folder/xen-x86_64.partial" "$folder/xen-x86_64"
    fi
}

dom0() {
    x86_64
    # Xen's libraries come with libxen-dev, and are taken from the machine like the C library.
    install_debian_packages busybox-static cpio xz-utils libxen-dev
    local dom0=$folder/dom0 linux
    if [[ ! -e $dom0/vmlinux ]]; then
        # The package without a number names the one of today, where apt's lists are of today; the cloud kernel cannot be dom0.
        apt-get -qq update || echo "apt's lists stay as they are"
        linux=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p')
        [[ -n $linux ]] || { echo "fetch.sh: apt knows no linux-image-amd64: its sources must have Debian's main" >&2; exit 1; }
        fetch "$linux"
        # Of its 400 MB we need a few files.
        rm -rf "$dom0.partial"
        mkdir -p "$dom0.partial"
        dpkg-deb --fsys-tarfile "$folder/$linux.deb" | tar -x -C "$dom0.partial" --wildcards --transform 's|.*/||' \
            './boot/vmlinuz-*' '*/xen-privcmd.ko' '*/xen-evtchn.ko' '*/xen-gntdev.ko' '*/xen-gntalloc.ko' '*/xenfs.ko'
        unpack_kernel "$dom0.partial"/vmlinuz-* >"$dom0.partial/vmlinux"
        rm -rf "$dom0.partial"/vmlinuz-* "$dom0" "$folder/$linux.deb"
        mv "$dom0.partial" "$dom0"
    fi
    if [[ ! -e $folder/xen-utils-4.17 ]]; then
        unpack xen-utils-4.17
    fi
}

arm64() {
    install_debian_packages qemu-system-arm ipxe-qemu binutils-aarch64-linux-gnu
    if [[ ! -e $folder/xen-arm64 ]]; then
        # apt's lists of the other architecture are kept apart, so that the machine's own stay as they are.
        local state=$PWD/$folder/apt-arm64 options
        mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
        options=(-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State::Lists=$state/lists"
            -o "Dir::Cache=$state/cache" -o Dir::State::status=/dev/null)
        apt-get "${options[@]}" -o APT::Sandbox::User=root -qq update
        unpack xen-hypervisor-4.17-arm64 "${options[@]}"
        cp "$folder"/xen-hypervisor-4.17-arm64/boot/xen-4.17-arm64 "$folder/xen-arm64.partial"
        mv "$folder/xen-arm64.partial" "$folder/xen-arm64"
    fi
}

case ${1-} in
    x86_64 | dom0 | arm64) "$1" ;;
    *)
        echo "fetch.sh: '${1-}' is none of x86_64, dom0 and arm64" >&2
        exit 2
        ;;
esac
