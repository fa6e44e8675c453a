// The one buffer that is shared with the firmware before there are frames.

        .text
        .balign 16
        .globl  get_firmware_message
        .type   get_firmware_message, %function
get_firmware_message:
        adrp    x0, firmware_message
        add     x0, x0, :lo12:firmware_message
        ret
        .size   get_firmware_message, . - get_firmware_message

        // Two granules of the largest cache line that the architecture has (2 KiB) would be waste: 64 bytes is what every
        // CPU with such a mailbox has; 256 keeps neighbours away on others.
        .section .bss
        .balign 256
firmware_message:
        .space  256
