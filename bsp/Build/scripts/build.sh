#!/usr/bin/env bash
# Builds the solution: host tools, tests, kernel.elf and Image. Prints little when all is well.
# IMAGE=product builds artifacts/product/Image alone: the kernel and its services without suites and test programs.
. "$(dirname "$0")/common.sh"
cd "$root" || exit 1
case ${IMAGE:-all} in
    all) what=RustKernel.sln ;;
    product) what=kernel/Product/Product.csproj ;;
    *) echo "build.sh: IMAGE=$IMAGE: there are all (the default) and product" >&2; exit 2 ;;
esac
exec dotnet build "$what" -v q -nologo -clp:NoSummary "$@"
