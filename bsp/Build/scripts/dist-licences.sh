#!/usr/bin/env bash
# Collects the licences of what a distribution brings along: a folder for each NuGet package that a program of it names in its .deps.json,
# for the .NET runtime, and for the page's libraries; and packages.tsv: kind, name, version, licence.
# usage: dist-licences.sh FOLDER     (FOLDER: as dist.sh lays it out; makes FOLDER/licences)
# A package that has only the name of its licence gets that text (bsp/Build/dist/licences, /usr/share/common-licenses) with its own
# copyright line. One whose licence is not known here ends this: its text must be looked up first.
. "$(dirname "$0")/common.sh"
set -e -o pipefail

stage=$1 to=$1/licences
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
rm -rf "$to"
mkdir -p "$to"

# of_nuspec FILE TAG: the text of one element.
of_nuspec() {
    tr -d '\r' < "$1" | tr '\n' ' ' | sed -n "s|.*<$2\( [^>]*\)\{0,1\}>\([^<]*\)</$2>.*|\2|p"
}

text_of() {
    local text=$root/bsp/Build/dist/licences/$1.txt
    [ -r "$text" ] || text=/usr/share/common-licenses/$1
    [ -r "$text" ] || { echo "dist-licences.sh: $2 has the licence '$1', whose text is not in bsp/Build/dist/licences" >&2; exit 1; }
    cat "$text"
}

# package KIND NAME VERSION: the package's own files, else the text by the licence's name.
package() {
    local from=${2,,} spec file licence own
    from=$cache/$from/$3
    spec=$(echo "$from"/*.nuspec)
    [ -r "$spec" ] || { echo "dist-licences.sh: $2 $3 is not in $cache" >&2; exit 1; }
    own=$to/$2-$3
    mkdir -p "$own"
    for file in "$from"/*; do
        case ${file##*/} in
            [Ll][Ii][Cc][Ee][Nn][SsCc][Ee]* | [Nn][Oo][Tt][Ii][Cc][Ee]* | THIRD-PARTY-NOTICES*) cp "$file" "$own" ;;
        esac
    done
    licence=$(of_nuspec "$spec" license)
    if ! compgen -G "$own/[Ll]*" > /dev/null; then
        { printf "%s\n\n" "$(of_nuspec "$spec" copyright | grep . || of_nuspec "$spec" authors)"; text_of "$licence" "$2 $3"; } > "$own/LICENSE.txt"
    fi
    case $licence in *.txt | *.TXT | *.md) licence="see its files" ;; esac
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$licence" >> "$to/packages.tsv"
}

printf 'kind\tname\tversion\tlicence\n' > "$to/packages.tsv"
while IFS=$'\t' read -r kind name version; do
    package "$kind" "${name#runtimepack.}" "$version"
done < <(jq -r '.libraries | to_entries[] | select(.value.type == "package" or .value.type == "runtimepack")
    | [if .value.type == "package" then "nuget" else "runtime" end] + (.key | split("/")) | @tsv' "$stage"/artifacts/*/*.deps.json | sort -u)
while IFS=$'\t' read -r file name version _; do
    case $file in
        */LICENSE)
            mkdir -p "$to/$(dirname "$file")"
            cp "$root/hil/FarmServer/wwwroot/lib/$file" "$to/$file"
            printf 'npm\t%s\t%s\tMIT\n' "$name" "$version" >> "$to/packages.tsv"
            ;;
    esac
done < <(tail -n +2 "$root/hil/FarmServer/libraries.tsv")
