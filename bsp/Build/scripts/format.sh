#!/usr/bin/env bash
# Fails when `dotnet format` would change a file, and names it. Whitespace is checked by folder, which loads no project and so
# takes seconds; style needs the solution. Analyzer rules are errors in every build and need no third pass.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1

quietly() {
    local log status
    log=$("$@" 2>&1 < /dev/null)
    status=$?
    [ $status = 0 ] || grep -v -e 'Required references did not load' -e 'Warnings were encountered while loading' <<< "$log"
    return $status
}

quietly dotnet format whitespace . --folder --verify-no-changes --exclude artifacts || status=1
quietly dotnet format style RustKernel.sln --no-restore --verify-no-changes || status=1
exit "${status:-0}"
