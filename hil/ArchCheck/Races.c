// R20: races of plain fields, by vector clocks; R10: lock words.
//
// An access is ordered after another when a chain of release and acquire leads from one to the other: STLR to LDAR, a barrier to
// a later barrier of another CPU, and an exception after another CPU's barrier. Any two barriers count as such a chain, whether
// what lies between them was read or not: that over-approximates order, so some races are missed and few are invented.
#include "ArchCheck.h"
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 8ull
#define WORDS_IN_PAGE (PAGE_BYTES / WORD_BYTES)
#define CLOCK_BITS 29
#define CLOCK_MASK ((1u << CLOCK_BITS) - 1)
#define READ_ATOMIC 1u
#define WRITE_ATOMIC 2u

// Who wrote and read a word of 8 bytes last: CPU and clock, place, and which bytes.
struct word {
    uint32_t written, read;
    uint32_t write_site, read_site;
    uint8_t write_bytes, read_bytes, flags;
};

// What the last release of a word of 4 bytes had seen.
struct released {
    uint64_t physical;
    uint32_t clock[MAX_CPUS];
    bool is_lock, has_clock;
};

#define RELEASED_SLOTS (1u << 14)
static struct word **words;
static struct released released[RELEASED_SLOTS];
static uint32_t released_count;
static uint32_t barriers[MAX_CPUS];     // what all barriers so far have published

bool races_start(void)
{
    words = calloc(ram_bytes / PAGE_BYTES, sizeof *words);
    return words != NULL;
}

static void join(uint32_t *into, const uint32_t *from)
{
    for (unsigned i = 0; i < cpu_count; i++) {
        if (into[i] < from[i])
            into[i] = from[i];
    }
}

static void tick(struct cpu *cpu) { cpu->clock[cpu->index]++; }

void races_barrier(struct cpu *cpu, bool loads, bool stores)
{
    if (loads)
        join(cpu->clock, barriers);
    if (stores) {
        join(barriers, cpu->clock);
        tick(cpu);
    }
}

// A CPU that has just switched its MMU on has seen all that was made ready for it.
void races_join_all(struct cpu *cpu)
{
    for (unsigned i = 0; i < cpu_count; i++) {
        join(cpu->clock, cpus[i].clock);
        tick(&cpus[i]);
    }
}

void races_exception(struct cpu *cpu)
{
    memcpy(cpu->clock_before, cpu->clock_then, sizeof cpu->clock_before);
    memcpy(cpu->clock_then, cpu->clock, sizeof cpu->clock_then);
    join(cpu->clock, barriers);
}

static struct released *find_released(uint64_t physical, bool make)
{
    uint64_t key = physical & ~3ull;
    for (uint32_t i = (uint32_t)(key >> 2) * 2654435761u;; i++) {
        struct released *entry = &released[i % RELEASED_SLOTS];
        if (entry->physical == key)
            return entry;
        if (entry->physical)
            continue;
        if (!make || released_count > RELEASED_SLOTS / 2)
            return NULL;
        released_count++;
        entry->physical = key;
        page_of(key)->has_released = true;
        return entry;
    }
}

static void acquire(struct cpu *cpu, uint64_t physical)
{
    struct released *entry = page_of(physical)->has_released ? find_released(physical, false) : NULL;
    if (entry && entry->has_clock)
        join(cpu->clock, entry->clock);
}

static void release(struct cpu *cpu, uint64_t physical, bool continues)
{
    struct released *entry = find_released(physical, true);
    if (!entry)
        return;
    if (!continues)
        memset(entry->clock, 0, sizeof entry->clock);
    join(entry->clock, cpu->clock);
    entry->has_clock = true;
    tick(cpu);
}

static struct word *word_of(uint64_t physical)
{
    struct word **page = &words[(physical - ram_base) / PAGE_BYTES];
    if (!*page && !(*page = calloc(WORDS_IN_PAGE, sizeof **page)))
        abort();
    return &(*page)[physical % PAGE_BYTES / WORD_BYTES];
}

static bool is_unordered(const struct cpu *cpu, uint32_t stamp)
{
    unsigned other = stamp >> CLOCK_BITS;
    return stamp && other != cpu->index && (stamp & CLOCK_MASK) > cpu->clock[other];
}

bool races_changed_by_other(const struct cpu *cpu, uint64_t physical)
{
    if (cpu_count == 1)
        return false;
    uint32_t stamp = word_of(physical)->written;
    unsigned other = stamp >> CLOCK_BITS;
    return stamp && other != cpu->index && (stamp & CLOCK_MASK) > cpu->clock_before[other];
}

static void race(struct cpu *cpu, struct site *site, uint32_t other, uint64_t physical, const char *text)
{
    struct site *earlier = site_of(other);
    report("R20", cpu, earlier, site, physical, text);
}

static void check(struct cpu *cpu, struct site *site, struct word *word, uint64_t physical, uint8_t bytes, bool is_store, bool is_atomic)
{
    // A load-acquire says that its word changes meanwhile. An ordinary store of a word is one access, so the two do no harm to each other;
    // what the store was to publish is then found unordered itself.
    bool is_marked_load = is_atomic && !is_store;
    bool write_counts = !is_marked_load && !(is_atomic && word->flags & WRITE_ATOMIC), read_counts = !(word->flags & READ_ATOMIC);
    if (write_counts && word->write_bytes & bytes && is_unordered(cpu, word->written))
        race(cpu, site, word->write_site, physical, is_store
            ? "two CPUs write the same field, and nothing orders them"
            : "a CPU reads what another wrote, and nothing orders them");
    if (is_store && read_counts && word->read_bytes & bytes && is_unordered(cpu, word->read))
        race(cpu, site, word->read_site, physical, "a CPU writes what another reads, and nothing orders them");
    uint32_t stamp = cpu->index << CLOCK_BITS | (cpu->clock[cpu->index] & CLOCK_MASK);
    if (is_store) {
        word->written = stamp;
        word->write_site = site->index;
        word->write_bytes = bytes;
        word->flags = (uint8_t)(is_atomic ? word->flags | WRITE_ATOMIC : word->flags & ~WRITE_ATOMIC);
    } else {
        word->read = stamp;
        word->read_site = site->index;
        word->read_bytes = bytes;
        word->flags = (uint8_t)(is_atomic ? word->flags | READ_ATOMIC : word->flags & ~READ_ATOMIC);
    }
}

static bool is_lock_word(uint64_t physical)
{
    const struct released *entry = page_of(physical)->has_released ? find_released(physical, false) : NULL;
    return entry && entry->is_lock;
}

static void check_words(struct cpu *cpu, struct site *site, uint64_t physical, unsigned bytes, bool is_store)
{
    bool is_atomic = site->kind >= KIND_LOAD_EXCLUSIVE;
    uint64_t end = physical + bytes;
    for (uint64_t at = physical; at < end && ram_has(at);) {
        unsigned first = at % WORD_BYTES;
        unsigned count = end - at < WORD_BYTES - first ? (unsigned)(end - at) : (unsigned)WORD_BYTES - first;
        uint8_t mask = (uint8_t)(((1u << count) - 1) << first);
        if (!is_lock_word(at))      // R10's
            check(cpu, site, word_of(at), at, mask, is_store, is_atomic);
        at += count;
    }
}

static bool is_on_stack(uint64_t address)
{
    const uint64_t near = 16384;
    return address - stack_pointer() + near < 2 * near;
}

// A lock word is one that was taken with LDAXR and STXR, and no variable of a function: its place is used again.
static void check_lock(struct cpu *cpu, struct site *site, uint64_t address, uint64_t physical, bool is_store)
{
    if (site->kind == KIND_LOAD_EXCLUSIVE)
        cpu->exclusive = site->acquires ? physical : 0;
    else if (site->kind == KIND_STORE_EXCLUSIVE && cpu->exclusive == physical) {
        struct released *entry = find_released(physical, true);
        if (entry && !entry->is_lock)
            entry->is_lock = !is_on_stack(address);
    } else if (site->kind == KIND_PLAIN && is_store && page_of(physical)->has_released) {
        struct released *entry = find_released(physical, false);
        if (entry && entry->is_lock)
            report("R10", cpu, site, NULL, physical, "a word that is taken with LDAXR and STXR was written by an ordinary store");
        if (entry)
            entry->has_clock = false;
    }
}

void races_access(struct cpu *cpu, struct site *site, uint64_t address, uint64_t physical, unsigned bytes, bool is_store)
{
    if (site->kind == KIND_PLAIN && (site->on_stack || site->is_discarded))
        return;
    if (site->acquires && !is_store)
        acquire(cpu, physical);
    check_lock(cpu, site, address, physical, is_store);
    if (cpu_count > 1)
        check_words(cpu, site, physical, bytes, is_store);
    if (site->releases && is_store)
        release(cpu, physical, site->kind != KIND_STORE_RELEASE);
}
