#!/usr/bin/env bash
# Fetches the device trees of Debian's arm64 kernel package (about 600 boards) into the cache, for the reader's tests.
# Nothing is installed and nothing of it belongs into the repository: the files are GPL-2.0, see the copyright file
# kept beside them.
#
#   fetch-debian-dtbs.sh [--update]   prints the directory; with --update asks the archive even if there is one already
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rustkernel/debian-dtbs
current=$cache/current

# An earlier fetch that is still whole serves, so that tests need the network once.
if [ "${1:-}" != --update ] && [ -e "$current/manifest.sha256" ]; then
    if (cd "$current/" && sha256sum --quiet --strict -c manifest.sha256 >/dev/null 2>&1); then
        echo "$current"
        exit 0
    fi
    echo "fetch-debian-dtbs: $current is damaged, fetching again" >&2
fi

mkdir -p "$cache"
deb=$("$here/../../../hil/Firmware/debian-download.sh" linux-image-arm64)
name=$(basename "$deb" .deb)
staging=$(mktemp -d "$cache/staging.XXXXXX")
trap 'rm -rf "$staging"' EXIT
dpkg-deb --fsys-tarfile "$deb" |
    tar -C "$staging" -x --no-same-owner --wildcards './usr/lib/linux-image-*' './usr/share/doc/linux-image-*/copyright'
mkdir "$staging/dtb"
mv "$staging"/usr/lib/linux-image-*/* "$staging/dtb/"
mv "$staging"/usr/share/doc/linux-image-*/copyright "$staging/copyright"
rm -rf "$staging/usr"
(cd "$staging" && find copyright dtb -type f | sort | xargs sha256sum >manifest.sha256)
chmod 755 "$staging"
rm -rf "${cache:?}/$name"
mv "$staging" "$cache/$name"
trap - EXIT
ln -sfn "$name" "$current"
echo "$current"
