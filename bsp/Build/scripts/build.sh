#!/usr/bin/env bash
# Builds the solution: host tools, tests, kernel.elf and Image. Prints little when all is well.
# usage: build.sh [--run] [dotnet build's options]
#   --run   only what running needs, the kernel with its services and rk, and without analyzers (Directory.Build.targets)
# IMAGE=product builds artifacts/product/Image alone: the kernel and its services without suites and test programs.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1

# lock_build: on descriptor 9, until it is closed. The script rk and BuildLock.cs take the same lock: two builds write the same files.
lock_build() {
    exec 9> artifacts/.build.lock
    flock -n 9 && return
    echo "Another build is going on in this checkout; waiting for it." >&2
    flock -w 1200 9 || { echo "build.sh: it has not ended after 20 minutes: end it, and try again" >&2; exit 1; }
}

quick=() made=artifacts/Image
case ${1:-}:${IMAGE:-all} in
    --run:*) shift; what=RustKernel.Run.slnf quick=(-p:RunAnalyzers=false); export RK_QUICK=true ;;
    *:all) what=RustKernel.sln ;;
    *:product) what=kernel/Product/Product.csproj made=artifacts/product/Image ;;
    *) echo "build.sh: IMAGE=$IMAGE: there are all (the default) and product" >&2; exit 2 ;;
esac
mkdir -p artifacts
lock_build
when=again
[ -e "$made" ] || { when=first; echo "Building for the first time; this takes one to three minutes."; }
# The compiler lives for a minute: to measure itself and to collect on every processor costs it more than it gains (a quarter).
export DOTNET_TieredPGO=0 DOTNET_gcServer=0 DOTNET_gcConcurrent=0
# Packages are looked for only when a project has changed since: that takes as long as compiling one.
restored=artifacts/dotnet/.restored-$(basename "$what")
changed=$(find . \( -name artifacts -o -name .git \) -prune -o \
    \( -name '*.csproj' -o -name '*.props' -o -name '*.targets' -o -name '*.slnf' -o -name '*.sln' -o -name global.json \) \
    -newer "$restored" -print -quit 2> /dev/null) && [ -e "$restored" ] && [ -z "$changed" ] && quick+=(--no-restore)
tick "$(basename "${what%.*}")-$when"
dotnet build "$what" "${quick[@]}" -v q -nologo -clp:NoSummary -tl:off "$@" 9>&- || { tock failed; rm -f "$restored"; exit 1; }
tock
[ ! -d artifacts/dotnet ] || touch "$restored"
exec 9>&-
[ "$what" != RustKernel.Run.slnf ] || exec "$root/rk" --version > /dev/null
