// The checker's parts and the state that they share. QEMU runs all CPUs in turns in one thread (thread=single), so nothing here is
// ever entered twice at a time, and "now" orders all that happens in the machine.
#ifndef ARCHCHECK_H
#define ARCHCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_CPUS 8
#define PAGE_BYTES 4096ull
#define LINE_BYTES 64ull

// What an instruction is to the checker.
enum kind {
    KIND_PLAIN,     // nothing, or an ordinary load or store
    KIND_DSB, KIND_DMB, KIND_ISB,
    KIND_TLBI, KIND_DC, KIND_IC,
    KIND_MSR, KIND_MRS, KIND_UNMASK,
    KIND_ERET, KIND_WFI, KIND_SEV,
    KIND_LOAD_EXCLUSIVE, KIND_STORE_EXCLUSIVE,
    KIND_ATOMIC,    // LSE: a load and a store in one
    KIND_LOAD_ACQUIRE, KIND_STORE_RELEASE,
};

// One instruction at one address. Never freed: reports refer to it.
struct site {
    uint64_t pc;
    uint32_t word;
    uint32_t index;     // in the list of all sites; 0 is none
    uint8_t kind;
    uint8_t rt, rn;
    uint8_t crm;        // a barrier's option
    uint16_t reg;       // system register or operation: SYSTEM_KEY
    bool acquires, releases;
    bool on_stack;      // the base is SP or the frame pointer: the CPU's own data
    bool is_discarded;  // a load into no register: the compiler's test for null
};

// op0 (its low bit), op1, CRn, CRm, op2 as an instruction has them in bits 19:5.
#define SYSTEM_KEY(op0, op1, crn, crm, op2) \
    ((uint16_t)((((op0) & 1) << 14) | ((op1) << 11) | ((crn) << 7) | ((crm) << 3) | (op2)))
#define KEY_OP1(key) (((key) >> 11) & 7)
#define KEY_CRM(key) (((key) >> 3) & 15)
#define KEY_OP2(key) ((key) & 7)

#define REG_SCTLR_EL1   SYSTEM_KEY(3, 0, 1, 0, 0)
#define REG_TTBR0_EL1   SYSTEM_KEY(3, 0, 2, 0, 0)
#define REG_TTBR1_EL1   SYSTEM_KEY(3, 0, 2, 0, 1)
#define REG_TCR_EL1     SYSTEM_KEY(3, 0, 2, 0, 2)
#define REG_MAIR_EL1    SYSTEM_KEY(3, 0, 10, 2, 0)
#define REG_VBAR_EL1    SYSTEM_KEY(3, 0, 12, 0, 0)
#define REG_DAIF        SYSTEM_KEY(3, 3, 4, 2, 1)
#define REG_CNTP_TVAL   SYSTEM_KEY(3, 3, 14, 2, 0)
#define REG_CNTP_CVAL   SYSTEM_KEY(3, 3, 14, 2, 2)
#define REG_CNTV_TVAL   SYSTEM_KEY(3, 3, 14, 3, 0)
#define REG_CNTV_CVAL   SYSTEM_KEY(3, 3, 14, 3, 2)
#define REG_ICC_IAR0    SYSTEM_KEY(3, 0, 12, 8, 0)
#define REG_ICC_EOIR0   SYSTEM_KEY(3, 0, 12, 8, 1)
#define REG_ICC_SGI1R   SYSTEM_KEY(3, 0, 12, 11, 5)
#define REG_ICC_IAR1    SYSTEM_KEY(3, 0, 12, 12, 0)
#define REG_ICC_EOIR1   SYSTEM_KEY(3, 0, 12, 12, 1)

// What a barrier's option says: which accesses it waits for.
#define BARRIER_LOADS(crm)  (((crm) & 3) == 3 || ((crm) & 3) == 1)
#define BARRIER_STORES(crm) (((crm) & 3) == 3 || ((crm) & 3) == 2)

// Registers whose change needs an ISB before what depends on it.
enum control { CONTROL_SCTLR, CONTROL_TCR, CONTROL_MAIR, CONTROL_TTBR0, CONTROL_TTBR1, CONTROL_VBAR, CONTROLS };

struct cpu {
    unsigned index;
    uint64_t sctlr, tcr, mair, ttbr0, ttbr1, vbar;
    // Times of this CPU's last event of a kind; 0: never.
    uint64_t store_time, dsb_stores, dsb_full, barrier_stores, barrier_loads, synchronised;
    struct site *store_site;            // the last store to RAM at EL1 that is not to the stack
    uint64_t store_time_before;         // the same when the exception at hand was taken
    struct site *store_site_before;
    struct site *control[CONTROLS];     // written, not yet synchronised
    struct site *timer_compare;         // likewise
    struct site *acknowledged;          // an SGI's acknowledge without a barrier since
    uint64_t cleaned, invalidated;      // times of the last DC and IC by this CPU
    uint32_t clock[MAX_CPUS];           // vector clock of R20
    uint32_t clock_before[MAX_CPUS];    // at the exception before the last one
    uint32_t clock_then[MAX_CPUS];      // at the last one
    uint64_t exclusive;                 // where the last LDAXR loaded, 0 for LDXR

};

extern struct cpu cpus[MAX_CPUS];
extern unsigned cpu_count;
extern uint64_t now;                    // grows with every event
extern uint32_t started_cpus;           // bit n: CPU n has switched its MMU on

static inline bool mmu_on(const struct cpu *cpu) { return cpu->sctlr & 1; }
static inline bool caches_on(const struct cpu *cpu) { return (cpu->sctlr & 5) == 5; }

// Ram.c: the machine's RAM, as QEMU has it mapped in this process.
extern uint64_t ram_base, ram_bytes;
bool ram_find(void);                                    // its mapping, from the list of mappings
void ram_locate(uint64_t physical, const void *host);   // its physical base, from one address that is known both ways
static inline bool ram_has(uint64_t physical) { return physical - ram_base < ram_bytes; }
uint64_t ram_read64(uint64_t physical);                 // 0 outside
bool ram_physical(const void *host, uint64_t *physical);

// Decode.c
void decode(struct site *site);

// Report.c: one record for each pair of places that breaks a rule; the tool reads the file.
bool report_open(const char *path);
void report_error(const char *text);
void report_ready(void);
void report_finished(void);
void report(const char *rule, const struct cpu *cpu, const struct site *site, const struct site *other, uint64_t address, const char *text);
uint64_t return_address(void);     // x30 of the running CPU: the caller of a function that calls nothing
uint64_t stack_pointer(void);
struct site *site_at(uint64_t pc, uint32_t word);
struct site *site_of(uint32_t index);

// Translation.c: R1, R2, R3, R12, and what it needs to know of the tables.
struct page {
    struct table *table;        // the page is a translation table
    uint64_t store_time;        // last store by EL1
    uint8_t store_cpu;
    uint8_t released;           // pending invalidations that still refer to the frame
    bool has_released;          // a word in it was written by a store-release or an exclusive pair
};
extern struct page *pages;
static inline struct page *page_of(uint64_t physical) { return &pages[(physical - ram_base) / PAGE_BYTES]; }
bool translation_start(void);
bool translate(const struct cpu *cpu, uint64_t address, uint64_t *physical);
void translation_root(struct cpu *cpu, struct site *site, bool is_upper);
void translation_enabled(struct cpu *cpu, struct site *site);
void translation_store(struct cpu *cpu, struct site *site, uint64_t physical, unsigned bytes);
void translation_dsb(struct cpu *cpu, uint8_t crm);
void translation_synchronised(struct cpu *cpu);
void translation_tlbi(struct cpu *cpu, struct site *site, uint64_t value);
void translation_eret(struct cpu *cpu, struct site *site);     // to EL0
void translation_used(struct cpu *cpu, struct site *site, uint64_t address);
extern unsigned pending_valid, pending_broken;

// Caches.c: R5, R6 and the mailbox of R8.
bool caches_start(void);
void caches_store(struct cpu *cpu, uint64_t physical, unsigned bytes);
void caches_load(struct cpu *cpu, struct site *site, uint64_t physical, unsigned bytes);
void caches_operation(struct cpu *cpu, struct site *site, uint64_t value);
void caches_instruction(struct cpu *cpu, struct site *site, uint64_t value);
void caches_execute(struct cpu *cpu, struct site *site, uint64_t physical);
void caches_walked(struct cpu *cpu, struct site *site, uint64_t table);
void caches_doorbell(struct cpu *cpu, struct site *site, uint32_t buffer);

// Races.c: R10 and R20.
bool races_start(void);
void races_access(struct cpu *cpu, struct site *site, uint64_t address, uint64_t physical, unsigned bytes, bool is_store);
void races_barrier(struct cpu *cpu, bool loads, bool stores);
void races_join_all(struct cpu *cpu);
bool races_changed_by_other(const struct cpu *cpu, uint64_t physical);
void races_exception(struct cpu *cpu);

// Devices.c: R7, R8 and what of R4 goes through a device's registers.
void device_access(struct cpu *cpu, struct site *site, const char *name, uint64_t address,
    uint64_t physical, uint64_t value, unsigned bytes, bool is_store);
void device_sgi(struct cpu *cpu, struct site *site, uint64_t value, bool is_register);
void device_end_of_interrupt(struct cpu *cpu, struct site *site);

#endif
