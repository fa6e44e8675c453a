# Sourced by the scripts beside it: where the repository is, and how tools.tsv is read.

set -u
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$scripts/../../.." && pwd)
tools=${RK_TOOLS:-$root/bsp/Build/tools.tsv}

# Builds must not wait for a person, and must not leave servers behind that hold a CI job's output open.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
if [ "${CI:-}" = true ]; then
    export MSBUILDDISABLENODEREUSE=1
fi

# at_least FOUND NEEDED: true when version FOUND is NEEDED or newer.
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# version_of COMMAND REGEX: the version that COMMAND reports, or nothing when it is not installed.
version_of() {
    local output program=${1%% *}
    command -v "$program" > /dev/null 2>&1 || return 0
    output=$($1 2>&1 < /dev/null)
    if [[ $output =~ $2 ]]; then
        echo "${BASH_REMATCH[1]}"
    else
        echo unknown
    fi
}

# each_tool FUNCTION: calls FUNCTION name command regex minimum package why, for every row of tools.tsv.
each_tool() {
    local name command regex minimum package why
    while IFS=$'\t' read -r name command regex minimum package why; do
        "$1" "$name" "$command" "$regex" "$minimum" "$package" "$why"
    done < <(tail -n +2 "$tools")
}
