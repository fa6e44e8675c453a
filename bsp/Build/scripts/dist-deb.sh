#!/usr/bin/env bash
# Makes a Debian package of a distribution: all of it in /usr/lib/rustkernel, /usr/bin/rk, shell completion, manual pages, the farm's units.
# usage: dist-deb.sh HOST FOLDER VERSION PACKAGE.deb     (FOLDER: as dist.sh lays it out)
. "$(dirname "$0")/common.sh"
set -e -o pipefail
umask 022
export LC_ALL=C TZ=UTC

host=$1 stage=$2 version=$3 package=$4 parts=$root/bsp/Build/dist
case $host in linux-x64) architecture=amd64 ;; linux-arm64) architecture=arm64 ;; *) echo "dist-deb.sh: no Debian name for $host" >&2; exit 2 ;; esac
tree=$(mktemp -d "$(dirname "$package")/deb.XXXXXX")
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

# Hard links stay: what rk and the coordinator both have is packed once.
mkdir -p "$tree/usr/lib" "$tree/usr/bin" "$tree/usr/share/doc" "$tree/DEBIAN" "$tree/etc/default" "$tree/etc/rustkernel"
cp -al "$stage" "$tree/usr/lib/rustkernel"
rm "$tree/usr/lib/rustkernel/rk"
ln -s ../lib/rustkernel/artifacts/rk/rk "$tree/usr/bin/rk"
mv "$tree/usr/lib/rustkernel/docs" "$tree/usr/share/doc/rustkernel"
mv "$tree/usr/lib/rustkernel/README.md" "$tree/usr/lib/rustkernel/sbom.cdx.json" "$tree/usr/share/doc/rustkernel"
cp -r "$tree/usr/lib/rustkernel/licences" "$tree/usr/share/doc/rustkernel"
rm -rf "$tree/usr/lib/rustkernel/licences"

# copyright, changelog.
{
    echo "RustKernel: (c) its authors; see the repository."
    echo
    echo "The package brings along what licences/packages.tsv lists, with the licences beside it:"
    echo
    tail -n +2 "$stage/licences/packages.tsv" | awk -F '\t' '{ printf "  %s %s: %s\n", $2, $3, $4 }'
} > "$tree/usr/share/doc/rustkernel/copyright"
printf 'rustkernel (%s) unstable; urgency=medium\n\n  * Of commit %s; see the repository for its changes.\n\n -- RustKernel <rustkernel@localhost.invalid>  %s\n' \
    "$version" "$(sed -n 's/^commit //p' "$stage/DISTRIBUTION")" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" \
    | gzip -n -9 > "$tree/usr/share/doc/rustkernel/changelog.gz"

# What shells and man read. The tool of this host prints the same words as the package's.
install -d "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" "$tree/usr/share/fish/vendor_completions.d"
"$root/rk" completion bash > "$tree/usr/share/bash-completion/completions/rk"
"$root/rk" completion zsh > "$tree/usr/share/zsh/vendor-completions/_rk"
"$root/rk" completion fish > "$tree/usr/share/fish/vendor_completions.d/rk.fish"
for page in "$root"/docs/man/*.[1-8]; do
    [ -r "$page" ] || continue
    install -d "$tree/usr/share/man/man${page##*.}"
    gzip -n -9 < "$page" > "$tree/usr/share/man/man${page##*.}/${page##*/}.gz"
done

# The services, off.
install -d "$tree/usr/lib/systemd/system"
cp "$parts"/rustkernel-farm*.service "$tree/usr/lib/systemd/system"
cp "$parts/rustkernel-farm.default" "$tree/etc/default/rustkernel-farm"

for script in postinst prerm postrm; do install -m 755 "$parts/debian/$script" "$tree/DEBIAN/$script"; done
cp "$parts/debian/conffiles" "$tree/DEBIAN/conffiles"
# Each file once, in KiB, whatever the file system makes of it.
size=$(find "$tree/usr" -type f -printf '%i %s\n' | sort -u | awk '{ sum += int(($2 + 1023) / 1024) } END { print sum }')
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/" "$parts/debian/control" > "$tree/DEBIAN/control"
(cd "$tree" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod 644 "$tree"/DEBIAN/{control,conffiles,md5sums} "$tree"/etc/default/* "$tree"/usr/lib/systemd/system/*
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# One thread: how xz divides its work among several shows in the bytes.
dpkg-deb --root-owner-group -Zxz -z1 --threads-max=1 -b "$tree" "$package" > /dev/null
