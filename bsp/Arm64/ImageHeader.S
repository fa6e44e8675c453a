// The image's first page: what boot loaders read before they run anything. Two headers share it: the arm64 Image header (raw
// loaders, U-Boot's booti, Raspberry Pi firmware, QEMU) and a PE/COFF header that makes the same file an EFI application.
// No code but the two instructions of the Image header: an EFI loader may map this page without the right to execute.

        // PE/COFF constants. [UEFI 2.10 UEFI Images] [PE COFF File Header, Optional Header, Section Flags]
        .equ PE_MACHINE_ARM64,          0xAA64
        .equ PE_CHARACTERISTICS,        0x0226  // executable, no line numbers, large addresses, no debug data
        .equ PE_OPTIONAL_MAGIC_64,      0x20B
        .equ PE_SUBSYSTEM_EFI,          10
        .equ PE_NX_COMPATIBLE,          0x0100
        .equ PE_TEXT,                   0x60000020      // code, execute, read
        .equ PE_RODATA,                 0x40000040      // initialised data, read
        .equ PE_DATA,                   0xC0000040      // initialised data, read, write
        .equ PE_ALIGNMENT,              4096

        .section .boot.header, "ax", %progbits
        .globl _start
_start:
        // The arm64 Image header, 64 bytes. The first instruction does nothing that matters and reads "MZ".
        add     x13, x18, #0x16
        b       primary_entry
        .quad   0x80000                         // text_offset: where firmware without other wishes puts us
        .quad   _image_size                     // memory needed, .bss and tables included
        .quad   0xA                             // little-endian, 4 KiB pages, anywhere in memory
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   pe_header - _start

        .balign 8
pe_header:
        .ascii  "PE\0\0"
        .short  PE_MACHINE_ARM64
        .short  3                               // sections
        .long   0, 0, 0                         // no time stamp (the build is reproducible), no symbols
        .short  pe_sections - pe_optional
        .short  PE_CHARACTERISTICS
pe_optional:
        .short  PE_OPTIONAL_MAGIC_64
        .byte   0, 0                            // linker version
        .long   _pe_text_size
        .long   _pe_data_size
        .long   0                               // uninitialised data is part of .data's size in memory
        .long   _pe_entry
        .long   PE_ALIGNMENT                    // where code begins: after this page
        .quad   0                               // no preferred address, and nothing to relocate
        .long   PE_ALIGNMENT                    // of sections in memory: firmware gives rights by the page
        .long   PE_ALIGNMENT                    // of sections in the file: the file is the memory's picture
        .short  0, 0                            // operating system, image, subsystem versions
        .short  0, 1
        .short  0, 0
        .long   0
        .long   _image_size
        .long   PE_ALIGNMENT                    // headers
        .long   0                               // checksum: EFI applications have none
        .short  PE_SUBSYSTEM_EFI
        .short  PE_NX_COMPATIBLE
        .quad   0, 0, 0, 0                      // stack and heap: the firmware's
        .long   0
        .long   (pe_sections - pe_directories) / 8
pe_directories:
        .fill   16, 8, 0                        // all empty; readers take it for granted that there are 16
pe_sections:
        .ascii  ".text\0\0\0"
        .long   _pe_text_size, PE_ALIGNMENT, _pe_text_size, PE_ALIGNMENT
        .long   0, 0, 0, PE_TEXT
        .ascii  ".rodata\0"
        .long   _pe_rodata_size, _pe_rodata_offset, _pe_rodata_size, _pe_rodata_offset
        .long   0, 0, 0, PE_RODATA
        .ascii  ".data\0\0\0"
        .long   _pe_data_memory_size, _pe_data_offset, _pe_data_size, _pe_data_offset
        .long   0, 0, 0, PE_DATA
