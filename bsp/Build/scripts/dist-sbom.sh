#!/usr/bin/env bash
# Writes the bill of materials of a distribution, CycloneDX 1.6 as JSON: every NuGet package by its hash, as the tool CycloneDX reads it from
# what was restored; the .NET runtime, the page's libraries and the Image, which that tool does not know.
# usage: dist-sbom.sh FOLDER VERSION > sbom.cdx.json      (FOLDER: as dist.sh lays it out, with licences/)
# Only what the programs' .deps.json name is in it, and all of that must be: build tools are not shipped. No serial number, the commit's time.
. "$(dirname "$0")/common.sh"
set -e -o pipefail
export LC_ALL=C

stage=$(cd "$1" && pwd) version=$2
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

dotnet tool restore > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
for program in Cli FarmServer; do
    dotnet CycloneDX "hil/$program/$program.csproj" -o "$work" -fn $program.json -F Json -spv 1.6 -ns < /dev/null > "$work/log" 2>&1 \
        || { cat "$work/log" >&2; exit 1; }
done

# hash KIND NAME VERSION: what a package's file came to when it was fetched, in hexadecimal digits.
hash_of() {
    base64 -d < "$cache/${1,,}/$2/${1,,}.$2.nupkg.sha512" | od -An -v -tx1 | tr -d ' \n'
}

tail -n +2 "$stage/licences/packages.tsv" | while IFS=$'\t' read -r kind name package_version licence; do
    sha512=
    [ "$kind" != runtime ] || sha512=$(hash_of "$name" "$package_version")
    jq -nc --arg kind "$kind" --arg name "$name" --arg version "$package_version" --arg licence "$licence" --arg sha512 "$sha512" '$ARGS.named'
done > "$work/shipped.json"

jq -nS --arg version "$version" --arg time "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" \
    --arg image "$(sha256sum < "$stage/artifacts/Image" | cut -d ' ' -f 1)" \
    --slurpfile cli "$work/Cli.json" --slurpfile farm "$work/FarmServer.json" --slurpfile shipped "$work/shipped.json" '
    def own: "pkg:generic/rustkernel@\($version)";
    def ref: if .kind == "npm" then "pkg:npm/\(.name | sub("^@"; "%40"))@\(.version)" else "pkg:nuget/\(.name)@\(.version)" end;
    ($cli[0].components + $farm[0].components | map({key: ."bom-ref", value: .}) | from_entries) as $known
    | ($shipped | map(
        if .kind == "nuget" then $known[ref] // error("\(.name) \(.version) is shipped and not in what CycloneDX found")
        else {type: (if .kind == "npm" then "library" else "framework" end), "bom-ref": ref, purl: ref, name, version, scope: "required",
              licenses: [{license: {id: .licence}}]} + (if .sha512 == "" then {} else {hashes: [{alg: "SHA-512", content: .sha512}]} end)
        end) | sort_by(."bom-ref")) as $components
    | ($components | map(."bom-ref")) as $refs
    | {
        bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
        metadata: {timestamp: $time, tools: $cli[0].metadata.tools,
                   component: {type: "application", "bom-ref": own, purl: own, name: "rustkernel", version: $version}},
        components: ($components + [{type: "operating-system", "bom-ref": "rustkernel-image", name: "Image", version: $version,
                                     hashes: [{alg: "SHA-256", content: $image}]}]),
        dependencies: ([{ref: own, dependsOn: ($refs + ["rustkernel-image"])}]
            + ($cli[0].dependencies + $farm[0].dependencies | map(select(.ref as $ref | $refs | index($ref)))
               | group_by(.ref) | map({ref: .[0].ref, dependsOn: (map(.dependsOn // []) | add | unique | map(select(. as $on | $refs | index($on))))})))
      }'
