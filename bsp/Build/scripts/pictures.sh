#!/bin/sh
# Makes the pictures in docs/figures: of a session with make run, and of how costs grow.
# usage: pictures.sh [run|growth]...
set -eu
cd "$(dirname "$0")/../../.."
[ $# -gt 0 ] || set -- run growth
for part; do
    case $part in
        run) bsp/Build/scripts/record-run.sh ;;
        growth) bsp/Build/scripts/build.sh --run && ./rk bench qemu-virt --growth all --plots docs/figures ;;
        *) echo "pictures: there is no picture '$part'; there are: run, growth" >&2; exit 2 ;;
    esac
done
