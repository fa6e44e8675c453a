// The runtime's start, and the eight stubs that touch device registers.

        .include "Start.S"
        .include "Mmio.S"
