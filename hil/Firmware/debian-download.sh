#!/usr/bin/env bash
# Downloads packages of Debian's arm64 architecture, whatever the machine (or of DEBIAN_ARCHITECTURE), without touching its
# apt configuration, its package lists or its dpkg status: apt runs on directories of its own. Needs no root.
#
#   debian-download.sh PACKAGE...     prints, for each, the path of the .deb in the cache
#
# PACKAGE may be a meta package: "linux-image-arm64" is followed to the image it depends on. apt verifies the archive's
# signature and each file's SHA-256; where packages.sha256 beside this script lists the file, it must match that as well.
# DEBIAN_RELEASE=trixie asks for another release than the machine's.
set -euo pipefail
export LC_ALL=C

fail() { echo "debian-download: $*" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || fail "usage: debian-download.sh PACKAGE..."
for tool in apt-get apt-cache apt-config dpkg-deb sha256sum; do
    command -v "$tool" >/dev/null || fail "$tool is missing: this needs a Debian system"
done
# shellcheck source=/dev/null
machine_release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
release=${DEBIAN_RELEASE:-$machine_release}
[ -n "$release" ] || fail "this machine does not say which Debian release it is; set DEBIAN_RELEASE"

architecture=${DEBIAN_ARCHITECTURE:-arm64}

cache=${XDG_CACHE_HOME:-$HOME/.cache}/rustkernel/debian
private=$cache/apt-$release
[ "$architecture" = arm64 ] || private=$private-$architecture
mkdir -p "$private/etc/parts" "$private/state/lists/partial" "$private/cache/archives/partial" "$cache/packages"
: >"$private/status"

# The archive's address comes from the machine's own sources: the suites of its release, no third-party ones.
sources=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | sort -u |
    awk -v from="$machine_release" -v to="$release" '$3 == "main" && ($2 == from || $2 == from "-updates" || $2 == from "-security") {
        sub(from, to, $2); print $1, $2 }')
[ -n "$sources" ] || fail "no Debian archive of release ${machine_release:-unknown} in this machine's apt sources"
signed_by=
for keyring in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp; do
    [ -e "$keyring" ] && signed_by=" signed-by=$keyring" && break
done
while read -r uri suite; do
    echo "deb [arch=$architecture$signed_by] $uri $suite main non-free-firmware"
done <<<"$sources" >"$private/etc/sources.list"

# APT_CONFIG is read before the system's files, and these lines keep apt from reading those (they may hold hooks).
# Only how to reach the network is taken over.
{
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Check-|Retries|ForceIPv)' || true
    cat <<CONFIG
Dir::Etc::parts "$private/etc/parts";
Dir::Etc::main "$private/etc/none";
Dir::Etc::sourcelist "$private/etc/sources.list";
Dir::Etc::sourceparts "$private/etc/parts";
Dir::Etc::preferencesparts "$private/etc/parts";
Dir::Etc::preferences "$private/etc/none";
Dir::State "$private/state";
Dir::State::status "$private/status";
Dir::Cache "$private/cache";
APT::Architecture "$architecture";
APT::Architectures "$architecture";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONFIG
} >"$private/apt.conf"
export APT_CONFIG=$private/apt.conf

exec 9>"$private/lock"
flock 9
apt-get -q update >"$private/log" 2>&1 || { tail -3 "$private/log" >&2; fail "cannot read the archive's index"; }

for package in "$@"; do
    case $package in
    linux-image-arm64)
        real=$(apt-cache depends linux-image-arm64 2>>"$private/log" | awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ { print $2; exit }')
        [ -n "$real" ] || fail "the archive has no kernel image for arm64"
        package=$real
        ;;
    esac
    file=$(apt-get -q --print-uris download "$package" 2>>"$private/log" | awk 'NR == 1 { print $2 }')
    [ -n "$file" ] || fail "the archive has no package $package for $architecture"
    target=$cache/packages/${file//%3a/:}
    target=${target//:/_}
    if [ ! -e "$target" ]; then
        staging=$(mktemp -d "$private/download.XXXXXX")
        (cd "$staging" && apt-get -q download "$package" >>"$private/log" 2>&1) ||
            { rm -rf "$staging"; tail -3 "$private/log" >&2; fail "cannot download $package"; }
        mv "$staging"/*.deb "$target"
        rmdir "$staging"
    fi
    # apt's index, signed by the archive, tells the hash; it is checked again for files from the cache.
    expected=$(apt-cache show "$package" 2>>"$private/log" | awk -v RS='' -v v="$(dpkg-deb -f "$target" Version)" '
        index($0, "\nVersion: " v "\n") { if (match($0, /SHA256: [0-9a-f]+/)) { print substr($0, RSTART + 8, 64); exit } }')
    actual=$(sha256sum "$target" | cut -d' ' -f1)
    [ "$actual" = "$expected" ] || { rm -f "$target"; fail "$package: SHA-256 is $actual, the archive's index says ${expected:-nothing}"; }
    listed=$(awk -v f="$(basename "$target")" '$2 == f { print $1 }' "$here/packages.sha256")
    if [ -n "$listed" ] && [ "$listed" != "$actual" ]; then
        fail "$package: SHA-256 is $actual, packages.sha256 says $listed"
    fi
    [ -n "$listed" ] || echo "debian-download: $(basename "$target") is newer than packages.sha256; checked by the archive's signed index" >&2
    echo "$target"
done
