// R5 by itself: Caches.c between a pretended CPU and a report that counts. Exit status 0: all held; else the line of the first check
// that did not is printed.
#include "ArchCheck.h"
#include <stdio.h>
#include <stdlib.h>

#define MOV 0xD2800000u
#define NOP 0xD503201Fu
#define BRANCH 0x14000010u
#define CODE 0x40001000ull
#define CHECK(condition) do { if (!(condition)) { printf("CachesTest.c:%d: %s\n", __LINE__, #condition); exit(1); } } while (0)

uint64_t ram_base = 0x40000000, ram_bytes = 1 << 20, now = 1;
static struct cpu cpu = { .sctlr = 5 };
static unsigned reports;

void report(const char *rule, const struct cpu *by, const struct site *site, const struct site *other, uint64_t address, const char *text)
{
    (void)rule, (void)by, (void)site, (void)other, (void)address, (void)text;
    reports++;
}

bool translate(const struct cpu *by, uint64_t address, uint64_t *physical)
{
    (void)by;
    *physical = address;
    return true;
}

void races_access(struct cpu *by, struct site *site, uint64_t address, uint64_t physical, unsigned bytes, bool is_store)
{
    (void)by, (void)site, (void)address, (void)physical, (void)bytes, (void)is_store;
}

void translation_store(struct cpu *by, struct site *site, uint64_t physical, unsigned bytes)
{
    (void)by, (void)site, (void)physical, (void)bytes;
}

static void store(unsigned word) { now++; caches_store(&cpu, CODE + word * 4, 4); }

// How many reports there are when the word is executed.
static unsigned execute(unsigned word, uint32_t instruction)
{
    struct site site = { .pc = CODE + word * 4, .word = instruction };
    reports = 0;
    caches_execute(&cpu, &site, CODE + word * 4);
    return reports;
}

static void clean(void)     // DC CVAU, DSB
{
    struct site site = { .reg = SYSTEM_KEY(1, 3, 7, 11, 1) };
    now++;
    caches_operation(&cpu, &site, CODE);
    cpu.dsb_full = ++now;
}

static void invalidate(void)    // IC IVAU, DSB
{
    struct site site = { .reg = SYSTEM_KEY(1, 3, 7, 5, 1) };
    now++;
    caches_instruction(&cpu, &site, CODE);
    cpu.dsb_full = ++now;
}

static void synchronise(void) { cpu.synchronised = ++now; }

int main(void)
{
    CHECK(caches_start());
    CHECK(execute(0, MOV) == 0);

    // The neighbours of a word that was stored are as they were, the word is not.
    store(3);
    CHECK(execute(2, MOV) == 0);
    CHECK(execute(4, MOV) == 0);
    CHECK(execute(3, MOV) == 1);

    // Each step of the publication is missed, whatever neighbour is executed meanwhile.
    store(3);
    clean();
    CHECK(execute(2, MOV) == 0);
    CHECK(execute(3, MOV) == 1);
    store(3);
    clean();
    invalidate();
    CHECK(execute(2, MOV) == 0);
    CHECK(execute(3, MOV) == 1);
    store(3);
    clean();
    invalidate();
    synchronise();
    CHECK(execute(3, MOV) == 0);

    // All words of a store count, and a line is reported once.
    now++;
    caches_store(&cpu, CODE + 12, 16);
    CHECK(execute(2, MOV) == 0);
    CHECK(execute(6, MOV) == 1);
    CHECK(execute(4, MOV) == 0);

    // What may be replaced while it is executed may be: by its like alone.
    CHECK(execute(8, NOP) == 0);
    store(8);
    CHECK(execute(8, BRANCH) == 0);
    store(8);
    CHECK(execute(8, MOV) == 1);
    store(8);
    CHECK(execute(8, NOP) == 1);
    return 0;
}
