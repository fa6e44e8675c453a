#!/usr/bin/env bash
# Builds the solution: host tools, tests, kernel.elf and Image. Prints little when all is well.
. "$(dirname "$0")/common.sh"
cd "$root" && exec dotnet build RustKernel.sln -v q -nologo -clp:NoSummary "$@"
