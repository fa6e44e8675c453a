// The only instructions of the image that touch device registers: each stub is one access of one width and a return. The
// compiler can neither merge, narrow, repeat nor drop a call. A build check disassembles them.

        .macro  stub name, instruction:vararg
        .globl  \name
        .type   \name, %function
\name:  \instruction
        ret
        .size   \name, . - \name
        .endm

        .text
        .balign 16
        stub    mmio_read8,   ldrb w0, [x0]
        stub    mmio_read16,  ldrh w0, [x0]
        stub    mmio_read32,  ldr w0, [x0]
        stub    mmio_read64,  ldr x0, [x0]
        stub    mmio_write8,  strb w1, [x0]
        stub    mmio_write16, strh w1, [x0]
        stub    mmio_write32, str w1, [x0]
        stub    mmio_write64, str x1, [x0]
