#!/bin/sh
# Makes docs/figures/make-run.svg: a real session of make run, typed by record-run.exp, as an animated picture.
# usage: record-run.sh [FILE]
set -eu
cd "$(dirname "$0")/../../.."
file=${1:-docs/figures/make-run.svg}
bsp/Build/scripts/ensure-deps.sh run pictures

# The picture is of a run, not of a compiler.
bsp/Build/scripts/build.sh --run > /dev/null

# termtosvg wants a terminal. Frames below 60 ms are not seen, pauses over 3 s are not waited for.
export TERM=xterm-256color MSBUILDTERMINALLOGGER=off
script -qec "stty rows 32 cols 100; termtosvg '$file' -g 100x32 -m 60 -M 3000 -D 4000 -t window_frame \
    -c 'expect bsp/Build/scripts/record-run.exp'" /dev/null < /dev/null > /dev/null
grep -q 'switched itself off' "$file" || { echo "record-run: $file does not end as a run ends: expect bsp/Build/scripts/record-run.exp" >&2; exit 3; }
echo "record-run: $file, $(wc -c < "$file") bytes"
