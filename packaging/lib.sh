# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What try, test and shell share: the build environment.
#
# On Debian 13, Ubuntu 25.04 and later the environment is the machine itself, with the packages of packaging/packages.
# On an older Debian or Ubuntu it is a Debian 13 root in the user's cache, entered in a mount namespace of its own.
#
# Contract: sourced by a script with `set -euo pipefail`. Nothing is printed when nothing is missing.

export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/countersign
suite=trixie
needed_mib=4096 # a full root takes about half of it; the rest is for packages on their way in

say() { printf 'countersign: %s\n' "$*" >&2; }

die() {
    printf 'countersign: error: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

package_list() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$checkout/packaging/packages"; }

# True when the distribution itself has Qt 6.8 and a Qt 6 build of KSyntaxHighlighting.
distribution_is_new_enough() {
    local id version
    # shellcheck source=/dev/null
    id=$(. /etc/os-release && printf %s "$ID")
    # shellcheck source=/dev/null
    version=$(. /etc/os-release && printf %s "${VERSION_ID:-}")
    case $id in
    debian) [ -z "$version" ] || [ "${version%%.*}" -ge 13 ] ;;
    ubuntu) [ "${version%%.*}" -ge 25 ] ;;
    *)
        version=$(apt-cache policy libkf6syntaxhighlighting-dev 2>/dev/null | awk '/Candidate:/ { print $2 }')
        [ -n "$version" ] && [ "$version" != "(none)" ]
        ;;
    esac
}

# Runs apt-get quietly, with the rights it needs; its words appear only when it fails.
apt_quietly() {
    local log command=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@")
    if [ "$(id -u)" != 0 ]; then
        have sudo || die "'apt-get $*' needs root rights and there is no sudo; run it as root, then start again"
        sudo -v || die "'apt-get $*' needs root rights; run it as root, then start again"
        command=(sudo -- "${command[@]}")
    fi
    log=$(mktemp)
    if ! "${command[@]}" </dev/null >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Installs the named packages on this machine unless they are there.
install_packages() {
    local missing
    missing=$(comm -23 <(printf '%s\n' "$@" | LC_ALL=C sort -u) \
        <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u))
    [ -n "$missing" ] || return 0
    say "installing packages:" "$(echo "$missing" | tr '\n' ' ')"
    # The package lists of a fresh machine are often empty or old, so they are always renewed first.
    apt_quietly update || die "the package lists could not be fetched (see above)"
    # shellcheck disable=SC2086
    apt_quietly install --no-install-recommends $missing || die "packages could not be installed (see above)"
}

# Prints the URI of the Debian archive that this machine's apt uses (one-line and deb822 sources).
debian_mirror() {
    local uri list
    if [ -n "${COUNTERSIGN_DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "$COUNTERSIGN_DEBIAN_MIRROR"
        return
    fi
    # apt itself knows every format of its sources; SITE/REPO_URI come from there, and only Debian's own archive is taken.
    # shellcheck disable=SC2016
    uri=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $4; exit }')
    # Where the package lists were never fetched, the sources are read as text.
    [ -n "$uri" ] || uri=$(sources_as_text |
        awk '$2 ~ /^((old)*stable|buster|bullseye|bookworm|trixie|testing|sid|unstable)(-updates)?$/ { print $1; exit }')
    if [ "${uri#mirror+file:}" != "$uri" ]; then
        list=${uri#mirror+file:}
        uri=$(sed -n 's/^\([a-z]*:\/\/[^[:space:]]*\).*/\1/p' "${list%/}" 2>/dev/null | head -n 1)
    fi
    printf '%s\n' "$uri"
}

# Prints "URI SUITE" for each binary source with component main and a suite of Debian.
sources_as_text() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -r "$file" ] || continue
        sed -n 's/^[[:space:]]*deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\?//p' "$file"
    done | awk '{ for (i = 3; i <= NF; ++i) if ($i == "main") print $1, $2 }'
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] || continue
        awk 'function flush() { if (types ~ /deb($| )/ && enabled != "no" && components ~ /main/) print uri, suite
                                types = enabled = components = uri = suite = "" }
             /^[[:space:]]*$/ { flush(); next }
             tolower($1) == "types:" { types = $0 }
             tolower($1) == "enabled:" { enabled = tolower($2) }
             tolower($1) == "uris:" { uri = $2 }
             tolower($1) == "suites:" { suite = $2 }
             tolower($1) == "components:" { components = $0 }
             END { flush() }' "$file"
    done
}

root_path() {
    local hash
    hash=$({ echo "$suite 1 $(dpkg --print-architecture)"; package_list; } | sha256sum | cut -c1-12)
    printf '%s/root-%s\n' "$cache" "$hash"
}

# Makes the Debian 13 root at $1. A root that has its final name is complete: it is made under another name and renamed.
make_root() {
    local root=$1 mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg work log free options=() started=$SECONDS line
    mkdir -p "$cache" || die "the cache directory $cache cannot be made"
    exec 9>"$cache/lock"
    flock -n 9 || { say "waiting for another run that makes the root" && flock 9; }
    [ ! -d "$root" ] || return 0

    have apt-get || die "this machine is no Debian or Ubuntu; the build environment needs apt"
    free=$(df --output=avail -m "$cache" | tail -n 1 | tr -d ' ')
    [ "$free" -ge "$needed_mib" ] ||
        die "$cache has $free MiB left and a Debian 13 root needs $needed_mib MiB; make room, or set XDG_CACHE_HOME"
    mirror=$(debian_mirror)
    [ -n "$mirror" ] ||
        die "no Debian mirror is configured in this machine's apt sources; set COUNTERSIGN_DEBIAN_MIRROR to the URL of one"
    options=(mmdebstrap debian-archive-keyring)
    [ "$(id -u)" = 0 ] || options+=(uidmap)
    install_packages "${options[@]}"
    options=()
    [ -r "$keyring" ] || die "$keyring is missing; install debian-archive-keyring"
    gpg_knows_suite "$keyring" || apt_quietly install debian-archive-keyring || die "debian-archive-keyring cannot be renewed"

    say "making a Debian 13 root in $root (once, a minute or two)"
    # Names left by a run that was killed; the lock says that nobody works on one now. And roots of earlier package lists
    # that nobody has entered for a month.
    rm -rf --one-file-system "$cache"/making-*
    find "$cache" -maxdepth 1 -name 'root-*' -mtime +30 -exec rm -rf --one-file-system {} +
    work=$cache/making-$$
    log=$cache/making.log
    # How apt reaches its mirror (proxies, certificates, retries) is taken over from the machine.
    while IFS= read -r line; do
        options+=(--aptopt="$line")
    done < <(apt-config dump 2>/dev/null | grep -iE '^Acquire::(https?|ftp|socks|Retries|ForceIPv|Check-|Queue-Mode|By-Hash)' |
        grep -vE '(^| )"";$' || true)
    [ ! -r /etc/apt/auth.conf ] || options+=(--aptopt='Dir::Etc::netrc "/etc/apt/auth.conf"')
    [ ! -r /etc/apt/auth.conf.d ] || options+=(--aptopt='Dir::Etc::netrcparts "/etc/apt/auth.conf.d/"')
    options+=(--aptopt='Acquire::Languages "none"' --aptopt='Apt::Install-Recommends "false"'
        --dpkgopt='force-unsafe-io'
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*'
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*'
        --variant=minbase --components=main --include="$(package_list | paste -sd,)")
    # The files of the checkout may belong to another user than the one inside the root.
    # shellcheck disable=SC2016
    options+=(--customize-hook='printf "[safe]\n\tdirectory = *\n" >"$1/etc/gitconfig"'
        --customize-hook='echo countersign >"$1/etc/hostname"')
    if ! build_root "$work" "$mirror" "$keyring" "${options[@]}" >"$log" 2>&1; then
        grep -E '^(E|W|error)' "$log" | tail -n 8 >&2 || tail -n 8 "$log" >&2
        rm -rf --one-file-system "$work"
        die "the Debian 13 root could not be made from $mirror; the whole story is in $log"
    fi
    mv "$work" "$root"
    rm -f "$log"
    say "the root is ready after $((SECONDS - started)) s"
    exec 9>&-
}

gpg_knows_suite() {
    [ -e "/usr/share/keyrings/debian-archive-$suite-stable.gpg" ] || [ -e "/usr/share/keyrings/debian-archive-$suite-stable.pgp" ]
}

# Runs mmdebstrap: as root straight into $1; otherwise in a user namespace, unpacked with everything owned by the user.
build_root() {
    local work=$1 mirror=$2 keyring=$3
    shift 3
    if [ "$(id -u)" = 0 ]; then
        mmdebstrap --mode=root "$@" "$suite" "$work" "deb [signed-by=$keyring] $mirror $suite main" </dev/null
    else
        mkdir "$work" &&
            mmdebstrap --mode=unshare "$@" "$suite" - "deb [signed-by=$keyring] $mirror $suite main" </dev/null |
            tar -x -C "$work" --no-same-owner --no-same-permissions --mode=u+rwX --exclude='./dev/*'
    fi
}

# build_preset PRESET [OPTION…] configures and builds a preset inside the environment. A step's words are shown when it fails, or on a terminal.
build_preset() {
    local log preset=$1
    shift
    log=$checkout/build/$preset.log
    mkdir -p "$checkout/build"
    if ! cmake --preset "$preset" >"$log" 2>&1; then
        cat "$log" >&2
        die "the preset $preset could not be configured (see above)"
    fi
    if [ -t 1 ]; then
        cmake --build --preset "$preset" "$@" || die "the preset $preset could not be built (see above)"
    elif ! cmake --build --preset "$preset" "$@" >"$log" 2>&1; then
        grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" >&2 || true
        die "the preset $preset could not be built (see above; all of it is in $log)"
    fi
}

# Makes the build environment complete and runs the command in it, in place of this process.
#
# The command sees the checkout, the home directory and /tmp under their own names, and starts in the current directory
# if that is inside the checkout, otherwise in the checkout.
run_in_environment() {
    local root
    export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
    case $(pwd -P)/ in
    "$checkout"/*) ;;
    *) cd "$checkout" || die "$checkout cannot be entered" ;;
    esac
    if distribution_is_new_enough; then
        # shellcheck disable=SC2046
        install_packages $(package_list)
        exec "$@"
    fi
    root=$(root_path)
    if [ ! -d "$root" ]; then
        make_root "$root"
    fi
    if [ "$(id -u)" = 0 ]; then
        exec unshare --mount --propagation private -- bash "$checkout/packaging/enter" "$root" "$@"
    fi
    unshare -Urm true 2>/dev/null ||
        die "this machine does not let $(id -un) make a mount namespace (kernel.unprivileged_userns_clone or AppArmor); run as root"
    exec unshare --user --map-root-user --mount --propagation private -- bash "$checkout/packaging/enter" "$root" "$@"
}
