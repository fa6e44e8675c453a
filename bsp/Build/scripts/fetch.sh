#!/usr/bin/env bash
# Fetches what tests read and the repository does not hold: Debian's device trees (for the reader's tests), and the trees and
# firmware that boards/*/firmware/firmware.yaml list. What is in the cache already needs no network.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1
bsp/DeviceTree/corpus/fetch-debian-dtbs.sh > /dev/null || exit
for list in boards/*/firmware/firmware.yaml; do
    board=${list#boards/}
    ./rk firmware fetch "${board%%/*}" > /dev/null || exit
done
