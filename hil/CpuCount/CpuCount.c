// Counts, for each CPU of a machine whose CPUs are threads of the emulator, what it executes while pairs of clients and servers exchange
// messages: instructions, looks at a lock that another holds, messages. A client marks each message by an instruction that does nothing else.
//
// The window opens when every pair has warmed up and closes when one has sent as many messages as were asked for, so all run throughout.
// The others' counters are read while they run: each may be off by the block of code that is being executed.
#include "../ArchCheck/PluginApi.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PLUGIN_EXPORT int qemu_plugin_version = PLUGIN_API_VERSION;
PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv);

#define MAX_CPUS 8
#define MARK 0xD5032FFFu                // HINT #127 (services/SelfTest/Probes.S)
#define LDAXRH 0x485FFC00u              // a waiter's look at a ticket lock (bsp/Arm64/Locks.S); Rn and Rt in bits 9:0
#define LDAXRH_MASK 0xFFFFFC00u

struct counts { uint64_t instructions, spins, messages; };

enum state { WARMING, OPEN, CLOSED };

static struct qemu_plugin_scoreboard *board;
static struct counts at_open[MAX_CPUS];
static unsigned cpu_count, state;
static uint64_t warm_messages, window_messages;
static const char *report_path;

static struct counts *counts_of(unsigned cpu) { return qemu_plugin_scoreboard_find(board, cpu); }

static uint64_t messages_of(unsigned cpu) { return __atomic_load_n(&counts_of(cpu)->messages, __ATOMIC_RELAXED); }

static bool turns(unsigned from, unsigned to)
{
    return __atomic_compare_exchange_n(&state, &from, to, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static void write_report(void)
{
    FILE *file = fopen(report_path, "w");
    if (!file) {
        fprintf(stderr, "cpu-count: cannot write %s\n", report_path);
        return;
    }
    for (unsigned i = 0; i < cpu_count; i++) {
        struct counts *now = counts_of(i);
        fprintf(file, "%u %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", i, now->messages - at_open[i].messages,
            now->instructions - at_open[i].instructions, now->spins - at_open[i].spins);
    }
    fclose(file);
}

static void open_window(void)
{
    for (unsigned i = 0; i < cpu_count; i++) {
        if (messages_of(i) < warm_messages)
            return;
    }
    if (!turns(WARMING, OPEN))
        return;
    for (unsigned i = 0; i < cpu_count; i++)
        at_open[i] = *counts_of(i);
}

static void on_message(unsigned cpu, void *data)
{
    (void)data;
    uint64_t messages = messages_of(cpu) + 1;
    __atomic_store_n(&counts_of(cpu)->messages, messages, __ATOMIC_RELAXED);
    unsigned now = __atomic_load_n(&state, __ATOMIC_ACQUIRE);
    if (now == WARMING)
        open_window();
    else if (now == OPEN && at_open[cpu].messages != 0 && messages >= at_open[cpu].messages + window_messages && turns(OPEN, CLOSED))
        write_report();
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    size_t count = qemu_plugin_tb_n_insns(tb);
    qemu_plugin_u64 instructions = { board, offsetof(struct counts, instructions) };
    qemu_plugin_u64 spins = { board, offsetof(struct counts, spins) };
    bool is_kernel = qemu_plugin_tb_vaddr(tb) >> 63;
    qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(tb, QEMU_PLUGIN_INLINE_ADD_U64, instructions, count);
    for (size_t i = 0; i < count; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint32_t word = 0;
        qemu_plugin_insn_data(insn, &word, sizeof word);
        if (is_kernel && (word & LDAXRH_MASK) == LDAXRH)
            qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn, QEMU_PLUGIN_INLINE_ADD_U64, spins, 1);
        else if (!is_kernel && word == MARK)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_message, QEMU_PLUGIN_CB_NO_REGS, NULL);
    }
}

static bool take_argument(const char *argument)
{
    if (strncmp(argument, "report=", 7) == 0)
        report_path = argument + 7;
    else if (strncmp(argument, "warm=", 5) == 0)
        warm_messages = strtoull(argument + 5, NULL, 10);
    else if (strncmp(argument, "messages=", 9) == 0)
        window_messages = strtoull(argument + 9, NULL, 10);
    else
        return false;
    return true;
}

PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    (void)id;
    bool is_good = true;
    for (int i = 0; i < argc; i++)
        is_good = take_argument(argv[i]) && is_good;
    cpu_count = info->system_emulation ? (unsigned)info->system.smp_vcpus : 0;
    if (!is_good || !report_path || !warm_messages || !window_messages || !cpu_count || cpu_count > MAX_CPUS) {
        fprintf(stderr, "cpu-count: wants report=FILE, warm=N, messages=N and 1 to %d CPUs\n", MAX_CPUS);
        return 1;
    }
    board = qemu_plugin_scoreboard_new(sizeof(struct counts));
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
