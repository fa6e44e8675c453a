/*
 * Goes to TARGET, registers as they are. As a raw image QEMU boots it as it would boot Linux, at EL2 or EL1; as an ELF file on whatever CPUs and at
 * whatever level the machine starts, EL3 with secure=on, the device tree at the start of RAM.
 */
        .text
        .globl  _start
_start:
        b       1f                              // arm64 Image header
        .long   0
        .quad   0x10000000                      // text_offset: far from what lies at TARGET
        .quad   0x1000
        .quad   0xA
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0
1:      ldr     x4, =TARGET
        br      x4
