// Translation tables as the walker sees them: R1, R2, R3, R3t, R12, and executable device memory (R8).
//
// A copy of each table that can be reached from a root is kept. A store to a table is compared with the copy, and what it changes
// becomes an obligation: an entry made valid must be published, an entry made invalid or narrower must be invalidated in all TLBs.
// [DDI0487 D8.17 TLB maintenance, D8.16 Use of break-before-make]
#include "ArchCheck.h"
#include <stdlib.h>
#include <string.h>

#define ENTRIES 512
#define ADDRESS_MASK 0x0000FFFFFFFFF000ull
#define VALID 1ull
#define IS_TABLE(level, entry) ((level) < 3 && ((entry) & 3) == 3)
#define ACCESS_FLAG (1ull << 10)
#define NOT_GLOBAL (1ull << 11)
#define READ_ONLY (1ull << 7)
#define FOR_USER (1ull << 6)
#define CONTIGUOUS (1ull << 52)
#define PXN (1ull << 53)
#define UXN (1ull << 54)
// What may not change in a live entry: address, kind, memory type, shareability, global, contiguous.
#define BREAKS (ADDRESS_MASK | 2ull | 7ull << 2 | 3ull << 8 | NOT_GLOBAL | CONTIGUOUS)
#define ASID_UNKNOWN (-1)
#define MOST_PENDING 2048
#define MOST_ROOTS 1024

struct table {
    uint64_t physical, address, root;   // address: of the first byte that it translates
    int asid;                           // of a root
    uint8_t level;
    bool is_upper;
    uint64_t copy[ENTRIES];
};

// An entry that was made invalid or narrower.
enum stage { STORED, ORDERED, ISSUED };
struct broken {
    uint64_t slot, address, bytes, old, time;
    uint64_t frame;         // of a page or a table, else 0
    struct site *site;
    int asid;               // ASID_UNKNOWN covers any
    uint32_t tlbs;          // bit n: CPU n's TLB is told
    uint8_t cpu, issuer;
    uint8_t stage;
    bool is_table, is_reported;
};

// An entry that was made valid.
struct valid {
    uint64_t slot, address, bytes, root;
    struct site *site;
    uint8_t cpu;
    bool is_upper, is_ordered;
};

struct page *pages;
unsigned pending_valid, pending_broken;
static struct broken broken[MOST_PENDING];
static struct valid valid[MOST_PENDING];
static struct table *roots[MOST_ROOTS];
static unsigned root_count;
// R12: which root an ASID stood for when this CPU used it last; 0 when its TLB has nothing of it.
static uint64_t asid_roots[MAX_CPUS][1 << 16];
static bool asids_used[MAX_CPUS];

bool translation_start(void)
{
    pages = calloc(ram_bytes / PAGE_BYTES, sizeof *pages);
    return pages != NULL;
}

static unsigned shift_of(unsigned level) { return 39 - 9 * level; }
static uint64_t root_of(uint64_t ttbr) { return ttbr & ADDRESS_MASK; }
static unsigned input_bits(const struct cpu *cpu, bool is_upper) { return 64 - (unsigned)(cpu->tcr >> (is_upper ? 16 : 0) & 63); }
static unsigned first_level(unsigned bits) { return 4 - (bits - 12 + 8) / 9; }

static int current_asid(const struct cpu *cpu)
{
    uint64_t ttbr = cpu->tcr >> 22 & 1 ? cpu->ttbr1 : cpu->ttbr0;   // TCR_EL1.A1
    return (int)(ttbr >> 48);
}

bool translate(const struct cpu *cpu, uint64_t address, uint64_t *physical)
{
    bool is_upper = address >> 63;
    unsigned bits = input_bits(cpu, is_upper);
    *physical = address;
    if (!mmu_on(cpu))
        return true;
    if (bits < 25 || bits > 48)
        return false;
    uint64_t table = root_of(is_upper ? cpu->ttbr1 : cpu->ttbr0);
    for (unsigned level = first_level(bits); level < 4; level++) {
        uint64_t low = address & ((1ull << bits) - 1);
        uint64_t entry = ram_read64(table + (low >> shift_of(level) & (ENTRIES - 1)) * 8);
        if (!(entry & VALID))
            return false;
        if (!IS_TABLE(level, entry)) {
            uint64_t inside = (1ull << shift_of(level)) - 1;
            *physical = (entry & ADDRESS_MASK & ~inside) | (address & inside);
            return true;
        }
        table = entry & ADDRESS_MASK;
    }
    return false;
}

static void hold_frame(uint64_t frame, int by)
{
    if (frame && ram_has(frame))
        page_of(frame)->released = (uint8_t)(page_of(frame)->released + by);
}

static void drop_broken(unsigned i)
{
    hold_frame(broken[i].frame, -1);
    broken[i] = broken[--pending_broken];
}

static void drop_valid(unsigned i) { valid[i] = valid[--pending_valid]; }

static void forget_slots(uint64_t table)
{
    for (unsigned i = pending_broken; i-- > 0;) {
        if ((broken[i].slot & ~(PAGE_BYTES - 1)) == table)
            drop_broken(i);
    }
    for (unsigned i = pending_valid; i-- > 0;) {
        if ((valid[i].slot & ~(PAGE_BYTES - 1)) == table)
            drop_valid(i);
    }
}

static void unlink_table(uint64_t physical)
{
    struct table *table = ram_has(physical) ? page_of(physical)->table : NULL;
    if (!table)
        return;
    page_of(physical)->table = NULL;
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (IS_TABLE(table->level, table->copy[i]))
            unlink_table(table->copy[i] & ADDRESS_MASK);
    }
    for (unsigned i = root_count; i-- > 0;) {
        if (roots[i] == table)
            roots[i] = roots[--root_count];
    }
    forget_slots(physical);
    free(table);
}

static bool is_unpublished(const struct cpu *cpu, uint64_t physical)
{
    const struct page *page = page_of(physical);
    return page->store_cpu == cpu->index && page->store_time > cpu->barrier_stores;
}

static void link_table(struct cpu *cpu, struct site *site, uint64_t physical, unsigned level, uint64_t address,
    uint64_t root, bool is_upper)
{
    if (!ram_has(physical) || page_of(physical)->table)
        return;
    struct table *table = calloc(1, sizeof *table);
    if (!table)
        abort();
    *table = (struct table){
        .physical = physical, .address = address, .root = root, .asid = ASID_UNKNOWN, .level = (uint8_t)level, .is_upper = is_upper,
    };
    page_of(physical)->table = table;
    caches_walked(cpu, site, physical);
    if (is_unpublished(cpu, physical) && site->kind != KIND_STORE_RELEASE)
        report("R3t", cpu, site, NULL, physical, "a translation table was linked without a barrier after the stores to it");
    for (unsigned i = 0; i < ENTRIES; i++) {
        table->copy[i] = ram_read64(physical + i * 8);
        if (IS_TABLE(level, table->copy[i]))
            link_table(cpu, site, table->copy[i] & ADDRESS_MASK, level + 1, address + ((uint64_t)i << shift_of(level)), root, is_upper);
    }
}

static bool is_active(uint64_t root)
{
    for (unsigned i = 0; i < cpu_count; i++) {
        if (mmu_on(&cpus[i]) && (root_of(cpus[i].ttbr0) == root || root_of(cpus[i].ttbr1) == root))
            return true;
    }
    return false;
}

static bool is_empty(const struct table *table)
{
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (table->copy[i] & VALID)
            return false;
    }
    return true;
}

// An ASID that comes to stand for other tables: this CPU's TLB must have nothing left of the ones before.
static void use_asid(struct cpu *cpu, struct site *site, struct table *table)
{
    int asid = current_asid(cpu);
    uint64_t *known = &asid_roots[cpu->index][asid];
    // Even of empty tables, so that the ASID's invalidation gives them up.
    table->asid = asid;
    if (is_empty(table))
        return;
    if (*known && *known != table->physical)
        report("R12", cpu, site, NULL, table->physical,
            "an ASID was given to other tables without having been invalidated in this CPU's TLB");
    *known = table->physical;
    asids_used[cpu->index] = true;
}

void translation_root(struct cpu *cpu, struct site *site, bool is_upper)
{
    uint64_t physical = root_of(is_upper ? cpu->ttbr1 : cpu->ttbr0);
    unsigned bits = input_bits(cpu, is_upper);
    bool has_granule = is_upper ? (cpu->tcr >> 30 & 3) == 2 : (cpu->tcr >> 14 & 3) == 0;    // 4 KiB
    if (!mmu_on(cpu) || !ram_has(physical) || bits < 25 || bits > 48 || !has_granule)
        return;
    if (!page_of(physical)->table) {
        link_table(cpu, site, physical, first_level(bits), is_upper ? 0ull - (1ull << bits) : 0, physical, is_upper);
        if (!is_upper && root_count < MOST_ROOTS)
            roots[root_count++] = page_of(physical)->table;
    }
    if (!is_upper)
        use_asid(cpu, site, page_of(physical)->table);
}

void translation_enabled(struct cpu *cpu, struct site *site)
{
    translation_root(cpu, site, false);
    translation_root(cpu, site, true);
}

static uint64_t address_of(const struct table *table, unsigned index)
{
    return table->address + ((uint64_t)index << shift_of(table->level));
}

static void make_broken(struct cpu *cpu, struct site *site, const struct table *table, unsigned index, uint64_t old)
{
    if (pending_broken == MOST_PENDING)
        drop_broken(0);
    const struct table *root = ram_has(table->root) ? page_of(table->root)->table : NULL;
    bool is_table = IS_TABLE(table->level, old), is_page = table->level == 3;
    broken[pending_broken++] = (struct broken){
        .slot = table->physical + index * 8, .address = address_of(table, index), .bytes = 1ull << shift_of(table->level),
        .old = old, .time = now, .frame = is_table || is_page ? old & ADDRESS_MASK : 0, .site = site,
        .asid = table->is_upper || !root ? ASID_UNKNOWN : root->asid,
        .cpu = (uint8_t)cpu->index, .stage = STORED, .is_table = is_table,
    };
    hold_frame(broken[pending_broken - 1].frame, 1);
}

static void make_valid(struct cpu *cpu, struct site *site, const struct table *table, unsigned index)
{
    if (pending_valid == MOST_PENDING)
        drop_valid(0);
    valid[pending_valid++] = (struct valid){
        .slot = table->physical + index * 8, .address = address_of(table, index), .bytes = 1ull << shift_of(table->level),
        .root = table->root, .site = site, .cpu = (uint8_t)cpu->index, .is_upper = table->is_upper,
    };
}

static void check_device(struct cpu *cpu, struct site *site, uint64_t entry)
{
    unsigned type = cpu->mair >> (entry >> 2 & 7) * 8 & 0xFF;
    if ((type & 0xF0) == 0 && (entry & (PXN | UXN)) != (PXN | UXN))
        report("R8", cpu, site, NULL, entry & ADDRESS_MASK,
            "device memory was mapped executable: the CPU may fetch from it by speculation");
}

static bool is_narrower(uint64_t old, uint64_t new)
{
    return (new & ~old & (READ_ONLY | PXN | UXN)) || (old & ~new & FOR_USER);
}

static void change_valid(struct cpu *cpu, struct site *site, struct table *table, unsigned index, uint64_t old, uint64_t new)
{
    bool was_table = IS_TABLE(table->level, old), was_cached = was_table || old & ACCESS_FLAG;
    uint64_t slot = table->physical + index * 8;
    if (was_cached && (old ^ new) & (was_table && IS_TABLE(table->level, new) ? ADDRESS_MASK : BREAKS))
        report("R1", cpu, site, NULL, slot, "a live entry of a translation table was replaced by another valid one (no break-before-make)");
    else if (!was_table && is_narrower(old, new))
        make_broken(cpu, site, table, index, old);
}

static void change(struct cpu *cpu, struct site *site, struct table *table, unsigned index, uint64_t new)
{
    uint64_t old = table->copy[index], slot = table->physical + index * 8;
    table->copy[index] = new;
    if (old & VALID && new & VALID)
        change_valid(cpu, site, table, index, old, new);
    else if (old & VALID) {
        if (IS_TABLE(table->level, old) || old & ACCESS_FLAG)
            make_broken(cpu, site, table, index, old);
        for (unsigned i = pending_valid; i-- > 0;) {
            if (valid[i].slot == slot)
                drop_valid(i);
        }
    } else if (new & VALID) {
        for (unsigned i = pending_broken; i-- > 0;) {
            if (broken[i].slot != slot)
                continue;
            report("R1", cpu, site, broken[i].site, slot,
                "an entry of a translation table was made valid again before its old value was invalidated in the TLBs");
            drop_broken(i);
        }
        make_valid(cpu, site, table, index);
    }
    if (IS_TABLE(table->level, old) && (old ^ new) & (ADDRESS_MASK | 3))
        unlink_table(old & ADDRESS_MASK);
    if (IS_TABLE(table->level, new))
        link_table(cpu, site, new & ADDRESS_MASK, table->level + 1u, address_of(table, index), table->root, table->is_upper);
    else if (new & VALID && new != old)
        check_device(cpu, site, new);
}

static void check_released(struct cpu *cpu, struct site *site, uint64_t physical)
{
    for (unsigned i = 0; i < pending_broken; i++) {
        struct broken *entry = &broken[i];
        // An entry that is invalid may stand in a table that is on its way out: the walker takes nothing from it.
        bool is_harmless = entry->is_table && !(ram_read64(physical & ~7ull) & VALID);
        if (entry->frame != (physical & ~(PAGE_BYTES - 1)) || entry->is_reported || is_harmless)
            continue;
        entry->is_reported = true;
        report("R2", cpu, site, entry->site, physical, entry->is_table
            ? "a translation table was written to before its link was invalidated in the TLBs"
            : "a frame was written to before the mapping that was taken away was invalidated in the TLBs");
    }
}

void translation_store(struct cpu *cpu, struct site *site, uint64_t physical, unsigned bytes)
{
    struct page *page = page_of(physical);
    page->store_time = now;
    page->store_cpu = (uint8_t)cpu->index;
    if (page->released)
        check_released(cpu, site, physical);
    if (!page->table)
        return;
    for (uint64_t at = physical & ~7ull; at < physical + bytes; at += 8) {
        unsigned index = at % PAGE_BYTES / 8;
        uint64_t new = ram_read64(at);
        if (page->table && page->table->copy[index] != new)
            change(cpu, site, page->table, index, new);
    }
}

void translation_dsb(struct cpu *cpu, uint8_t crm)
{
    bool stores = BARRIER_STORES(crm), full = stores && BARRIER_LOADS(crm);
    for (unsigned i = pending_broken; i-- > 0;) {
        struct broken *entry = &broken[i];
        if (entry->stage == ISSUED && entry->issuer == cpu->index && full) {
            if ((entry->tlbs & started_cpus) == started_cpus)
                drop_broken(i);
            else
                entry->stage = ORDERED;
        } else if (entry->stage == STORED && entry->cpu == cpu->index && stores)
            entry->stage = ORDERED;
    }
    for (unsigned i = 0; i < pending_valid && stores; i++) {
        if (valid[i].cpu == cpu->index)
            valid[i].is_ordered = true;
    }
}

void translation_synchronised(struct cpu *cpu)
{
    for (unsigned i = pending_valid; i-- > 0;) {
        if (valid[i].cpu == cpu->index && valid[i].is_ordered)
            drop_valid(i);
    }
}

struct invalidation {
    bool by_address, by_asid, is_shared;
    uint64_t page;      // address bits 55:12
    int asid;
};

static struct invalidation read_tlbi(const struct site *site, uint64_t value)
{
    unsigned op2 = KEY_OP2(site->reg), crm = KEY_CRM(site->reg);
    bool is_range = crm == 2 || crm == 5 || crm == 6;   // taken for everything, which misses some
    return (struct invalidation){
        .by_address = !is_range && (op2 == 1 || op2 == 3 || op2 == 5 || op2 == 7),
        .by_asid = op2 == 1 || op2 == 2 || op2 == 5,
        .is_shared = crm == 3 || crm == 1 || crm == 2 || crm == 5,
        .page = value & ((1ull << 44) - 1),
        .asid = (int)(value >> 48),
    };
}

static bool covers(const struct invalidation *tlbi, const struct broken *entry)
{
    if (tlbi->by_asid && entry->asid != ASID_UNKNOWN && entry->asid != tlbi->asid)
        return false;
    uint64_t first = entry->address >> 12 & ((1ull << 44) - 1);
    return !tlbi->by_address || tlbi->page - first < entry->bytes >> 12;
}

// No TLB has anything of an address space that no CPU uses and whose ASID was invalidated: its tables are memory again.
static void forget_roots(const struct invalidation *tlbi)
{
    for (unsigned i = root_count; i-- > 0;) {
        struct table *root = roots[i];
        if ((tlbi->by_asid && root->asid != tlbi->asid) || is_active(root->physical))
            continue;
        unlink_table(root->physical);
    }
}

static void forget_asids(const struct cpu *cpu, const struct invalidation *tlbi)
{
    for (unsigned i = 0; i < cpu_count; i++) {
        if (!tlbi->is_shared && i != cpu->index)
            continue;
        if (tlbi->by_asid)
            asid_roots[i][tlbi->asid] = 0;
        else if (asids_used[i]) {
            memset(asid_roots[i], 0, sizeof asid_roots[i]);
            asids_used[i] = false;
        }
    }
}

void translation_tlbi(struct cpu *cpu, struct site *site, uint64_t value)
{
    if (KEY_OP1(site->reg) != 0)    // EL2's and EL3's own
        return;
    struct invalidation tlbi = read_tlbi(site, value);
    uint32_t told = tlbi.is_shared || started_cpus == 1u << cpu->index ? ~0u : 1u << cpu->index;
    for (unsigned i = 0; i < pending_broken; i++) {
        struct broken *entry = &broken[i];
        if (!covers(&tlbi, entry))
            continue;
        if (entry->stage == STORED && entry->time > cpu->dsb_stores && !entry->is_reported) {
            entry->is_reported = true;
            report("R2", cpu, entry->site, site, entry->slot,
                "an entry of a translation table was changed and no DSB came before the TLBI: a walk may put the old value back");
        }
        entry->tlbs |= told;
        entry->stage = ISSUED;
        entry->issuer = (uint8_t)cpu->index;
    }
    if (tlbi.by_address)
        return;
    forget_asids(cpu, &tlbi);
    if (told == ~0u)
        forget_roots(&tlbi);
}

static bool is_used(const struct cpu *cpu, uint64_t root, bool is_upper) { return is_upper || root_of(cpu->ttbr0) == root; }

// The end of an interrupt that came in the middle of a change is no end of the change.
void translation_eret(struct cpu *cpu, struct site *site)
{
    for (unsigned i = 0; i < pending_broken; i++) {
        struct broken *entry = &broken[i];
        bool is_open = (entry->stage == ISSUED ? entry->issuer : entry->cpu) == cpu->index;
        if (!is_open || entry->is_reported)
            continue;
        entry->is_reported = true;
        report("R2", cpu, entry->site, site, entry->slot, entry->stage == ISSUED
            ? "a TLBI has no DSB after it before ERET: other CPUs may still use the old entry"
            : "an entry of a translation table was made invalid or narrower and not invalidated in the TLBs before a program went on");
    }
    for (unsigned i = pending_valid; i-- > 0;) {
        if (valid[i].cpu != cpu->index || valid[i].is_ordered || !is_used(cpu, valid[i].root, valid[i].is_upper))
            continue;
        report("R3", cpu, valid[i].site, site, valid[i].address,
            "an entry of a translation table was made valid and no DSB came before ERET");
        drop_valid(i);
    }
}

void translation_used(struct cpu *cpu, struct site *site, uint64_t address)
{
    for (unsigned i = pending_valid; i-- > 0;) {
        struct valid *entry = &valid[i];
        if (address - entry->address >= entry->bytes || !is_used(cpu, entry->root, entry->is_upper))
            continue;
        // A CPU that finds an entry needs no barrier of its own, except the one that wrote it: it may have fetched ahead.
        if (entry->is_ordered && entry->cpu != cpu->index)
            continue;
        report("R3", cpu, entry->site, site, address, entry->is_ordered
            ? "an entry of a translation table was made valid and no ISB came before its first use"
            : "an entry of a translation table was made valid and no DSB came before its first use");
        drop_valid(i);
    }
}
