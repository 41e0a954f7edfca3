#!/usr/bin/env bash
# Installs the system packages that Enclave is built with, on Debian and Ubuntu; only those that are missing.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: deploy/install-dependencies.sh [--check]

Installs what is missing of the system packages that Enclave is built with, by apt-get; with sudo if you are not root.

  --check   install nothing; name what is missing, and fail if anything is
  --help    this text
TEXT
}

# What the package links against, and pkg-config, by which the build finds it; binutils for the checks of the binary.
packages=(
    pkg-config
    libwebsockets-dev
    libwebsockets-evlib-uv
    libuv1-dev
    libssl-dev
    zlib1g-dev
    libsqlite3-dev
    binutils
)
# The same by the names pkg-config knows, for systems that have no dpkg.
libraries=(libwebsockets libuv libssl zlib sqlite3)

say() { printf '%s\n' "$*" >&2; }

is_installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

missing_packages() {
    local package
    for package in "${packages[@]}"; do
        is_installed "$package" || printf '%s\n' "$package"
    done
}

# On other systems the libraries must be there already; naming them is all this script can do.
check_libraries() {
    local library missing=()
    command -v pkg-config >/dev/null || { say "pkg-config is missing; this system has no apt-get to install it with."; return 1; }
    for library in "${libraries[@]}"; do
        pkg-config --exists "$library" || missing+=("$library")
    done
    [[ ${#missing[@]} -eq 0 ]] && return 0
    say "This system has no dpkg, so please install the development files of these libraries by its own means:"
    say "  ${missing[*]}"
    return 1
}

main() {
    local only_check=no
    case ${1-} in
        '') ;;
        --check) only_check=yes ;;
        --help | -h) usage; return 0 ;;
        *) usage >&2; return 2 ;;
    esac

    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        check_libraries
        return
    fi

    local missing=()
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "All ${#packages[@]} system packages are installed."
        return 0
    fi
    say "Missing system packages: ${missing[*]}"
    [[ $only_check == no ]] || return 1

    local as_root=()
    if [[ $EUID -ne 0 ]]; then
        if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [[ ! -t 0 ]]; }; then
            say "They cannot be installed from here: you are not root, and sudo is not there or would ask for a password."
            say "Please run, as somebody who may:"
            say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
            return 1
        fi
        as_root=(sudo)
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
    if ! "${apt[@]}" update >&2; then
        say "apt-get update failed; trying with the package lists that are there."
    fi
    if ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
        say "apt-get could not install: ${missing[*]}"
        say "Is the machine offline, or its package mirror out of reach? Enclave cannot be built without them."
        return 1
    fi
    say "Installed: ${missing[*]}"
}

main "$@"
