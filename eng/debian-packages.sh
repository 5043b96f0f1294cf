# Sourced by the root's scripts: sees to it that Debian packages are there.

# install_debian_packages PACKAGE…
# Installs what is missing when it can (as root, on a Debian system); otherwise names it and fails.
install_debian_packages() {
    local package missing=()
    for package in "$@"; do
        [[ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" == "install ok installed" ]] || missing+=("$package")
    done
    ((${#missing[@]} == 0)) && return 0

    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "These Debian packages are missing: ${missing[*]}" >&2
        echo "Install them (apt-get install ${missing[*]}) and run this again." >&2
        return 1
    fi
    echo "Installing ${missing[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
