#!/usr/bin/env bash
# Fails when `dotnet format` would change a file.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1
dotnet format whitespace RustKernel.sln --no-restore --verify-no-changes \
    && dotnet format style RustKernel.sln --no-restore --verify-no-changes
