// Counts the instructions that a machine of one CPU executes until its serial line has sent a text, from outside: count=FILE,until=TEXT. Then FILE has the
// number and QEMU ends. Nothing is checked in this mode.
#include "ArchCheck.h"
#include "PluginApi.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TEXT 64

static uint64_t executed;
static const char *count_path, *awaited;
static char sent[MOST_TEXT];

static void on_executed(unsigned vcpu_index, void *data)
{
    (void)vcpu_index;
    (void)data;
    executed++;
}

static void finish(void)
{
    FILE *file = fopen(count_path, "w");
    bool is_written = file && fprintf(file, "%llu\n", (unsigned long long)executed) > 0;
    if (!file || fclose(file) != 0 || !is_written)
        fprintf(stderr, "count: cannot write %s\n", count_path);
    exit(0);
}

// A byte that is written to the first register of a UART is sent.
static void on_store(unsigned vcpu_index, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    (void)vcpu_index;
    (void)data;
    size_t length = strlen(awaited);
    struct qemu_plugin_hwaddr *where = qemu_plugin_get_hwaddr(info, address);
    if (!where || !qemu_plugin_hwaddr_is_io(where) || strcmp(qemu_plugin_hwaddr_device_name(where), "pl011") != 0 || (address & 0xFFF) != 0)
        return;
    memmove(sent, sent + 1, length);
    sent[length - 1] = (char)qemu_plugin_mem_get_value(info).data.u8;
    if (memcmp(sent, awaited, length) == 0)
        finish();
}

static void on_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint32_t word = 0;
        qemu_plugin_insn_data(insn, &word, sizeof word);
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_executed, QEMU_PLUGIN_CB_NO_REGS, NULL);
        if ((word & 0x0A000000) == 0x08000000)
            qemu_plugin_register_vcpu_mem_cb(insn, on_store, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_W, NULL);
    }
}

bool count_install(qemu_plugin_id_t id, unsigned cpus, const char *path, const char *text)
{
    if (cpus != 1 || strlen(text) == 0 || strlen(text) >= MOST_TEXT)
        return false;
    count_path = strdup(path);
    awaited = strdup(text);
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    return count_path && awaited;
}
