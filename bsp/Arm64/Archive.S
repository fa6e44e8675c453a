// The boot archive inside the image: read-only data at a page boundary, so that programs are shown in place. Without services it is empty.

        .include "Macros.inc"

        .section .archive, "a", %progbits
        .balign 4096
boot_archive:
        .include "BootArchive.inc"
        .balign 4096
boot_archive_end:

        .text
        function get_boot_archive
        adrp    x0, boot_archive
        ret

        function get_boot_archive_end
        adrp    x0, boot_archive_end
        ret
