// The machine's RAM is a memfd that QEMU maps into this process; the plugin reads translation tables and code there.
#include "ArchCheck.h"
#include <stdio.h>
#include <string.h>

uint64_t ram_base, ram_bytes;
static const uint8_t *host_base;
static uint64_t mapped_bytes;

// The largest mapping of a memory-backend-memfd is the RAM.
bool ram_find(void)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (!maps)
        return false;
    while (fgets(line, sizeof line, maps)) {
        unsigned long first, last;
        if (!strstr(line, "/memfd:memory-backend-memfd") || sscanf(line, "%lx-%lx", &first, &last) != 2)
            continue;
        if (last - first > mapped_bytes) {
            mapped_bytes = last - first;
            host_base = (const uint8_t *)first;
        }
    }
    fclose(maps);
    return mapped_bytes > 0;
}

void ram_locate(uint64_t physical, const void *host)
{
    uint64_t offset = (uint64_t)((const uint8_t *)host - host_base);
    if (ram_bytes > 0 || offset >= mapped_bytes || physical < offset)
        return;
    ram_base = physical - offset;
    ram_bytes = mapped_bytes;
}

uint64_t ram_read64(uint64_t physical)
{
    uint64_t value = 0;
    if (ram_has(physical) && ram_bytes - (physical - ram_base) >= sizeof value)
        memcpy(&value, host_base + (physical - ram_base), sizeof value);
    return value;
}

bool ram_physical(const void *host, uint64_t *physical)
{
    uint64_t offset = (uint64_t)((const uint8_t *)host - host_base);
    *physical = ram_base + offset;
    return host && ram_bytes > 0 && offset < ram_bytes;
}
