// What QEMU calls: loading, translation of code, execution of instructions that matter, accesses to memory.
//
// The running CPU. With all CPUs in one thread QEMU shares translated code between them and passes the index of the CPU that
// translated it. QEMU keeps the running one in the thread's variable current_cpu, which it exports; CPUs are told apart by its value.
#include "ArchCheck.h"
#include "PluginApi.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PLUGIN_EXPORT int qemu_plugin_version = PLUGIN_API_VERSION;
PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv);

#define GENERAL_REGISTERS 31

bool count_install(qemu_plugin_id_t id, unsigned cpus, const char *path, const char *text);     // Count.c

struct cpu cpus[MAX_CPUS];
unsigned cpu_count;
uint64_t now;
uint32_t started_cpus;

static void **current_cpu;
static void *identities[MAX_CPUS];
static void *running_identity;
static struct cpu *running_cpu = &cpus[0];
static struct qemu_plugin_register *general[GENERAL_REGISTERS], *saved_state, *stack;
static GByteArray *register_bytes;
static bool is_started, has_failed;

static struct cpu *running(void)
{
    now++;
    if (!current_cpu || *current_cpu == running_identity)
        return running_cpu;
    for (unsigned i = 0; i < cpu_count; i++) {
        if (identities[i] == *current_cpu) {
            running_identity = *current_cpu;
            running_cpu = &cpus[i];
        }
    }
    return running_cpu;
}

static uint64_t read_register(struct qemu_plugin_register *handle)
{
    uint64_t value = 0;
    if (!handle)
        return 0;
    g_byte_array_set_size(register_bytes, 0);
    if (qemu_plugin_read_register(handle, register_bytes) > 0)
        memcpy(&value, register_bytes->data, register_bytes->len < sizeof value ? register_bytes->len : sizeof value);
    return value;
}

static uint64_t operand(const struct site *site) { return site->rt < GENERAL_REGISTERS ? read_register(general[site->rt]) : 0; }

// Accesses are watched without QEMU writing its registers out, so these two may be some instructions old.
uint64_t return_address(void) { return read_register(general[30]); }

uint64_t stack_pointer(void) { return read_register(stack); }

// What the CPU does from here on sees all registers that were written.
static void synchronise(struct cpu *cpu)
{
    cpu->synchronised = now;
    cpu->timer_compare = NULL;
    memset(cpu->control, 0, sizeof cpu->control);
    translation_synchronised(cpu);
}

static void take_barrier(struct cpu *cpu, const struct site *site)
{
    bool is_dsb = site->kind == KIND_DSB;
    bool loads = BARRIER_LOADS(site->crm), stores = BARRIER_STORES(site->crm);
    if (loads)
        cpu->barrier_loads = now;
    if (stores)
        cpu->barrier_stores = now;
    if (is_dsb && stores)
        cpu->dsb_stores = now;
    if (is_dsb && loads && stores)
        cpu->dsb_full = now;
    // Reading a register is no access to memory: a DMB does not order it.
    if (loads && cpu->acknowledged && (is_dsb || cpu->acknowledged->kind != KIND_MRS))
        cpu->acknowledged = NULL;
    races_barrier(cpu, loads, stores);
    if (is_dsb)
        translation_dsb(cpu, site->crm);
}

static void write_control(struct cpu *cpu, struct site *site, enum control control, uint64_t *kept, uint64_t value)
{
    bool was_on = mmu_on(cpu);
    *kept = value;
    if (was_on || mmu_on(cpu))
        cpu->control[control] = site;
    if (!was_on && mmu_on(cpu)) {
        started_cpus |= 1u << cpu->index;
        races_join_all(cpu);
        translation_enabled(cpu, site);
    } else if (control == CONTROL_TTBR0 || control == CONTROL_TTBR1)
        translation_root(cpu, site, control == CONTROL_TTBR1);
}

static void write_register(struct cpu *cpu, struct site *site)
{
    switch (site->reg) {
    case REG_SCTLR_EL1: write_control(cpu, site, CONTROL_SCTLR, &cpu->sctlr, operand(site)); break;
    case REG_TCR_EL1: write_control(cpu, site, CONTROL_TCR, &cpu->tcr, operand(site)); break;
    case REG_MAIR_EL1: write_control(cpu, site, CONTROL_MAIR, &cpu->mair, operand(site)); break;
    case REG_TTBR0_EL1: write_control(cpu, site, CONTROL_TTBR0, &cpu->ttbr0, operand(site)); break;
    case REG_TTBR1_EL1: write_control(cpu, site, CONTROL_TTBR1, &cpu->ttbr1, operand(site)); break;
    case REG_VBAR_EL1: write_control(cpu, site, CONTROL_VBAR, &cpu->vbar, operand(site)); break;
    case REG_CNTP_TVAL: case REG_CNTP_CVAL: case REG_CNTV_TVAL: case REG_CNTV_CVAL: cpu->timer_compare = site; break;
    case REG_ICC_EOIR0: case REG_ICC_EOIR1: device_end_of_interrupt(cpu, site); break;
    case REG_ICC_SGI1R: device_sgi(cpu, site, operand(site), true); break;
    default: break;
    }
}

static void wait_for_interrupt(struct cpu *cpu, struct site *site)
{
    if (cpu->timer_compare)
        report("R4w", cpu, cpu->timer_compare, site, 0,
            "a timer's compare value was written and no ISB came before WFI: the CPU may sleep against the old one");
    cpu->timer_compare = NULL;
    if (cpu->store_time > cpu->dsb_stores)
        report("R9", cpu, site, cpu->store_site, 0, "WFI without a DSB after the last store");
}

static void return_from_exception(struct cpu *cpu, struct site *site)
{
    bool to_user = !saved_state || (read_register(saved_state) & 15) == 0;
    if (to_user && (pending_valid || pending_broken))
        translation_eret(cpu, site);
    // What a handler stored is none of what the code that it interrupted has to publish.
    if (!to_user) {
        cpu->store_time = cpu->store_time_before;
        cpu->store_site = cpu->store_site_before;
    }
    synchronise(cpu);
}

static void on_instruction(unsigned vcpu_index, void *data)
{
    (void)vcpu_index;
    struct site *site = data;
    struct cpu *cpu = running();
    switch (site->kind) {
    case KIND_DSB: case KIND_DMB: take_barrier(cpu, site); break;
    case KIND_ISB: synchronise(cpu); break;
    case KIND_MSR: write_register(cpu, site); break;
    case KIND_MRS: cpu->acknowledged = site; break;
    case KIND_TLBI: translation_tlbi(cpu, site, operand(site)); break;
    case KIND_DC: caches_operation(cpu, site, operand(site)); break;
    case KIND_IC: caches_instruction(cpu, site, operand(site)); break;
    case KIND_ERET: return_from_exception(cpu, site); break;
    case KIND_WFI: wait_for_interrupt(cpu, site); break;
    case KIND_SEV:
        if (cpu->store_time > cpu->dsb_stores)
            report("R9", cpu, site, cpu->store_site, 0, "SEV without a DSB after the last store");
        break;
    case KIND_UNMASK:
        if (cpu->control[CONTROL_VBAR])
            report("R4", cpu, cpu->control[CONTROL_VBAR], site, 0, "VBAR_EL1 was written and no ISB came before interrupts were unmasked");
        cpu->control[CONTROL_VBAR] = NULL;
        break;
    default: break;
    }
}

// Code at the start of a vector runs because an exception was taken, which synchronises the CPU.
static void on_vector(unsigned vcpu_index, void *data)
{
    (void)vcpu_index;
    struct site *site = data;
    struct cpu *cpu = running();
    if (!mmu_on(cpu) || site->pc - cpu->vbar >= 0x800)
        return;
    if (cpu->control[CONTROL_VBAR])
        report("R4", cpu, cpu->control[CONTROL_VBAR], site, 0, "VBAR_EL1 was written and no ISB came before an exception");
    cpu->store_time_before = cpu->store_time;
    cpu->store_site_before = cpu->store_site;
    races_exception(cpu);
    synchronise(cpu);
}

static void check_controls(struct cpu *cpu, struct site *site, uint64_t address)
{
    static const char *const texts[CONTROLS] = {
        "SCTLR_EL1 was written and no ISB came before an access to memory",
        "TCR_EL1 was written and no ISB came before an access to memory",
        "MAIR_EL1 was written and no ISB came before an access to memory",
        "TTBR0_EL1 was written and no ISB came before an access through it",
        "TTBR1_EL1 was written and no ISB came before an access through it", NULL,
    };
    for (unsigned i = 0; i < CONTROLS; i++) {
        bool depends = i == CONTROL_TTBR0 ? !(address >> 63) : i == CONTROL_TTBR1 ? address >> 63 : texts[i] != NULL;
        if (!cpu->control[i] || !depends)
            continue;
        report("R4", cpu, cpu->control[i], site, address, texts[i]);
        cpu->control[i] = NULL;
    }
}

static void access_ram(struct cpu *cpu, struct site *site, uint64_t address, uint64_t physical, unsigned bytes, bool is_store)
{
    if (!mmu_on(cpu)) {
        if (is_store)
            caches_store(cpu, physical, bytes);
        else
            caches_load(cpu, site, physical, bytes);
        return;
    }
    check_controls(cpu, site, address);
    if (pending_valid)
        translation_used(cpu, site, address);
    if (cpu->acknowledged && !is_store && races_changed_by_other(cpu, physical)) {
        report("R7r", cpu, cpu->acknowledged, site, address,
            "an interrupt was acknowledged and memory that another CPU wrote was read without a barrier between");
        cpu->acknowledged = NULL;
    }
    races_access(cpu, site, address, physical, bytes, is_store);
    if (!is_store) {
        caches_load(cpu, site, physical, bytes);
        return;
    }
    caches_store(cpu, physical, bytes);
    translation_store(cpu, site, physical, bytes);
    if (!site->on_stack) {
        cpu->store_time = now;
        cpu->store_site = site;
    }
}

static void on_access(unsigned vcpu_index, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    (void)vcpu_index;
    struct site *site = data;
    struct cpu *cpu = running();
    bool is_store = qemu_plugin_mem_is_store(info);
    // The store of an exclusive pair is made as compare and swap: its load is no access of the program.
    if (site->kind == KIND_STORE_EXCLUSIVE && !is_store)
        return;
    struct qemu_plugin_hwaddr *where = qemu_plugin_get_hwaddr(info, address);
    if (!where)
        return;
    uint64_t physical = qemu_plugin_hwaddr_phys_addr(where);
    unsigned bytes = 1u << qemu_plugin_mem_size_shift(info);
    if (qemu_plugin_hwaddr_is_io(where)) {
        qemu_plugin_mem_value value = qemu_plugin_mem_get_value(info);
        uint64_t low = bytes == 1 ? value.data.u8 : bytes == 2 ? value.data.u16 : bytes == 4 ? value.data.u32 : value.data.u64;
        device_access(cpu, site, qemu_plugin_hwaddr_device_name(where), address, physical, low, bytes, is_store);
    } else if (ram_has(physical))
        access_ram(cpu, site, address, physical, bytes, is_store);
}

// Programs at EL0: only that they write code matters.
static void on_user_store(unsigned vcpu_index, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    (void)vcpu_index;
    (void)data;
    struct cpu *cpu = running();
    struct qemu_plugin_hwaddr *where = qemu_plugin_get_hwaddr(info, address);
    if (!where || qemu_plugin_hwaddr_is_io(where))
        return;
    uint64_t physical = qemu_plugin_hwaddr_phys_addr(where);
    if (ram_has(physical))
        caches_store(cpu, physical, 1u << qemu_plugin_mem_size_shift(info));
}

static bool start(void)
{
    is_started = translation_start() && caches_start() && races_start();
    if (is_started)
        report_ready();
    else
        report_error("no memory for the checker's own tables");
    return is_started;
}

static bool matters(const struct site *site)
{
    if (site->kind == KIND_MRS)
        return site->reg == REG_ICC_IAR0 || site->reg == REG_ICC_IAR1;
    return site->kind >= KIND_DSB && site->kind <= KIND_SEV;
}

static void instrument(struct cpu *cpu, struct qemu_plugin_insn *insn, bool is_user)
{
    uint32_t word = 0;
    uint64_t physical;
    qemu_plugin_insn_data(insn, &word, sizeof word);
    struct site *site = site_at(qemu_plugin_insn_vaddr(insn), word);
    if (ram_physical(qemu_plugin_insn_haddr(insn), &physical))
        caches_execute(cpu, site, physical);
    if (matters(site))
        qemu_plugin_register_vcpu_insn_exec_cb(insn, on_instruction, QEMU_PLUGIN_CB_R_REGS, site);
    if ((word & 0x0A000000) != 0x08000000)
        return;
    if (is_user)
        qemu_plugin_register_vcpu_mem_cb(insn, on_user_store, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_W, site);
    else
        qemu_plugin_register_vcpu_mem_cb(insn, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, site);
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    struct cpu *cpu = running();
    uint64_t address = qemu_plugin_tb_vaddr(tb);
    if (has_failed)
        return;
    if (ram_bytes == 0)
        ram_locate(address, qemu_plugin_insn_haddr(qemu_plugin_tb_get_insn(tb, 0)));
    if (ram_bytes == 0)
        return;     // firmware in flash
    if (!is_started && !start()) {
        has_failed = true;
        return;
    }
    bool is_user = !(address >> 63) && mmu_on(cpu);
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++)
        instrument(cpu, qemu_plugin_tb_get_insn(tb, i), is_user);
    if (!is_user && address % 0x80 == 0) {
        uint32_t word = 0;
        qemu_plugin_insn_data(qemu_plugin_tb_get_insn(tb, 0), &word, sizeof word);
        qemu_plugin_register_vcpu_tb_exec_cb(tb, on_vector, QEMU_PLUGIN_CB_NO_REGS, site_at(address, word));
    }
}

static void find_registers(void)
{
    GArray *list = qemu_plugin_get_registers();
    const qemu_plugin_reg_descriptor *known = (const qemu_plugin_reg_descriptor *)list->data;
    for (unsigned i = 0; i < list->len; i++) {
        unsigned number;
        char rest;
        if (known[i].name[0] == 'x' && sscanf(known[i].name, "x%u%c", &number, &rest) == 1 && number < GENERAL_REGISTERS)
            general[number] = known[i].handle;
        else if (strcmp(known[i].name, "sp") == 0)
            stack = known[i].handle;
        else if (strcmp(known[i].name, "SPSR_EL1") == 0)
            saved_state = known[i].handle;
    }
    g_array_free(list, 1);
}

static void on_cpu(qemu_plugin_id_t id, unsigned vcpu_index)
{
    (void)id;
    if (vcpu_index >= cpu_count)
        return;
    cpus[vcpu_index].index = vcpu_index;
    cpus[vcpu_index].clock[vcpu_index] = 1;
    if (!current_cpu)
        current_cpu = dlsym(RTLD_DEFAULT, "current_cpu");
    if (current_cpu)
        identities[vcpu_index] = *current_cpu;
    else if (cpu_count > 1)
        report_error("this QEMU does not export current_cpu, so its CPUs cannot be told apart; check with --smp 1");
    if (!general[0])
        find_registers();
    if (!ram_find())
        report_error("the machine's RAM is no memory-backend-memfd");
}

static void on_end(qemu_plugin_id_t id, void *data)
{
    (void)id;
    (void)data;
    report_finished();
}

PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    const char *path = argc == 1 && strncmp(argv[0], "report=", 7) == 0 ? argv[0] + 7 : NULL;
    bool counts = argc == 2 && strncmp(argv[0], "count=", 6) == 0 && strncmp(argv[1], "until=", 6) == 0;
    if (counts && info->system_emulation)
        return count_install(id, (unsigned)info->system.smp_vcpus, argv[0] + 6, argv[1] + 6) ? 0 : 1;
    cpu_count = info->system_emulation ? (unsigned)info->system.smp_vcpus : 0;
    if (!path || cpu_count == 0 || cpu_count > MAX_CPUS || strcmp(info->target_name, "aarch64") != 0) {
        fprintf(stderr, "arch-check: wants report=FILE, an aarch64 machine and 1 to %d CPUs\n", MAX_CPUS);
        return 1;
    }
    if (!report_open(path)) {
        fprintf(stderr, "arch-check: cannot write %s\n", path);
        return 1;
    }
    register_bytes = g_byte_array_new();
    qemu_plugin_register_vcpu_init_cb(id, on_cpu);
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, on_end, NULL);
    return 0;
}
