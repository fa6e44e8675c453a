# Sourced by try-dist.sh and try-checkout.sh: fresh Debians in folders, and commands in them. Needs root, debootstrap and a mirror.
# RK_TRIAL    folder of the Debians, kept between calls (default: artifacts/trial)
# RK_MIRROR   where Debian is taken from
# Sets: trial. A caller sets suite and machine, the folder of its Debian; failed becomes 1 when a step fails.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
set -e -o pipefail

me=$(basename "$0")
[ "$(id -u)" = 0 ] || { echo "$me needs root: it mounts, and changes the root directory" >&2; exit 2; }
command -v debootstrap > /dev/null || { echo "$me: debootstrap is not installed: apt install debootstrap" >&2; exit 2; }
trial=${RK_TRIAL:-$root/artifacts/trial} mirror=${RK_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$trial"
failed=0 slower=1

# find_package: sets package, artifacts/dist's Debian package for this host, or for the kind of host that fresh-arm64.sh sets.
find_package() {
    local architecture
    case ${kind:-$(uname -m)} in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) echo "no package for $(uname -m)" >&2; exit 2 ;; esac
    package=$(echo "$root"/artifacts/dist/rustkernel_*_$architecture.deb)
    [ -r "$package" ] || { echo "$package: make dist makes one package; remove those of other versions" >&2; exit 2; }
}

# inside SECONDS COMMAND...: in the Debian, with its own /proc, which ends with the command. pivot_root instead of chroot:
# Linux lets no process create a user namespace in a chroot.
inside() {
    unshare --mount --pid --fork --kill-child bash -c '
        machine=$1 seconds=$2; shift 2
        mount --bind "$machine" "$machine" && cd "$machine" && mkdir -p .host
        mount -t proc proc proc && mount --rbind --make-rslave /dev dev && mount --rbind --make-rslave /sys sys || exit 1
        pivot_root . .host && cd / && umount -l /.host || exit 1
        exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive timeout --kill-after=10 "$seconds" "$@"' inside "$machine" "$@"
}

# as_user SECONDS SHELL-TEXT: as ann, in her home.
as_user() { inside "$1" setpriv --reuid=ann --regid=ann --init-groups env HOME=/home/ann USER=ann sh -c "cd || exit; $2"; }

# step WHAT COMMAND...: one line with the seconds; of what fails the last words, too. All words are in $trial/$suite.log.
step() {
    local what=$1 begun=$EPOCHREALTIME log=$trial/$suite.log status=0
    shift
    echo "== $what" >> "$log"
    "$@" > "$trial/$suite.said" 2>&1 < /dev/null || status=$?
    cat "$trial/$suite.said" >> "$log"
    awk -v suite="$suite" -v what="$what" -v from="$begun" -v to="$EPOCHREALTIME" -v status=$status \
        'BEGIN { printf "%-9s %-48s %7.1f s  %s\n", suite, what, to - from, status == 0 ? "ok" : "FAILED (" status ")" }'
    [ $status = 0 ] || { failed=1; tail -n 15 "$trial/$suite.said" | sed 's/^/    /'; }
}

# make_fresh: what debootstrap makes, from a copy that was kept.
make_fresh() {
    local base=$trial/$suite.base.tar
    if [ ! -r "$base" ]; then
        rm -rf "$trial/$suite.new"
        debootstrap --variant=minbase "$suite" "$trial/$suite.new" "$mirror"
        tar -c -C "$trial/$suite.new" . > "$base.new"
        mv "$base.new" "$base"
        rm -rf "$trial/$suite.new"
    fi
    rm -rf "$machine"
    mkdir -p "$machine"
    tar -x -C "$machine" -f "$base"
    cp /etc/resolv.conf "$machine/etc/resolv.conf"
    printf 'deb %s %s main\n' "$mirror" "$suite" > "$machine/etc/apt/sources.list"
}
