#!/usr/bin/env bash
# Run before verbs that need tools: silent when all are there, else says what is missing and installs it.
# usage: ensure-deps.sh [GROUP...|all]
. "$(dirname "$0")/common.sh"

missing=$("$scripts/check-deps.sh" --missing "$@") && exit 0
echo "Missing or too old: $(cut -f1 <<< "$missing" | paste -sd, | sed 's/,/, /g'). Installing."
exec "$scripts/install-deps.sh" "$@"
