#!/usr/bin/env bash
# Fetches what tests read and the repository does not hold: Debian's device trees (for the reader's tests) and the Raspberry
# Pi 4's tree and firmware (for its board). What is in the cache already needs no network.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1
bsp/DeviceTree/corpus/fetch-debian-dtbs.sh > /dev/null && ./rk firmware fetch rpi4 > /dev/null
