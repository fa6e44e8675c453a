#!/usr/bin/env bash
# openssl-glue.sh SOURCE OPENSSL FOLDER: compiles .NET's glue to OpenSSL for AArch64.
# SOURCE is what comes with the compiler of NativeAOT, OPENSSL has the files of Debian's libssl-dev, the library goes into FOLDER.
set -euo pipefail
source=$1 openssl=$2/usr folder=$3
libraries=$openssl/lib/aarch64-linux-gnu
name=libSystem.Security.Cryptography.Native.OpenSsl.a

mkdir -p "$folder"
exec 9> "$folder/lock"
flock 9
[ ! -e "$folder/$name" ] || exit 0
compile() {
    cmake -S "$source" -B "$folder/build" -DLOCAL_BUILD=1 -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
        -DCMAKE_C_COMPILER=aarch64-linux-gnu-gcc -DCMAKE_BUILD_TYPE=Release \
        "-DOPENSSL_INCLUDE_DIR=$openssl/include;$openssl/include/aarch64-linux-gnu" \
        "-DOPENSSL_CRYPTO_LIBRARY=$libraries/libcrypto.a" "-DOPENSSL_SSL_LIBRARY=$libraries/libssl.a" &&
        cmake --build "$folder/build" --parallel
}
compile > "$folder/log" 2>&1 || { tail -n 20 "$folder/log" >&2; echo "openssl-glue.sh: $folder/log has the whole" >&2; exit 1; }
mv "$folder/build/$name" "$folder/$name"
