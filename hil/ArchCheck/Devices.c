// Accesses to device registers: R7 and R8, and where R4 ends in a device.
#include "ArchCheck.h"
#include <string.h>

enum device { DEVICE_OTHER, DEVICE_GICD, DEVICE_GICC, DEVICE_MAILBOX };

// Offsets within the blocks, whose addresses are multiples of the masks. [IHI0048 4.1.2, IHI0069 12.8, BCM2835 mailbox]
#define GICD_MASK 0xFFFull
#define GICD_ISENABLER1 0x104
#define GICD_ISENABLER_LAST 0x17C
#define GICD_SGIR 0xF00
#define GICC_IAR 0x00C
#define GICC_EOIR 0x010
#define FIRST_NO_SGI 16
#define MAILBOX_MASK 0x3FFull
#define MAILBOX_WRITE 0x0A0
#define MAILBOX_ADDRESS 0x3FFFFFF0u

static enum device classify(const char *name)
{
    static const char *last_name;
    static enum device last;
    if (name == last_name)
        return last;
    last_name = name;
    if (strcmp(name, "gic_dist") == 0 || strcmp(name, "gicv3_dist") == 0)
        last = DEVICE_GICD;
    else if (strcmp(name, "gic_cpu") == 0)
        last = DEVICE_GICC;
    else
        last = strcmp(name, "bcm2835-mbox") == 0 ? DEVICE_MAILBOX : DEVICE_OTHER;
    return last;
}

// True for an SGI that goes to its sender alone, which sees its own stores. Target lists are taken to number CPUs as QEMU does.
static bool is_to_self(const struct cpu *cpu, uint64_t value, bool is_register)
{
    if (is_register)
        return !(value >> 40 & 1) && (value & 0xFFFF) == 1u << cpu->index && !(value >> 16 & 0xFF);
    unsigned filter = value >> 24 & 3, list = value >> 16 & 0xFF;
    return filter == 2 || (filter == 0 && list == 1u << cpu->index);
}

void device_sgi(struct cpu *cpu, struct site *site, uint64_t value, bool is_register)
{
    if (is_to_self(cpu, value, is_register))
        return;
    // A DMB orders a store to a device register after other stores; a system register is no access to memory.
    uint64_t ordered = is_register ? cpu->dsb_stores : cpu->barrier_stores;
    if (cpu->store_time > ordered)
        report("R7", cpu, site, cpu->store_site, 0, "an SGI was sent without a barrier after the last store");
}

void device_end_of_interrupt(struct cpu *cpu, struct site *site)
{
    if (cpu->timer_compare)
        report("R4t", cpu, cpu->timer_compare, site, 0,
            "a timer's compare value was written and no ISB came before the end of its interrupt: the line may still be up");
    cpu->timer_compare = NULL;
}

// An interrupt that was never enabled before: its handler has just been published.
// Those below 32 are taken by the CPU itself that enables them.
static void enable(struct cpu *cpu, struct site *site, uint64_t key, uint32_t bits)
{
    static struct { uint64_t key; uint32_t bits; } known[64];
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].key != key && known[i].bits)
            continue;
        bool is_new = bits & ~known[i].bits;
        known[i].key = key;
        known[i].bits |= bits;
        if (is_new && cpu->store_time > cpu->barrier_stores)
            report("R7e", cpu, site, cpu->store_site, key,
                "an interrupt was enabled without a barrier after the last store: its handler may not be visible yet");
        return;
    }
}

static void distributor(struct cpu *cpu, struct site *site, uint64_t physical, uint32_t value, bool is_store)
{
    uint64_t offset = physical & GICD_MASK;
    if (is_store && offset == GICD_SGIR && (physical & 0xF000) != 0xF000)
        device_sgi(cpu, site, value, false);
    else if (is_store && offset >= GICD_ISENABLER1 && offset <= GICD_ISENABLER_LAST)
        enable(cpu, site, physical, value);
}

static void cpu_interface(struct cpu *cpu, struct site *site, uint64_t offset, uint32_t value, bool is_store)
{
    if (!is_store && offset == GICC_IAR && (value & 0x3FF) < FIRST_NO_SGI)
        cpu->acknowledged = site;
    else if (is_store && offset == GICC_EOIR)
        device_end_of_interrupt(cpu, site);
}

void device_access(struct cpu *cpu, struct site *site, const char *name, uint64_t address,
    uint64_t physical, uint64_t value, unsigned bytes, bool is_store)
{
    if (address % bytes)
        report("R8", cpu, site, NULL, physical, "an unaligned access to device memory");
    if (bytes > 8)
        report("R8", cpu, site, NULL, physical, "an access to device memory of more than 8 bytes");
    if (site->kind == KIND_LOAD_EXCLUSIVE || site->kind == KIND_STORE_EXCLUSIVE || site->kind == KIND_ATOMIC)
        report("R8", cpu, site, NULL, physical, "an exclusive or atomic access to device memory");
    switch (classify(name)) {
    case DEVICE_GICD: distributor(cpu, site, physical, (uint32_t)value, is_store); break;
    case DEVICE_GICC: cpu_interface(cpu, site, physical & GICD_MASK, (uint32_t)value, is_store); break;
    case DEVICE_MAILBOX:
        if (is_store && (physical & MAILBOX_MASK) == MAILBOX_WRITE)
            caches_doorbell(cpu, site, (uint32_t)value & MAILBOX_ADDRESS);
        break;
    default: break;
    }
}
