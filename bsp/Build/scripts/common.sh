# Sourced by the scripts beside it: where the repository is, and how the tables of tools are read.

set -u
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$scripts/../../.." && pwd)

# Tools come in groups, so that a person who only runs the kernel installs nothing that tests need. A group is a file
# bsp/Build/tools.GROUP.tsv; "run", what builds and boots, is tools.tsv.
all_groups=(run debug lab cross tests hil dist pictures)
groups=(run)

# Builds must not wait for a person, and must not leave servers behind that hold a CI job's output open.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
if [ "${CI:-}" = true ]; then
    export MSBUILDDISABLENODEREUSE=1
fi

# tick NAME: from now on a terminal has a line with the seconds that have passed, and those that are left as far as the last time
# tells. tock ends that and keeps the time; tock failed keeps nothing. MSBuild's own drawing would be in the way: -tl:off.
tick() {
    tick_file=$root/artifacts/times/make-$1 tick_begun=$SECONDS tick_process=
    [ -t 2 ] || return 0
    show_ticks "$(cat "$tick_file" 2> /dev/null)" 9>&- &
    tick_process=$!
}

show_ticks() {
    local usual=${1:-0} passed left
    while sleep 1 && kill -0 $$ 2> /dev/null; do
        passed=$((SECONDS - tick_begun)) left=
        [ "$usual" -le "$passed" ] || left=", about $((usual - passed)) s left"
        # What is written next begins over this line.
        printf '\r\e[K  … %d s%s\r' "$passed" "$left" >&2
    done
}

tock() {
    if [ -n "$tick_process" ]; then
        kill "$tick_process"
        wait "$tick_process" 2> /dev/null || true
        printf '\r\e[K' >&2
    fi
    [ "${1:-}" != failed ] || return 0
    mkdir -p "${tick_file%/*}"
    echo $((SECONDS - tick_begun)) > "$tick_file"
}

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

# choose_groups GROUP...: what each_tool walks through from now on; "all" is every group, none leaves it at run.
choose_groups() {
    local group
    [ $# != 0 ] || return 0
    groups=("$@")
    [ "$*" != all ] || groups=("${all_groups[@]}")
    for group in "${groups[@]}"; do
        [ -r "$(table_of "$group")" ] || { echo "there is no group of tools '$group'; there are: ${all_groups[*]}, all" >&2; exit 2; }
    done
}

table_of() {
    if [ "$1" = run ]; then
        of_host "$root/bsp/Build/tools.tsv"
    else
        of_host "$root/bsp/Build/tools.$1.tsv"
    fi
}

# of_host TABLE: the table for this kind of host, tools.cross.aarch64.tsv, where there is one.
of_host() {
    local own=${1%.tsv}.${RK_HOST:-$(uname -m)}.tsv
    if [ -e "$own" ]; then echo "$own"; else echo "$1"; fi
}

# each_tool FUNCTION: calls FUNCTION name command regex minimum package why, for every row of the chosen groups' tables,
# or of the table RK_TOOLS alone.
each_tool() {
    local group name command regex minimum package why
    while IFS=$'\t' read -r name command regex minimum package why; do
        "$1" "$name" "$command" "$regex" "$minimum" "$package" "$why"
    done < <(
        if [ -n "${RK_TOOLS:-}" ]; then
            tail -q -n +2 "$(of_host "$RK_TOOLS")"
        else
            for group in "${groups[@]}"; do tail -q -n +2 "$(table_of "$group")"; done
        fi
    )
}
