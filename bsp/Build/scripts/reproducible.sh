#!/usr/bin/env bash
# Builds the kernel a second time, in another directory, and compares the Images byte for byte.
# The copy is a clone with the working tree's files on top, so that both name the same commit.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1

[ -r artifacts/Image ] || { echo "artifacts/Image is missing; make build makes it"; exit 1; }

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
copy=$temporary/another/directory
if git rev-parse --git-dir > /dev/null 2>&1; then
    git clone -q --shared --no-checkout "$root" "$copy" && git -C "$copy" reset -q || exit 1
    git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do
        [ ! -e "$file" ] || printf '%s\0' "$file"
    done | tar -c --null -T - | tar -x -C "$copy" || exit 1
else
    mkdir -p "$copy"
    tar -c --exclude=./artifacts . | tar -x -C "$copy" || exit 1
fi

(cd "$copy" && dotnet build kernel/Boot/Boot.csproj -v q -nologo -clp:NoSummary < /dev/null) || { echo "the second build failed"; exit 1; }
sha256sum artifacts/Image "$copy/artifacts/Image"
if ! cmp artifacts/Image "$copy/artifacts/Image"; then
    echo "The same sources gave two different Images."
    exit 1
fi
