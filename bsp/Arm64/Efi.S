// The image as an EFI application: takes from the firmware what the kernel needs (device tree, memory map, command line),
// leaves boot services, switches MMU and caches off and goes on at boot_entry as if a plain boot loader had jumped there.
// Without a device tree it says so on the firmware's console and returns. Position-independent; never calls C#.
// Offsets are those of 64-bit UEFI. [UEFI 2.10 EFI System Table, EFI Boot Services Table,
// EFI Loaded Image Protocol, Simple Text Output Protocol, Simple File System Protocol, File Protocol]

        .include "Layout.inc"

        .equ SYSTEM_TABLE_CON_OUT,      64
        .equ SYSTEM_TABLE_BOOT_SERVICES, 96
        .equ SYSTEM_TABLE_ENTRIES,      104             // count, then the configuration table's address
        .equ CONFIGURATION_ENTRY_SIZE,  24
        .equ GET_MEMORY_MAP,            56
        .equ HANDLE_PROTOCOL,           152
        .equ EXIT_BOOT_SERVICES,        232
        .equ TEXT_OUTPUT_STRING,        8
        .equ LOADED_IMAGE_DEVICE,       24
        .equ LOADED_IMAGE_OPTIONS_SIZE, 48
        .equ LOADED_IMAGE_OPTIONS,      56
        .equ FILE_SYSTEM_OPEN_VOLUME,   8
        .equ FILE_OPEN,                 8
        .equ FILE_CLOSE,                16
        .equ FILE_READ,                 32
        .equ FILE_MODE_READ,            1
        .equ EFI_UNSUPPORTED,           3               // with bit 63: an error
        .equ EXIT_ATTEMPTS,             8
        .equ FDT_MAGIC_AS_LOADED,       0xEDFE0DD0

        // The frame: saved registers, then room for one result of a service.
        .equ FRAME_BYTES,               112
        .equ RESULT,                    96

        .macro  address register, symbol
        adrp    \register, \symbol
        add     \register, \register, :lo12:\symbol
        .endm

        // Calls a function of a table of function pointers; x9 is free for it.
        .macro  service table, offset
        ldr     x9, [\table, #\offset]
        blr     x9
        .endm

        .section .text.efi, "ax", %progbits
        .balign 4
        .globl  efi_entry
        .type   efi_entry, %function
        // x0 image handle, x1 system table; on the firmware's stack. Kept: x19 system table, x20 image handle, x21 boot
        // services, x22 device tree, x23 handover, x24 loaded image, file system or file, x25 attempts, x26 volume.
efi_entry:
        stp     x29, x30, [sp, #-FRAME_BYTES]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        mov     x19, x1
        mov     x20, x0
        ldr     x21, [x19, #SYSTEM_TABLE_BOOT_SERVICES]
        address x23, efi_handover
        bl      find_device_tree
        address x0, no_device_tree_text
        cbz     x22, refuse
        bl      read_load_options
        bl      read_command_file

        // The memory map's key is stale when anything was allocated since, also by an event that ExitBootServices itself
        // signals: then the map is read again. After a first attempt nothing but these two services may be called.
        mov     x25, #EXIT_ATTEMPTS
1:      mov     x0, #HANDOVER_MAP_CAPACITY
        str     x0, [x23, #HANDOVER_MAP_BYTES]
        add     x0, x23, #HANDOVER_MAP_BYTES
        add     x1, x23, #HANDOVER_MAP
        add     x2, x23, #HANDOVER_MAP_KEY
        add     x3, x23, #HANDOVER_DESCRIPTOR_BYTES
        add     x4, x23, #HANDOVER_VERSION
        service x21, GET_MEMORY_MAP
        cbnz    x0, 2f
        mov     x0, x20
        ldr     x1, [x23, #HANDOVER_MAP_KEY]
        service x21, EXIT_BOOT_SERVICES
        cbz     x0, leave_firmware
        sub     x25, x25, #1
        cbnz    x25, 1b
        b       return_status
2:      cmp     x25, #EXIT_ATTEMPTS
        b.ne    return_status
        address x0, no_memory_map_text

        // x0: an ASCII text to print. Returns EFI_UNSUPPORTED to the firmware, which goes on with its next choice.
refuse:
        mov     x24, x0
1:      ldrb    w0, [x24], #1                   // one character and a NUL at a time: UCS-2 needs no table then
        str     w0, [x29, #RESULT]
        cbz     w0, 2f
        ldr     x0, [x19, #SYSTEM_TABLE_CON_OUT]
        add     x1, x29, #RESULT
        service x0, TEXT_OUTPUT_STRING
        b       1b
2:      mov     x0, #EFI_UNSUPPORTED
        orr     x0, x0, #(1 << 63)
return_status:
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #FRAME_BYTES
        ret

        // x22: the configuration table's device tree, or 0 when there is none that deserves the name.
find_device_tree:
        mov     x22, #0
        ldp     x0, x1, [x19, #SYSTEM_TABLE_ENTRIES]
        address x2, device_tree_guid
        ldp     x3, x4, [x2]
1:      cbz     x0, 9f
        sub     x0, x0, #1
        ldp     x5, x6, [x1], #CONFIGURATION_ENTRY_SIZE
        cmp     x5, x3
        ccmp    x6, x4, #0, eq
        b.ne    1b
        ldur    x2, [x1, #-8]
        cbz     x2, 9f
        tst     x2, #7                          // boot_entry wants what the boot protocol promises
        b.ne    9f
        ldr     w3, [x2]
        ldr     w4, =FDT_MAGIC_AS_LOADED
        cmp     w3, w4
        csel    x22, x2, xzr, eq
9:      ret

        // Copies the load options, whatever they are; C# judges them. Leaves x24 = the loaded image protocol or 0.
read_load_options:
        str     xzr, [x23, #HANDOVER_OPTIONS_BYTES]
        str     x30, [x29, #80]
        mov     x0, x20
        address x1, loaded_image_guid
        add     x2, x29, #RESULT
        service x21, HANDLE_PROTOCOL
        mov     x24, #0
        cbnz    x0, 9f
        ldr     x24, [x29, #RESULT]
        ldr     w0, [x24, #LOADED_IMAGE_OPTIONS_SIZE]
        ldr     x1, [x24, #LOADED_IMAGE_OPTIONS]
        cbz     x1, 9f
        str     x0, [x23, #HANDOVER_OPTIONS_BYTES]      // the true size: C# reports when something was cut off
        mov     x2, #HANDOVER_OPTIONS_CAPACITY
        cmp     x0, x2
        csel    x0, x0, x2, ls
        add     x2, x23, #HANDOVER_OPTIONS
1:      cbz     x0, 9f
        ldrb    w3, [x1], #1
        strb    w3, [x2], #1
        sub     x0, x0, #1
        b       1b
9:      ldr     x30, [x29, #80]
        ret

        // Reads \cmdline.txt from the volume that the image came from, when there is one.
read_command_file:
        str     xzr, [x23, #HANDOVER_FILE_BYTES]
        str     x30, [x29, #80]
        cbz     x24, 9f
        ldr     x0, [x24, #LOADED_IMAGE_DEVICE]
        cbz     x0, 9f                          // loaded from memory
        address x1, file_system_guid
        add     x2, x29, #RESULT
        service x21, HANDLE_PROTOCOL
        cbnz    x0, 9f
        ldr     x0, [x29, #RESULT]
        add     x1, x29, #RESULT
        service x0, FILE_SYSTEM_OPEN_VOLUME
        cbnz    x0, 9f
        ldr     x26, [x29, #RESULT]
        mov     x0, x26
        add     x1, x29, #RESULT
        address x2, command_file_name
        mov     x3, #FILE_MODE_READ
        mov     x4, #0
        service x0, FILE_OPEN
        cbnz    x0, 8f
        ldr     x24, [x29, #RESULT]
        mov     x0, #HANDOVER_FILE_CAPACITY
        str     x0, [x29, #RESULT]
        mov     x0, x24
        add     x1, x29, #RESULT
        add     x2, x23, #HANDOVER_FILE
        service x0, FILE_READ
        ldr     x1, [x29, #RESULT]
        cmp     x0, #0
        csel    x1, x1, xzr, eq
        str     x1, [x23, #HANDOVER_FILE_BYTES]
        mov     x0, x24
        service x0, FILE_CLOSE
8:      mov     x0, x26
        service x0, FILE_CLOSE
9:      ldr     x30, [x29, #80]
        ret

        // Boot services are gone; memory is ours. What was written through the caches goes to memory before they are
        // switched off: the image with the handover in it, and the device tree. No store between here and boot_entry.
leave_firmware:
        msr     daifset, #0xF
        mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4                 // DminLine: log2 of words
        mov     x3, #4
        lsl     x2, x3, x2
        adrp    x0, _start
        adrp    x1, _image_end
        bl      clean_to_memory
        ldr     w1, [x22, #4]                   // the tree's size, big-endian; the kernel's window takes 2 MiB
        rev     w1, w1
        mov     w3, #0x200000
        cmp     w1, w3
        csel    w1, w1, w3, ls
        mov     x0, x22
        add     x1, x0, x1
        bl      clean_to_memory
        ic      iallu
        dsb     sy
        isb
        mov     x3, #0x1005                     // SCTLR_ELx.M, C, I
        mrs     x0, CurrentEL
        cmp     x0, #0x8                        // EL2
        b.eq    1f
        mrs     x0, sctlr_el1
        bic     x0, x0, x3
        msr     sctlr_el1, x0
        b       2f
1:      mrs     x0, sctlr_el2
        bic     x0, x0, x3
        msr     sctlr_el2, x0
2:      isb
        mov     x0, x22
        mov     x25, x23
        b       boot_entry

        // Cleans and invalidates the lines of x0 .. x1 to the point of coherency; x2 the line's size. Clobbers x0, x3.
clean_to_memory:
        sub     x3, x2, #1
        bic     x0, x0, x3
1:      dc      civac, x0
        add     x0, x0, x2
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret
        .size   efi_entry, . - efi_entry

        .ltorg

        .section .rodata.efi, "a", %progbits
        .balign 8
device_tree_guid:                               // EFI_DTB_TABLE_GUID [UEFI 2.10 EFI Configuration Table]
        .long   0xB1B621D5
        .short  0xF19C, 0x41A5
        .byte   0x83, 0x0B, 0xD9, 0x15, 0x2C, 0x69, 0xAA, 0xE0
loaded_image_guid:
        .long   0x5B1B31A1
        .short  0x9562, 0x11D2
        .byte   0x8E, 0x3F, 0x00, 0xA0, 0xC9, 0x69, 0x72, 0x3B
file_system_guid:
        .long   0x964E5B22
        .short  0x6459, 0x11D2
        .byte   0x8E, 0x39, 0x00, 0xA0, 0xC9, 0x69, 0x72, 0x3B
command_file_name:                              // L"\cmdline.txt"
        .short  '\\', 'c', 'm', 'd', 'l', 'i', 'n', 'e', '.', 't', 'x', 't', 0
no_device_tree_text:
        .ascii  "RustKernel: the firmware offers no device tree, and this kernel does not read ACPI.\r\n"
        .ascii  "Set the firmware to device tree, or give QEMU -machine virt,acpi=off. Back to the firmware.\r\n\0"
no_memory_map_text:
        .asciz  "RustKernel: the firmware's memory map is missing or larger than 32 KiB. Back to the firmware.\r\n"

        .section .handover, "aw", %nobits
        .balign 4096
efi_handover:
        .space  HANDOVER_SIZE
