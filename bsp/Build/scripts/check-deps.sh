#!/usr/bin/env bash
# Prints each tool with the version found and the version needed.
# usage: check-deps.sh [--missing] [GROUP...|all]
#   --missing   prints "name<TAB>package<TAB>minimum" of what is missing or too old, and nothing else
# Exit status: 0 everything is there, 1 something is missing or too old.
. "$(dirname "$0")/common.sh"

mode=table
[ "${1:-}" != --missing ] || { mode=--missing; shift; }
choose_groups "$@"
missing=0

check() {
    local name=$1 command=$2 regex=$3 minimum=$4 package=$5 why=$6 found state=ok
    found=$(version_of "$command" "$regex")
    if [ -z "$found" ]; then
        state=missing
    elif [ "$found" = unknown ] || ! at_least "$found" "$minimum"; then
        state="too old"
    fi
    [ "$state" = ok ] || missing=1
    if [ "$mode" != --missing ]; then
        printf '%-16s %-12s %-12s %-8s %s\n' "$name" "${found:--}" "$minimum" "$state" "$why"
    elif [ "$state" != ok ]; then
        printf '%s\t%s\t%s\n' "$name" "$package" "$minimum"
    fi
}

[ "$mode" = --missing ] || printf '%-16s %-12s %-12s %-8s %s\n' tool found needed state "used for"
each_tool check
[ "$mode" = --missing ] || [ $missing = 0 ] || echo "Something is missing: make install-deps installs it."
exit $missing
