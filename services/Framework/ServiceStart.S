// The runtime's start, the eight stubs that touch device registers, and what memory that a device uses needs.

        .include "Start.S"
        .include "Mmio.S"
        .include "Dma.S"
