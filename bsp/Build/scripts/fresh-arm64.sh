# Sourced after fresh-debian.sh by try-dist.sh --arm64: the fresh Debians are ARM64 machines that QEMU emulates, so each step runs as on
# an ARM64 host, only slower. Debian's own kernel boots; in place of systemd runs emulated/agent.sh.
# RK_SLOWER   how many times longer a step may take than on this host (default: 40)
# RK_CPU      the emulated core (default: cortex-a72, a Raspberry Pi 4's)
# $machine is a folder with what the host puts on top of the Debian at boot. The console is in $machine.run/console.
for program in qemu-system-aarch64 mke2fs cpio xz; do
    command -v $program > /dev/null || { echo "$me --arm64 needs $program" >&2; exit 2; }
done
slower=${RK_SLOWER:-40} kind=aarch64 emulator=
trial=$trial/arm64
mkdir -p "$trial"

# What a disk, a network and random numbers need of Debian's kernel, in the order of their needs.
modules=(virtio_blk crc16 crc32c_generic mbcache jbd2 ext4 failover net_failover virtio_net virtio-rng)

# make_kernel: Debian 13's kernel, kept, and the initrd.
make_kernel() {
    local packages tree=$trial/kernel.new module path
    if [ ! -r "$trial/kernel/vmlinuz" ]; then
        packages=$(DEBIAN_RELEASE=trixie "$root/hil/Firmware/debian-download.sh" linux-image-arm64 busybox-static) || return
        rm -rf "$tree" "$trial/kernel"
        mkdir -p "$tree/root"/{bin,proc,sys,dev,machine,modules}
        while IFS= read -r path; do dpkg-deb -x "$path" "$tree/unpacked" || return; done <<< "$packages"
        for module in "${modules[@]}"; do
            path=$(find "$tree/unpacked/usr/lib/modules" -name "$module.ko.xz")
            xz -d -c "$path" > "$tree/root/modules/$module.ko" || return
        done
        cp "$tree/unpacked/usr/bin/busybox" "$tree/root/bin/busybox"
        cp "$tree"/unpacked/boot/vmlinuz-* "$tree/vmlinuz"
        rm -rf "$tree/unpacked"
        mv "$tree" "$trial/kernel"
    fi
    printf '%s\n' "${modules[@]}" > "$trial/kernel/root/modules/order"
    install -m 755 "$scripts/emulated/init" "$scripts/emulated/agent.sh" "$trial/kernel/root"
    (cd "$trial/kernel/root" && find . | cpio -o -H newc --quiet) > "$trial/kernel/initrd"
}

# start_machine: boots $machine.img; the agent listens on two pipes.
start_machine() {
    local run=$machine.run disks
    rm -rf "$run"
    mkdir -p "$machine" "$run"
    mkfifo "$run/agent.in" "$run/agent.out"
    (cd "$machine" && find . -type f | tar -c --owner=0 --group=0 -T -) > "$run/put.tar"
    disks=(-drive "if=none,id=a,format=raw,cache=unsafe,file=$machine.img" -device virtio-blk-pci,drive=a
        -drive "if=none,id=b,format=raw,readonly=on,file=$run/put.tar" -device virtio-blk-pci,drive=b)
    qemu-system-aarch64 -M virt,gic-version=3 -cpu "${RK_CPU:-cortex-a72}" -smp 2 -m 3G -accel tcg,thread=multi \
        -display none -monitor none -no-reboot -serial "file:$run/console" -kernel "$trial/kernel/vmlinuz" -initrd "$trial/kernel/initrd" \
        -append 'console=ttyAMA0 quiet panic=-1' "${disks[@]}" -netdev user,id=n,ipv6=off -device virtio-net-pci,netdev=n,romfile= \
        -device virtio-rng-pci -device virtio-serial-pci \
        -chardev "pipe,id=agent,path=$run/agent" -device virtserialport,nr=1,chardev=agent \
        < /dev/null > "$run/emulator" 2>&1 &
    emulator=$!
    exec {to_agent}<> "$run/agent.in" {from_agent}<> "$run/agent.out"
}

# stop_machine: the Debian writes its disk and ends; after a minute it is ended.
stop_machine() {
    [ -n "$emulator" ] || return 0
    echo poweroff >&"$to_agent"
    for _ in $(seq 60); do kill -0 "$emulator" 2> /dev/null || break; sleep 1; done
    kill "$emulator" 2> /dev/null && echo "the emulated machine did not power off" >&2
    wait "$emulator" || true
    exec {to_agent}>&- {from_agent}>&-
    emulator=
}
trap '[ -z "$emulator" ] || kill "$emulator"' EXIT

# inside SECONDS COMMAND...: as in fresh-debian.sh, in the emulated machine, which boots for the first one.
inside() {
    # Beyond its own deadline a command has what a boot takes.
    local seconds=$(($1 * slower)) until=$((SECONDS + $1 * slower + 600)) words part line=
    shift
    [ -n "$emulator" ] || start_machine
    printf -v words '%q ' "$seconds" "$@"
    base64 -w 0 <<< "$words" >&"$to_agent"
    echo >&"$to_agent"
    while [ $SECONDS -lt $until ]; do
        if IFS= read -r -t 5 part <&"$from_agent"; then
            line+=$part
            case $line in 'agent-end '*) return "${line#agent-end }" ;; esac
            printf '%s\n' "$line"
            line=
        else
            line+=$part
            kill -0 "$emulator" 2> /dev/null || break
        fi
    done
    echo "the emulated machine ended or is silent; its console ends:"
    tail -n 15 "$machine.run/console" "$machine.run/emulator"
    return 125
}

# make_base IMAGE: what debootstrap makes. Its second stage runs in the machine.
make_base() {
    local machine=$trial/$suite-new
    rm -rf "$machine" "$machine.img" "$machine.tree"
    debootstrap --foreign --arch=arm64 --variant=minbase "$suite" "$machine.tree" "$mirror" || return
    # In a container debootstrap makes /proc a link.
    [ ! -L "$machine.tree/proc" ] || { rm "$machine.tree/proc" && mkdir "$machine.tree/proc"; } || return
    mke2fs -q -t ext4 -d "$machine.tree" -F "$machine.img" 6G || return
    inside 300 /debootstrap/debootstrap --second-stage && inside 60 apt-get clean || return
    stop_machine
    mv "$machine.img" "$1"
    rm -rf "$machine" "$machine.run" "$machine.tree"
}

# make_fresh: a copy of the disk that was kept.
make_fresh() {
    local base=$trial/$suite.base.img
    stop_machine
    make_kernel || return
    [ -r "$base" ] || make_base "$base" || return
    cp --sparse=always "$base" "$machine.img"
    rm -rf "$machine"
    mkdir -p "$machine/etc/apt" "$machine/root"
    echo "nameserver 10.0.2.3" > "$machine/etc/resolv.conf"
    printf 'deb %s %s main\n' "$mirror" "$suite" > "$machine/etc/apt/sources.list"
}
