#!/usr/bin/env bash
# Makes what runs without a checkout and without .NET: for each host an archive and a Debian package, in artifacts/dist.
# usage: dist.sh [linux-x64|linux-arm64 ...]   (none: both)
# The same commit gives the same bytes in any folder: times are the commit's (SOURCE_DATE_EPOCH), owners root, names sorted.
# docs/DIST.md says what is inside.
. "$(dirname "$0")/common.sh"
set -e -o pipefail
umask 022
export LC_ALL=C TZ=UTC
cd "$root"

hosts=("$@")
[ ${#hosts[@]} != 0 ] || hosts=(linux-x64 linux-arm64)
for host in "${hosts[@]}"; do
    case $host in linux-x64 | linux-arm64) ;; *) echo "dist.sh: '$host': there are linux-x64 and linux-arm64" >&2; exit 2 ;; esac
done

git rev-parse -q --verify HEAD > /dev/null 2>&1 || { echo "make dist needs a clone: the commit is the version and the time of all files" >&2; exit 2; }
prefix=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props)
commit=$(git rev-parse --short=8 HEAD)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=$prefix~git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M).$commit
[ "$(git describe --tags --exact-match 2> /dev/null)" != "v$prefix" ] || version=$prefix
[ -z "$(git status --porcelain)" ] || version=$version+changed

out=$root/artifacts/dist work=$root/artifacts/dist/work parts=$root/bsp/Build/dist
mkdir -p "$out"
rm -rf "$out/stage" "$out"/rustkernel[-_]* "$out/SHA256SUMS"

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

# publish HOST PROJECT FOLDER: a program with the runtime. Objects lie apart from those of ./rk, which are for no host in particular.
publish() {
    dotnet publish "$2" -c Debug -o "$3" -nologo -v quiet -m:1 -nodeReuse:false -p:RunAnalyzers=false -p:ArtifactsPath="$work" \
        -p:DistHost="$1" -p:DistVersion="$version" < /dev/null
    # Symbols name no line that a reader of a package could look up.
    find "$3" \( -name '*.pdb' -o -name '*.xml' \) -delete
}

# tools: the tables that rk doctor reads, with what is of use where nothing is built.
tools() {
    mkdir -p "$1/bsp/Build"
    awk -F '\t' 'NR == 1 || $1 == "QEMU" || $1 == "setpriv"' bsp/Build/tools.tsv > "$1/bsp/Build/tools.tsv"
    { cat bsp/Build/tools.lab.tsv; awk -F '\t' '$1 == "llvm-symbolizer"' bsp/Build/tools.tsv; } > "$1/bsp/Build/tools.lab.tsv"
}

# share_files FOLDER FOLDER: files of the second that the first has, too, become hard links: both have the .NET runtime.
share_files() {
    local file
    (cd "$2" && find . -type f) | while IFS= read -r file; do
        if cmp -s "$1/$file" "$2/$file"; then ln -f "$1/$file" "$2/$file"; fi
    done
}

# set_modes FOLDER: programs of the host may be started, nothing else: publish leaves libraries and texts as if they were programs.
set_modes() {
    local file
    find "$1" -type f -exec chmod 644 {} +
    find "$1" -type f ! -name '*.so' ! -name '*.elf' -print0 | while IFS= read -r -d '' file; do
        case $(head -c 4 "$file" | tr -d '\0') in '#!'* | $'\x7fELF') chmod 755 "$file" ;; esac
    done
}

# check_machine HOST FOLDER: every program and library in it is one of the host's kind of processor. ELF's e_machine: 3e is x86-64, b7 is AArch64.
check_machine() {
    local file machine wrong=0
    case $1 in linux-x64) machine=3e00 ;; *) machine=b700 ;; esac
    while IFS= read -r -d '' file; do
        [ "$(head -c 4 "$file" | tr -d '\0')" = $'\x7fELF' ] || continue
        [ "$(od -An -tx1 -j18 -N2 "$file" | tr -d ' ')" = $machine ] || { echo "dist.sh: $file does not run on $1" >&2; wrong=1; }
    done < <(find "$2" -type f -print0)
    return $wrong
}

# stage HOST FOLDER: all files of a distribution, as they lie in /usr/lib/rustkernel.
stage() {
    local host=$1 to=$2
    mkdir -p "$to/artifacts/services" "$to/hil/Firmware" "$to/docs"
    publish "$host" hil/Cli/Cli.csproj "$to/artifacts/rk"
    publish "$host" hil/FarmServer/FarmServer.csproj "$to/artifacts/farm"
    check_machine "$host" "$to/artifacts/rk"
    check_machine "$host" "$to/artifacts/farm"
    share_files "$to/artifacts/rk" "$to/artifacts/farm"
    llvm-strip --strip-debug "$to"/artifacts/rk/rk-*.so
    cp artifacts/Image artifacts/kernel.elf artifacts/boot.cpio "$to/artifacts"
    cp artifacts/services/*.elf "$to/artifacts/services"
    git ls-files -z boards | tar -c --null -T - | tar -x -C "$to"
    tools "$to"
    cp hil/Firmware/debian-download.sh hil/Firmware/packages.sha256 "$to/hil/Firmware"
    cp docs/*.md docs/rig.schema.json "$to/docs"
    printf 'version %s\ncommit %s\nhost %s\n' "$version" "$(git rev-parse HEAD)" "$host" > "$to/DISTRIBUTION"
    ln -s artifacts/rk/rk "$to/rk"
    cp "$parts/README.md" "$to"
    "$scripts/dist-licences.sh" "$to"
    "$scripts/dist-sbom.sh" "$to" "$version" > "$to/sbom.cdx.json"
    find "$to" -type d -exec chmod 755 {} +
    set_modes "$to"
    find "$to" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

say "Image of $version"
"$scripts/build.sh" --run
# What CycloneDX reads of the coordinator, which running does not need.
dotnet restore hil/FarmServer/FarmServer.csproj -v quiet < /dev/null
for host in "${hosts[@]}"; do
    name=rustkernel-$version-$host
    say "$host: rk and rk-farm with the .NET runtime"
    tick "dist-$host"
    stage "$host" "$out/stage/$name"
    say "$host: archive"
    tar -c -C "$out/stage" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" "$name" \
        | gzip -n > "$out/$name.tar.gz"
    package=$out/rustkernel_${version}_$(case $host in linux-x64) echo amd64 ;; *) echo arm64 ;; esac).deb
    say "$host: Debian package"
    "$scripts/dist-deb.sh" "$host" "$out/stage/$name" "$version" "$package"
    tock
done
(cd "$out" && sha256sum rustkernel[-_]* > SHA256SUMS)
say "done"
(cd "$out" && ls -l rustkernel[-_]* SHA256SUMS)
