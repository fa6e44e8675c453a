#!/usr/bin/env bash
# Finds out which optional packages can be restored here, and writes it down: artifacts/optional-packages.props (read by
# hil/Cli) and artifacts/optional-packages.tsv (name, yes or no, why; read by rk doctor).
. "$(dirname "$0")/common.sh"

mkdir -p "$root/artifacts"
props=$root/artifacts/optional-packages.props list=$root/artifacts/optional-packages.tsv
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
printf '<Project>\n  <PropertyGroup>\n' > "$temporary/props"
: > "$temporary/list"
for project in "$root"/hil/Optional/*/*.csproj; do
    name=$(basename "$project" .csproj)
    package=$(sed -n 's/.*PackageReference Include="\([^"]*\)" Version="\([^"]*\)".*/\1 \2/p' "$project")
    if log=$(dotnet restore "$project" --nologo -v q 2>&1 < /dev/null); then
        printf '    <RkOptional%s>true</RkOptional%s>\n' "$name" "$name" >> "$temporary/props"
        printf '%s\tyes\t%s\n' "$package" "hil/Optional/$name" >> "$temporary/list"
    else
        why=$(grep -om1 'error NU[0-9]*: .*' <<< "$log" | sed 's/^error //; s/\. .*//; s/ \[.*//; s/\t/ /g')
        printf '%s\tno\t%s\n' "$package" "${why:-dotnet restore failed}" >> "$temporary/list"
    fi
done
printf '  </PropertyGroup>\n</Project>\n' >> "$temporary/props"
cmp -s "$temporary/props" "$props" || cp "$temporary/props" "$props"
cp "$temporary/list" "$list"
awk -F '\t' '{ print "optional package " $1 ": " ($2 == "yes" ? "in this build" : "not in this build: " $3) }' "$list"
