// Violations go into a file that is mapped here: what was found stays when QEMU is killed. docs/ARCH-CHECK.md describes its form.
#include "ArchCheck.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CAPACITY 512
#define FLAG_READY 1u
#define FLAG_FINISHED 2u

struct record {
    char rule[8];
    uint64_t count, pc, other, caller, address;
    uint32_t cpu, padding;
    char text[200];
};

struct header {
    char magic[8];
    uint32_t version, record_bytes, capacity, used, flags, cpus;
    uint64_t events;
    uint64_t lost;          // violations that had no room
    char error[208];
};

_Static_assert(sizeof(struct record) == 256 && sizeof(struct header) == 256, "the tool reads these");

static struct header *file;
static struct record *records;

bool report_open(const char *path)
{
    size_t bytes = sizeof(struct header) + CAPACITY * sizeof(struct record);
    int descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0 || ftruncate(descriptor, (off_t)bytes) != 0)
        return false;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (memory == MAP_FAILED)
        return false;
    file = memory;
    records = (struct record *)(file + 1);
    *file = (struct header){
        .magic = "RKARCHCK", .version = 1, .record_bytes = sizeof(struct record), .capacity = CAPACITY, .cpus = cpu_count,
    };
    return true;
}

void report_error(const char *text)
{
    if (file)
        snprintf(file->error, sizeof file->error, "%s", text);
    fprintf(stderr, "arch-check: %s\n", text);
}

void report_ready(void) { file->flags |= FLAG_READY; }

void report_finished(void)
{
    file->flags |= FLAG_FINISHED;
    file->events = now;
}

void report(const char *rule, const struct cpu *cpu, const struct site *site, const struct site *other, uint64_t address, const char *text)
{
    uint64_t pc = site ? site->pc : 0, second = other ? other->pc : 0;
    file->events = now;
    for (uint32_t i = 0; i < file->used; i++) {
        struct record *known = &records[i];
        if (known->pc == pc && known->other == second && strncmp(known->rule, rule, sizeof known->rule) == 0) {
            known->count++;
            return;
        }
    }
    if (file->used == CAPACITY) {
        file->lost++;
        return;
    }
    struct record *record = &records[file->used];
    *record = (struct record){ .count = 1, .pc = pc, .other = second, .caller = return_address(), .address = address, .cpu = cpu->index };
    memcpy(record->rule, rule, strlen(rule));
    snprintf(record->text, sizeof record->text, "%s", text);
    file->used++;
}

// All sites, found by address and instruction word; chained in a table of fixed size.
#define BUCKETS (1u << 16)
static uint32_t buckets[BUCKETS];
static struct site **sites;
static uint32_t *next_in_bucket;
static uint32_t site_count = 1, site_room;

static void make_room(void)
{
    if (site_count < site_room)
        return;
    site_room = site_room ? site_room * 2 : 1u << 14;
    sites = realloc(sites, site_room * sizeof *sites);
    next_in_bucket = realloc(next_in_bucket, site_room * sizeof *next_in_bucket);
    if (!sites || !next_in_bucket)
        abort();
}

struct site *site_at(uint64_t pc, uint32_t word)
{
    uint32_t *bucket = &buckets[(pc >> 2 ^ pc >> 18 ^ word * 2654435761u) & (BUCKETS - 1)];
    for (uint32_t i = *bucket; i; i = next_in_bucket[i]) {
        if (sites[i]->pc == pc && sites[i]->word == word)
            return sites[i];
    }
    make_room();
    struct site *site = calloc(1, sizeof *site);
    if (!site)
        abort();
    *site = (struct site){ .pc = pc, .word = word, .index = site_count };
    decode(site);
    sites[site_count] = site;
    next_in_bucket[site_count] = *bucket;
    *bucket = site_count++;
    return site;
}

struct site *site_of(uint32_t index) { return index && index < site_count ? sites[index] : NULL; }
