#!/usr/bin/env bash
# Installs the tools that are missing or too old. Running it again changes nothing.
# usage: install-deps.sh [GROUP...|all]
# Prints a line for each package; apt's own words go to artifacts/install-deps.log.
# Debian 12 takes QEMU alone from bookworm-backports (its own is too old for the machine raspi4b); Debian 13 needs no
# extra source. On any other system it prints what to install.
# Exit status: 0 everything is there, 1 an installation failed, 2 this system has to be set up by hand.
. "$(dirname "$0")/common.sh"

choose_groups "$@"
os_release=${RK_OS_RELEASE:-/etc/os-release}
apt_directory=${RK_APT_DIRECTORY:-/etc/apt}
log=${RK_INSTALL_LOG:-$root/artifacts/install-deps.log}

by_hand() {
    echo "$1" >&2
    echo "Install by hand, then try again:" >&2
    awk -F '\t' '{ printf "  %-16s %s or newer (on Debian: %s)\n", $1, $3, $2 }' <<< "$missing" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# candidate PACKAGE: the version that apt would install, without epoch and Debian revision.
candidate() {
    apt-cache policy "$1" | sed -n 's/^ *Candidate: \([0-9]*:\)\{0,1\}\([0-9.]*\).*/\2/p'
}

# offered PACKAGE SUITE: the version that SUITE offers.
offered() {
    apt-cache madison "$1" | awk -F '|' -v suite="$2" '$3 ~ " " suite "/" { gsub(/ /, "", $2); print $2; exit }' \
        | sed 's/^[0-9]*://; s/[^0-9.].*//'
}

# The mirror that this machine uses already for SUITE, so that no other host is brought in.
mirror_of() {
    local files=("$apt_directory"/sources.list "$apt_directory"/sources.list.d/*.list)
    cat "${files[@]}" 2> /dev/null | awk -v suite="$1" '
        $1 == "deb" { sub(/\[[^]]*\] */, ""); if ($3 == suite) { print $2; exit } }' | grep . && return
    cat "$apt_directory"/sources.list.d/*.sources 2> /dev/null | awk -v suite="$1" '
        /^URIs:/ { uri = $2 }
        /^Suites:/ { for (i = 2; i <= NF; i++) if ($i == suite) { print uri; exit } }' | grep .
}

add_backports() {
    local suite=$1-backports mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror=$(mirror_of "$1") || mirror=http://deb.debian.org/debian
    echo "Adding $suite from $mirror ($apt_directory/sources.list.d/rustkernel-backports.sources), for QEMU only."
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$suite" "$keyring" \
        | as_root tee "$apt_directory/sources.list.d/rustkernel-backports.sources" > /dev/null
    as_root apt-get update -q >> "$log" 2>&1
}

# try_packages [-t SUITE] PACKAGE[/SUITE]...: prints a line for each that was asked for, once it is set up, and the number of the others.
try_packages() {
    as_root apt-get install -q -y --no-install-recommends "$@" < /dev/null 2>&1 | tee -a "$log" | awk -v asked=" $* " '
        BEGIN { gsub(/\/[^ ]*/, "", asked) }
        /^Setting up / {
            name = $3; sub(/:.*/, "", name); version = $4; gsub(/[()]/, "", version)
            if (index(asked, " " name " ")) { print "  installed " name " " version; fflush() } else others++
        }
        END { if (others) print "  and " others " more that these need" }'
    [ "${PIPESTATUS[0]}" = 0 ]
}

give_up() { tail -n 5 "$log" >&2; echo "apt-get could not install: $* (all it said is in $log)" >&2; exit 1; }

# Where libraries came from backports before, such as libelf1, packages of the release that want its own do not fit: then all from there.
install_packages() {
    try_packages "$@" && return
    apt-cache policy | grep -q "n=$codename-backports" && try_packages -t "$codename-backports" "$@" || give_up "$@"
}

# The three that must be of one version and nothing else: with -t, apt would take all that they need from backports, too.
qemu_of() { echo "qemu-system-arm/$1 qemu-system-common/$1 qemu-system-data/$1"; }

missing=$("$scripts/check-deps.sh" --missing "$@")
if [ -z "$missing" ]; then
    echo "All tools are installed."
    exit 0
fi

id= version=
[ -r "$os_release" ] && { id=$(. "$os_release" && echo "${ID:-}"); version=$(. "$os_release" && echo "${VERSION_ID:-}"); }
case $id-$version in
    debian-12) codename=bookworm ;;
    debian-13) codename=trixie ;;
    *) by_hand "This is not Debian 12 or 13 (${id:-unknown} ${version})." ;;
esac
if grep -q '^\.NET' <<< "$missing"; then
    by_hand "The .NET SDK is missing or too old; Debian has no package of it. See https://dot.net for how to install it."
fi
if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
    by_hand "Neither root nor sudo: packages cannot be installed from here."
fi

mkdir -p "$(dirname "$log")"
as_root apt-get update -q >> "$log" 2>&1 || { tail -n 5 "$log" >&2; echo "apt-get update failed (all it said is in $log)" >&2; exit 1; }

plain=() qemu=
while IFS=$'\t' read -r name package minimum; do
    if [ "$package" = qemu-system-arm ] && ! at_least "$(candidate "$package")" "$minimum"; then
        qemu=$minimum
    else
        plain+=("$package")
    fi
done <<< "$missing"

if [ ${#plain[@]} != 0 ]; then
    install_packages $(printf '%s\n' "${plain[@]}" | sort -u)
fi
if [ -n "$qemu" ]; then
    backport=$(offered qemu-system-arm "$codename-backports")
    if [ -z "$backport" ] || ! at_least "$backport" "$qemu"; then
        add_backports "$codename" || { echo "apt-get update failed" >&2; exit 1; }
    fi
    # shellcheck disable=SC2046
    try_packages $(qemu_of "$codename-backports") || try_packages -t "$codename-backports" qemu-system-arm || give_up qemu-system-arm
fi

if ! still=$("$scripts/check-deps.sh" --missing "$@"); then
    echo "Still missing: $(cut -f1 <<< "$still" | paste -sd, | sed 's/,/, /g')" >&2
    exit 1
fi
echo "All tools are installed."
