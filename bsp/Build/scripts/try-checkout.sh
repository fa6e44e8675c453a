#!/usr/bin/env bash
# Does what a newcomer does, on fresh Debians: clones the last commit, `make run` until the prompt, then `make test`, each timed.
# Also names what a minimal Debian lacks: a package list that it installs first, and the .NET SDK, a copy of this host's.
# usage: try-checkout.sh [--user] [--run] [bookworm|trixie ...]     (none: both)
#   --user   as a user with sudo; without it, as root
#   --run    leaves out `make test`, which takes most of an hour
# fresh-debian.sh has the variables that it reads. Each step's output is in artifacts/trial/SUITE.log.
. "$(dirname "$0")/fresh-debian.sh"
cd "$root"

user=false tests=true
while [ $# != 0 ]; do
    case $1 in
        --user) user=true ;;
        --run) tests=false ;;
        -*) echo "try-checkout.sh: unknown option $1" >&2; exit 2 ;;
        *) break ;;
    esac
    shift
done
suites=("$@")
[ ${#suites[@]} != 0 ] || suites=(bookworm trixie)
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")

# install_first: what README.md asks for. The .NET SDK is no package of Debian; it needs libicu.
install_first() {
    local packages=(git make ca-certificates)
    case $suite in bookworm) packages+=(libicu72) ;; trixie) packages+=(libicu76) ;; esac
    [ $user = false ] || packages+=(sudo)
    inside 300 apt-get update -q && inside 300 apt-get install -q -y --no-install-recommends "${packages[@]}"
    # If a proxy of this network signs what it forwards, its certificate is on this host.
    cp /usr/local/share/ca-certificates/*.crt "$machine/usr/local/share/ca-certificates/" 2> /dev/null && inside 60 update-ca-certificates
    cp -a "$sdk" "$machine/usr/share/dotnet" && ln -s ../share/dotnet/dotnet "$machine/usr/bin/dotnet"
    inside 60 useradd --create-home --shell /bin/bash ann
    [ $user = false ] || echo "ann ALL=(ALL) NOPASSWD: ALL" > "$machine/etc/sudoers.d/ann"
}

# newcomer SECONDS SHELL-TEXT: in the clone.
newcomer() {
    if [ $user = true ]; then as_user "$1" "cd RustKernel && $2"; else inside "$1" sh -c "cd /home/ann/RustKernel && $2"; fi
}

clone() {
    git clone -q "$root" "$machine/home/ann/RustKernel"
    if [ $user = true ]; then inside 60 chown -R ann:ann /home/ann; else inside 60 chown -R root:root /home/ann/RustKernel; fi
}

prompt_comes() { newcomer 900 'make run < /dev/null' && grep -q 'RustKernel shell' "$trial/$suite.said"; }

clean_again() { newcomer 60 'git clean -q -d -x -f'; }

for suite in "${suites[@]}"; do
    machine=$trial/$suite
    : > "$trial/$suite.log"
    step "a fresh Debian" make_fresh
    step "git, make, certificates, libicu, the SDK" install_first
    step "git clone" clone
    step "make run: packages, NuGet, build, prompt" prompt_comes
    step "make run again" prompt_comes
    step "git clean" clean_again
    step "make run of a clean clone, tools there" prompt_comes
    [ $tests = false ] || step "make test" newcomer 7200 'make test < /dev/null'
    tail -n 3 "$trial/$suite.said" | sed 's/^/    /'
done
exit $failed
