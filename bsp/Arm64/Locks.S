// All that orders memory between CPUs: the ticket lock, publication of a word, compare-and-exchange, barriers before an
// interrupt or event. Every protocol between CPUs is built from these, so this file is the one place to argue about order.
// Instructions of Armv8.0 only (no LSE). An emulator on x86 does not show weak ordering: what stands here needs silicon to be
// proven, which is why each function says why it is right.
//
// What else orders memory, and why it is not here: TLB maintenance and its barriers (Cpu.S, each function waits for the table's stores before it and tlb_complete for its
// end), cache maintenance (Cache.S), a CPU's way into the kernel (Secondary.S, which reads past the caches what was cleaned to memory and then
// published by publication_send_event), acknowledging and sending interrupts (Cpu.S), and System.Threading.Interlocked and Volatile, which the compiler expands
// in place; kernel logic uses neither, self-tests do.
//
// Words used: an access is "before" another when every CPU of the inner shareable domain sees them in that order.
//  - Load-acquire (LDAR, LDAXR): no later access of this CPU is seen before it.
//  - Store-release (STLR, STLXR): no earlier access of this CPU is seen after it.
//  - A load-acquire that reads what a store-release wrote puts everything before the store before everything after the load.
//    [DDI0487 B2.3 Definition of the Arm memory model]

        .include "Layout.inc"
        .include "Macros.inc"

        // After the kernel lock's word: looks again, 64 bits; CPUs whose gates writers take; not 0: a CPU alone.
        .equ LOCK_SPINS,                8
        .equ LOCK_GATES,                16
        .equ LOCK_IS_ALONE,             20

        .text
        .balign 16

        // Ticket lock, one 32-bit word: bits 15:0 the ticket being served, bits 31:16 the next ticket to hand out. x0 = the word;
        // returns in w0 how often this CPU had to look again (0: the lock was free). FIFO: no one starves.
        //
        // Mutual exclusion: LDAXR/STXR take a ticket atomically, so no two CPUs hold the same one (up to 65,535 wait at a time; there are 16).
        // Order in: whichever load sees our ticket served (the first LDAXR when free, else LDAXRH) is an acquire, and it reads the
        // value that the last holder's STLRH wrote. So all that holder wrote is before all that we read. The STXR need not be a
        // release: it says nothing but "one more waits".
        // Waiting: LDAXRH arms the exclusive monitor over the word; the releasing store clears it, which is an event for WFE
        // [DDI0487 B2.9, D1.6]. A release between LDAXRH and WFE has set the event register by then: no wake-up is lost. SEVL makes the
        // first WFE fall through.
        .macro  take_ticket word, ticket, next, waits
.Ltake\@:
        ldaxr   \ticket, [\word]
        add     \next, \ticket, #0x10000
        stxr    \waits, \next, [\word]
        cbnz    \waits, .Ltake\@
        eor     \waits, \ticket, \ticket, ror #16      // 0 when served = ours
        .endm

        .macro  await_turn word, ticket, waits, spins
        sevl
.Lwait\@:
        wfe
        add     \spins, \spins, #1
        ldaxrh  \waits, [\word]
        eor     \waits, \waits, \ticket, lsr #16
        cbnz    \waits, .Lwait\@
        .endm

        // The word is read as a whole and released by half. Each access is single-copy atomic, and a store to any part of it clears every monitor over it.
        // [DDI0487 B2.2, B2.12]
        // Order out: STLRH is a release, so all that the holder did is before the next holder's acquire. Only the holder writes
        // bits 15:0, so a plain load and add will do; it is a halfword store, so tickets taken meanwhile in bits 31:16 stay. It also
        // makes a STXR that runs at the same time fail and try again.
        .macro  serve_next word, ticket
        ldrh    \ticket, [\word]
        add     \ticket, \ticket, #1
        stlrh   \ticket, [\word]
        .endm

        // The way along the gates: x4 the writer's own, x5 the first CPU's, x7 from one to the next.
        .macro  gates
        mrs     x4, tpidr_el1
        adrp    x5, cpu_blocks
        add     x5, x5, :lo12:cpu_blocks
        mov     x7, #CPU_BLOCK_SIZE
        add     x4, x4, #CPU_GATE
        add     x5, x5, #CPU_GATE
        .endm

        function ticket_lock_acquire
        mov     w4, #0
        take_ticket x0, w1, w2, w3
        cbz     w3, 1f
        await_turn x0, w1, w3, w4
1:      mov     w0, w4
        ret

        function ticket_lock_release
        serve_next x0, w1
        ret

        // The kernel lock, for all ways into the kernel but the fast path of messages, which holds its CPU's gate and nothing else (FastPath.S,
        // docs/LOCKS.md). With the lock a CPU takes the gates of all others, in order; its own is open, as IRQs are masked in both paths. A CPU alone needs
        // neither. UserEntry.S enters with x0, x1 and x8 in use, which it keeps; clobbers x2-x7, x9. How often CPUs had to look again is added up under the lock.
        //
        // A gate is a word, 0 when it is open. LDAXR and STXR take it, so one CPU holds it at a time; the LDAXR reads what the last holder's STLR wrote. So
        // all that a message wrote is before all that a writer reads, and the other way round. A writer waits as for its ticket, by five instructions a look.
        function kernel_lock_enter
        adrp    x2, kernel_lock_word
        ldr     w3, [x2, #LOCK_IS_ALONE]
        cbnz    w3, 2f
        take_ticket x2, w3, w4, w5
        cbnz    w5, 3f
1:      ldr     w3, [x2, #LOCK_GATES]
        cbnz    w3, 4f
2:      ret
3:      mov     w6, #0
        await_turn x2, w3, w5, w6
        ldr     x4, [x2, #LOCK_SPINS]
        add     x4, x4, x6
        str     x4, [x2, #LOCK_SPINS]
        b       1b
4:      gates
5:      cmp     x5, x4
        b.eq    7f
6:      ldaxr   w6, [x5]
        cbnz    w6, 8f
        stxr    w6, w3, [x5]
        cbnz    w6, 6b
7:      add     x5, x5, x7
        subs    w3, w3, #1
        b.ne    5b
        ret
8:      mov     w9, #0
        sevl
9:      wfe
        add     w9, w9, #1
        ldaxrh  w6, [x5]
        cmp     w6, #0
        b.ne    9b
        ldr     x6, [x2, #LOCK_SPINS]
        add     x6, x6, x9
        str     x6, [x2, #LOCK_SPINS]
        b       6b

        // Keeps x0. The gates first: the next writer finds them open.
        function kernel_lock_leave
        adrp    x2, kernel_lock_word
        ldr     w1, [x2, #LOCK_IS_ALONE]
        cbnz    w1, 2f
        ldr     w3, [x2, #LOCK_GATES]
        cbnz    w3, 4f
1:      serve_next x2, w1
2:      ret
4:      gates
5:      cmp     x5, x4
        b.eq    7f
        stlr    wzr, [x5]
7:      add     x5, x5, x7
        subs    w3, w3, #1
        b.ne    5b
        b       1b

        // How many CPUs there are (w0), once all are online and before threads run. With 1 there is no lock from now on; with more, which is for the
        // lock's holder to say, writers take so many gates. They are open, so leaving the lock with them does no harm.
        function kernel_lock_share
        adrp    x2, kernel_lock_word
        mov     w1, #1
        cmp     w0, w1
        b.hi    1f
        str     w1, [x2, #LOCK_IS_ALONE]
        ret
1:      str     w0, [x2, #LOCK_GATES]
        ret

        function kernel_lock_spins
        adrp    x2, kernel_lock_word
        ldr     x0, [x2, #LOCK_SPINS]
        ret

        // At a page's start, so that ADRP alone finds it, and alone on its cache line.
        .bss
        .balign 4096
kernel_lock_word:
        .space  64
        .text

        // Publication: what this CPU wrote before is before the new value of the word at x0.
        function publication_store
        stlr    w1, [x0]
        ret

        // Observation: what this CPU reads later is not older than the value of the word at x0, so it finds at least what the publisher had
        // written.
        function publication_load
        ldar    w0, [x0]
        ret

        // Puts w2 into the word at x0 if it holds w1; returns in w0 what it held. Acquire when it succeeds or not (LDAXR), release
        // when it succeeds (STLXR). Not a full barrier: a later load may be seen before the store. The protocols use it to claim (later accesses
        // after the LDAXR) and to hand over (earlier accesses before the STLXR), neither of which needs more.
        function publication_exchange
1:      ldaxr   w3, [x0]
        cmp     w3, w1
        b.ne    2f
        stlxr   w4, w2, [x0]
        cbnz    w4, 1b
        mov     w0, w3
        ret
2:      clrex
        mov     w0, w3
        ret

        // Takes a request back or off: the word is 0 for every CPU before a later load of this one. A store-release orders no later load (B2.3.11), so the
        // full barrier does. With it, of a CPU that sets a word and then this one, and a CPU that clears this one and then reads the word, at least one
        // sees the other: either the reader finds the word set, or the setter's store to this one comes last.
        function publication_clear
        stlr    wzr, [x0]
        dmb     ish
        ret

        // Between an acknowledge at the interrupt controller and what the handler reads. An SGI may be sent after its receiver has entered the handler for
        // another interrupt; the acknowledge then returns it, and without this the handler's loads may have been made before.
        function publication_order_reads
        dmb     ishld
        ret

        // Before an SGI, or before an interrupt is enabled: stores are seen by all CPUs before the interrupt controller is told (a store to a device register,
        // which no release orders against ordinary memory without this). The receiver orders what it reads after its acknowledge (publication_order_reads; on GICv3
        // the stub's DSB): the handler's own acquire of that word finds what the sender stored before it published. An SGI that is sent while one is
        // pending is merged with it, which is why handlers look at mailboxes and never count interrupts.
        function publication_before_interrupt
        dsb     ishst
        ret

        // Before an event for CPUs that wait in WFE, MMU off: stores and cache maintenance are complete at the point of coherency, for
        // every observer (SY), before they are woken.
        function publication_send_event
        dsb     sy
        sev
        ret
