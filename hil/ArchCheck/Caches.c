// What the caches may hold that memory does not, and the other way round: a byte for each line of RAM for R6 and R8's buffers, and a
// byte for each word for R5. Maintenance is by lines; but the neighbours of a word that was stored may be executed before it is published.
#include "ArchCheck.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CODE_STORED 1u      // stored to; not cleaned to where instructions are fetched from
#define CODE_CLEANED 2u     // cleaned; instruction caches not invalidated
#define CODE_FRESH 3u       // invalidated there too; the CPU that executes it must have fetched again since
#define CODE_STATE 3u
#define CODE_REPLACEABLE 4u // what was executed here last may be replaced while it is executed
#define WRITTEN_AROUND 4u   // written with caches off; caches may hold an older copy
#define DIRTY 8u            // written with caches on; memory may hold an older copy
#define WORD_BYTES 4ull     // an instruction

static uint8_t *lines, *words;
static uint64_t *cleaned_lines;     // those with words in state CODE_CLEANED, for an IC of everything
static size_t cleaned_count, cleaned_room;
static struct cpu *invalidator;     // the CPU of the last IC

static uint8_t *states(uint64_t count)
{
    void *memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

bool caches_start(void)
{
    lines = states(ram_bytes / LINE_BYTES);
    words = states(ram_bytes / WORD_BYTES);
    return lines && words;
}

static uint8_t *line_of(uint64_t physical) { return &lines[(physical - ram_base) / LINE_BYTES]; }

static uint8_t *word_of(uint64_t physical) { return &words[(physical - ram_base) / WORD_BYTES]; }

static void set_code(uint8_t *word, uint8_t state) { *word = (uint8_t)((*word & ~CODE_STATE) | state); }

// Changes the words of a line that are in state <from>; false when there are none.
static bool change_line(uint64_t physical, uint8_t from, uint8_t to)
{
    bool has_changed = false;
    uint8_t *word = word_of(physical & ~(LINE_BYTES - 1));
    for (unsigned i = 0; i < LINE_BYTES / WORD_BYTES; i++) {
        if ((word[i] & CODE_STATE) != from)
            continue;
        set_code(&word[i], to);
        has_changed = true;
    }
    return has_changed;
}

// [DDI0487 B2.2.5, concurrent modification and execution of instructions] A CPU that executes one of these while another replaces it by
// one of these executes the old or the new one: B, BL, NOP, ISB, BRK, SVC, HVC, SMC.
static bool is_replaceable(uint32_t word)
{
    return (word & 0x7C000000) == 0x14000000 || word == 0xD503201F || (word & 0xFFFFF0FF) == 0xD50330DF
        || (word & 0xFFE0001F) == 0xD4200000 || ((word & 0xFFE0001C) == 0xD4000000 && (word & 3) != 0);
}

void caches_store(struct cpu *cpu, uint64_t physical, unsigned bytes)
{
    uint64_t last = physical + bytes - 1;
    uint8_t state = caches_on(cpu) ? DIRTY : WRITTEN_AROUND;
    if (!ram_has(last))
        last = physical;
    *line_of(physical) = state;
    *line_of(last) = state;
    for (uint64_t at = physical & ~(WORD_BYTES - 1); at <= last; at += WORD_BYTES)
        set_code(word_of(at), CODE_STORED);
}

void caches_load(struct cpu *cpu, struct site *site, uint64_t physical, unsigned bytes)
{
    (void)bytes;
    uint8_t *line = line_of(physical);
    if (caches_on(cpu)) {
        if (!(*line & WRITTEN_AROUND))
            return;
        report("R6", cpu, site, NULL, physical,
            "memory that was written with the caches off is read through them without having been invalidated");
        *line &= (uint8_t)~WRITTEN_AROUND;
    } else if (*line & DIRTY) {
        report("R6", cpu, site, NULL, physical,
            "memory that was written through the caches is read with them off without having been cleaned");
        *line &= (uint8_t)~DIRTY;
    }
}

void caches_walked(struct cpu *cpu, struct site *site, uint64_t table)
{
    for (uint64_t at = table; at < table + PAGE_BYTES; at += LINE_BYTES) {
        if (!(*line_of(at) & WRITTEN_AROUND))
            continue;
        report("R6", cpu, site, NULL, at,
            "a translation table was written with the caches off and not invalidated before the walker reads it through them");
        *line_of(at) &= (uint8_t)~WRITTEN_AROUND;
    }
}

static void clean_code(uint64_t physical)
{
    if (!change_line(physical, CODE_STORED, CODE_CLEANED))
        return;
    if (cleaned_count == cleaned_room) {
        size_t room = cleaned_room ? cleaned_room * 2 : 4096;
        uint64_t *larger = realloc(cleaned_lines, room * sizeof *larger);
        if (!larger)
            abort();
        cleaned_lines = larger;
        cleaned_room = room;
    }
    cleaned_lines[cleaned_count++] = physical;
}

// DC ZVA is a store that QEMU makes without calling anybody.
static void zero(struct cpu *cpu, struct site *site, uint64_t address)
{
    uint64_t physical;
    address &= ~(LINE_BYTES - 1);
    if (!translate(cpu, address, &physical) || !ram_has(physical))
        return;
    caches_store(cpu, physical, LINE_BYTES);
    if (!(site->pc >> 63) || !mmu_on(cpu))
        return;
    for (uint64_t at = physical; at < physical + LINE_BYTES; at += 8)
        races_access(cpu, site, address + (at - physical), at, 8, true);
    translation_store(cpu, site, physical, LINE_BYTES);
    cpu->store_time = now;
    cpu->store_site = site;
}

// [DDI0487 C5.3] op1 3: by address, CRm says to where; op1 0: IVAC, or by set and way.
void caches_operation(struct cpu *cpu, struct site *site, uint64_t value)
{
    unsigned op1 = KEY_OP1(site->reg), crm = KEY_CRM(site->reg), op2 = KEY_OP2(site->reg);
    uint64_t physical;
    if (op1 == 3 && crm == 4) {
        zero(cpu, site, value);
        return;
    }
    if (op2 == 2) {     // by set and way: everything, and only before an operating system runs
        for (uint64_t i = 0; i < ram_bytes / LINE_BYTES; i++) {
            if (lines[i])
                lines[i] = 0;
        }
        return;
    }
    if (!translate(cpu, value, &physical) || !ram_has(physical))
        return;
    bool cleans = op1 == 3, to_coherency = crm != 11, invalidates = crm == 6 || crm == 14;
    cpu->cleaned = now;
    if (cleans)
        clean_code(physical);
    if (cleans && to_coherency)
        *line_of(physical) &= (uint8_t)~DIRTY;
    if (invalidates)
        *line_of(physical) &= (uint8_t)~(WRITTEN_AROUND | DIRTY);
}

static void refresh(uint64_t physical) { (void)change_line(physical, CODE_CLEANED, CODE_FRESH); }

void caches_instruction(struct cpu *cpu, struct site *site, uint64_t value)
{
    uint64_t physical;
    if (cpu->cleaned > cpu->dsb_full)
        report("R5", cpu, site, NULL, 0, "instruction caches were invalidated without a DSB after the data cache was cleaned");
    invalidator = cpu;
    cpu->invalidated = now;
    if (KEY_OP1(site->reg) == 3) {
        if (translate(cpu, value, &physical) && ram_has(physical))
            refresh(physical);
        return;
    }
    for (size_t i = 0; i < cleaned_count; i++)
        refresh(cleaned_lines[i]);
    cleaned_count = 0;
}

// Called when code is translated, which QEMU does again after each store to its page.
void caches_execute(struct cpu *cpu, struct site *site, uint64_t physical)
{
    const char *text = NULL;
    uint8_t *word = word_of(physical);
    uint8_t state = *word & CODE_STATE;
    bool was_replaceable = *word & CODE_REPLACEABLE;
    *word = is_replaceable(site->word) ? CODE_REPLACEABLE : 0;
    if (state == 0 || (was_replaceable && *word))
        return;
    if (state == CODE_STORED)
        text = "code that was stored is executed without having been cleaned from the data cache";
    else if (state == CODE_CLEANED)
        text = "code that was stored is executed without the instruction caches having been invalidated";
    else if (invalidator->invalidated > invalidator->dsb_full)
        text = "code that was stored is executed without a DSB after the instruction caches were invalidated";
    else if (cpu->synchronised < invalidator->invalidated)
        text = "code that was stored is executed without an ISB after the instruction caches were invalidated";
    if (!text)
        return;
    // Once for each line: the rest of it is as wrong.
    memset(word_of(physical & ~(LINE_BYTES - 1)), 0, LINE_BYTES / WORD_BYTES);
    report("R5", cpu, site, NULL, physical, text);
}

void caches_doorbell(struct cpu *cpu, struct site *site, uint32_t buffer)
{
    if (!ram_has(buffer))
        return;
    if (*line_of(buffer) & DIRTY)
        report("R8", cpu, site, NULL, buffer, "a mailbox was rung with its buffer not cleaned to memory");
    else if (cpu->cleaned > cpu->dsb_stores)
        report("R8", cpu, site, NULL, buffer, "a mailbox was rung without a DSB after its buffer was cleaned");
}
