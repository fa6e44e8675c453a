# Runs in an emulated Debian what fresh-arm64.sh sends, one command at a time. A line is SECONDS and the words, quoted for bash, in
# base64. Back go what it prints and a line "agent-end STATUS". All that a command started ends with it. "poweroff" ends the machine.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
# Named after the place of QEMU's device among the others.
until set -- /dev/vport*p1 && [ -c "$1" ]; do sleep 1; done
exec 3<> "$1"

while :; do
    # There is nothing to read while the host's end is closed.
    IFS= read -r line <&3 || { sleep 1; continue; }
    if [ "$line" = poweroff ]; then
        sync
        mount -o remount,ro / || echo "agent: the disk is still written to"
        echo o > /proc/sysrq-trigger
    fi
    eval "words=($(base64 -d <<< "$line"))"
    unshare --mount-proc --pid --fork --kill-child timeout --kill-after=10 "${words[@]}" 2>&1 < /dev/null 3>&- | cat >&3
    printf '\nagent-end %s\n' "${PIPESTATUS[0]}" >&3
done
