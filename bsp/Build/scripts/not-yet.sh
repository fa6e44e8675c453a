#!/bin/sh
# Says plainly that a verb has no content yet. Exit status 2: nothing was run, so nothing passed.
# usage: not-yet.sh VERB REASON
echo "make $1: not available yet: $2." >&2
exit 2
