#!/usr/bin/env bash
# Boots what emulates BOARD (boards/BOARD/board.yaml), halted before the first instruction, and attaches gdb to
# artifacts/kernel.elf.
#   CMDLINE     kernel command line
#   SERVICE     a program of artifacts/services, such as shell: its symbols, too; "sbreak PLACE" breaks there in its process alone
#   GDB_BATCH   gdb commands, separated by ";": run them and leave instead of giving a prompt
#   GDB_SOCKET  no gdb: QEMU waits at this socket for an editor's (.vscode/launch.json), until that or Ctrl-C ends it
# The serial line goes to artifacts/debug/serial.log. QEMU ends with gdb.
# Exit status: gdb's; 2 nothing to debug, 3 QEMU did not start.
. "$(dirname "$0")/common.sh"

directory=$root/artifacts/debug
kernel=$root/artifacts/kernel.elf
program=${SERVICE:+$root/artifacts/services/$SERVICE.elf}
[ -z "$program" ] || [ -r "$program" ] || { echo "make debug: there is no program $SERVICE in artifacts/services" >&2; exit 2; }
[ -r "$kernel" ] || { echo "make debug: $kernel is missing; make build makes it" >&2; exit 2; }
target=$("$root/rk" targets --emulates "${BOARD:=qemu-virt}") || { echo "make debug: BOARD=$BOARD has nothing to debug on" >&2; exit 2; }

# A socket path has a short limit, so it lives in the temporary directory and not below the repository.
mkdir -p "$directory"
runtime=$(mktemp -d)
socket=${GDB_SOCKET:-$runtime/gdb}
if [ -n "${GDB_SOCKET:-}" ]; then
    [ ${#GDB_SOCKET} -lt 108 ] || { echo "make debug: GDB_SOCKET=$GDB_SOCKET is too long for a socket's path (107 bytes)" >&2; exit 2; }
    [ ! -e "$GDB_SOCKET" ] || [ -S "$GDB_SOCKET" ] || { echo "make debug: GDB_SOCKET=$GDB_SOCKET is a file" >&2; exit 2; }
    rm -f "$GDB_SOCKET"
fi
qemu=
cleanup() {
    [ -z "$qemu" ] || kill "$qemu" 2> /dev/null
    rm -rf "$runtime"
}
trap cleanup EXIT

"$root/rk" qemu "$target" --console "$directory/serial.log" --gdb "$socket" ${CMDLINE:+--cmdline "$CMDLINE"} > "$runtime/command" || exit 2
mapfile -t command < "$runtime/command"
"${command[@]}" < /dev/null 2> "$directory/qemu.log" &
qemu=$!
# A busy host takes its time, so does the emulator's answer to gdb below (2 s by default, after which gdb asks again and loses step).
for _ in $(seq 1200); do
    [ -S "$socket" ] && break
    kill -0 "$qemu" 2> /dev/null || { echo "make debug: QEMU did not start: $(cat "$directory/qemu.log")" >&2; exit 3; }
    sleep 0.05
done

cat > "$directory/commands.gdb" <<GDB
set pagination off
set confirm off
set breakpoint pending on
set remotetimeout 60
set substitute-path . $root
directory $root
target remote $socket
GDB

# All programs lie at the same addresses: which one runs is told by the build id that its first page has, at 0xf8.
if [ -n "$program" ]; then
    id=$(llvm-readelf -n "$program" | sed -n 's/.*Build ID: *\(..\)\(..\)\(..\)\(..\).*/0x\4\3\2\1/p')
    cat >> "$directory/commands.gdb" <<GDB
add-symbol-file $program
define sbreak
  break \$arg0 if *(unsigned int *)0x4000f8 == $id
end
document sbreak
sbreak PLACE: break at a function or FILE:LINE of $SERVICE, in its process alone.
end
GDB
fi

echo "QEMU is halted before its first instruction; the serial line goes to ${directory#"$root"/}/serial.log."
if [ -n "${GDB_SOCKET:-}" ]; then
    echo "It waits for a debugger at $GDB_SOCKET."
    wait "$qemu"
elif [ -n "${GDB_BATCH:-}" ]; then
    batch=()
    while IFS= read -r command; do
        batch+=(-ex "$command")
    done < <(tr ';' '\n' <<< "$GDB_BATCH" | sed 's/^ *//; s/ *$//; /^$/d')
    gdb-multiarch -q -nx -batch -x "$directory/commands.gdb" "${batch[@]}" "$kernel" < /dev/null
else
    echo "Try: break kernel_main, continue, bt, info locals${SERVICE:+; sbreak FILE:LINE in $SERVICE}."
    gdb-multiarch -q -nx -x "$directory/commands.gdb" "$kernel"
fi
