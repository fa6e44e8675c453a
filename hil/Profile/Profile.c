// Where a machine's instructions go, by program and function, from outside: a TCG plugin of its own.
//   -plugin rk-profile.so,out=START,at=TEXT,elf=FILE[,elf=FILE…]
// Each time the machine's PL011 has sent TEXT, START.1, START.2 … gets what was executed since the last time. One CPU. A block of translated code
// belongs to the program whose file has the same instructions at its addresses: the pages of a program that lie alike in the host's memory are
// judged together, for programs have the runtime's code at the same addresses. A kernel's code is at its own.
#include "../ArchCheck/PluginApi.h"
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

PLUGIN_EXPORT int qemu_plugin_version = PLUGIN_API_VERSION;
PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv);

#define MOST_TEXT 64
#define MOST_BLOCKS (1u << 18)
#define MOST_PROGRAMS 64
#define MOST_LINES 100

struct block {
    uint64_t pc;
    uintptr_t host;             // where its first instruction lies in QEMU's memory
    uint64_t length, runs;
    uint32_t word;              // the first instruction
};

struct symbol {
    uint64_t address, executed;
    const char *name;
    const struct program *program;
};

struct program {
    const char *name;
    const uint8_t *file;
    size_t size;
    struct symbol *symbols;
    size_t count;
    uint64_t executed;
};

static struct block *blocks[MOST_BLOCKS];
static struct program programs[MOST_PROGRAMS];
static size_t program_count, block_count;
static struct symbol unknown = {.name = "(unknown)"};
static const char *out, *text;
static char sent[MOST_TEXT];
static unsigned reports;

static struct block *block_at(uint64_t pc, uintptr_t host, uint64_t length)
{
    size_t at = (size_t)(((pc ^ host) + length) * 0x9E3779B97F4A7C15u >> 46) % MOST_BLOCKS;
    while (blocks[at] && (blocks[at]->pc != pc || blocks[at]->host != host || blocks[at]->length != length))
        at = (at + 1) % MOST_BLOCKS;
    if (!blocks[at] && block_count < MOST_BLOCKS - 1 && (blocks[at] = calloc(1, sizeof *blocks[at]))) {
        block_count++;
        *blocks[at] = (struct block){.pc = pc, .host = host, .length = length};
    }
    return blocks[at];
}

// The instruction that a program's file has at an address; 0: none.
static uint32_t word_at(const struct program *program, uint64_t address)
{
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)program->file;
    const Elf64_Phdr *part = (const Elf64_Phdr *)(program->file + head->e_phoff);
    for (unsigned i = 0; i < head->e_phnum; i++) {
        uint64_t offset = address - part[i].p_vaddr;
        if (part[i].p_type != PT_LOAD || address < part[i].p_vaddr || part[i].p_filesz < 4 || offset > part[i].p_filesz - 4)
            continue;
        uint32_t word;
        memcpy(&word, program->file + part[i].p_offset + offset, sizeof word);
        return word;
    }
    return 0;
}

static int by_address(const void *left, const void *right)
{
    const struct symbol *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

static void read_symbols(struct program *program, const Elf64_Shdr *table, const Elf64_Shdr *names)
{
    const Elf64_Sym *symbol = (const Elf64_Sym *)(program->file + table->sh_offset);
    size_t all = table->sh_size / sizeof *symbol;
    program->symbols = calloc(all + 1, sizeof *program->symbols);
    for (size_t i = 0; program->symbols && i < all; i++) {
        const char *name = (const char *)program->file + names->sh_offset + symbol[i].st_name;
        if (symbol[i].st_shndx != SHN_UNDEF && symbol[i].st_value != 0 && name[0] != '$' && name[0] != 0)
            program->symbols[program->count++] = (struct symbol){.address = symbol[i].st_value, .name = name, .program = program};
    }
    qsort(program->symbols, program->count, sizeof *program->symbols, by_address);
}

// These files are the build's own.
static bool open_program(const char *path)
{
    struct program *program = &programs[program_count];
    struct stat status;
    int file = open(path, O_RDONLY);
    if (program_count == MOST_PROGRAMS || file < 0 || fstat(file, &status) != 0 || (size_t)status.st_size < sizeof(Elf64_Ehdr))
        return false;
    program->file = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (program->file == MAP_FAILED || memcmp(program->file, ELFMAG, SELFMAG) != 0)
        return false;
    const char *slash = strrchr(path, '/');
    program->name = strdup(slash ? slash + 1 : path);
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)program->file;
    const Elf64_Shdr *part = (const Elf64_Shdr *)(program->file + head->e_shoff);
    for (unsigned i = 0; i < head->e_shnum; i++)
        if (part[i].sh_type == SHT_SYMTAB)
            read_symbols(program, &part[i], &part[part[i].sh_link]);
    program_count++;
    return program->count != 0;
}

static struct symbol *symbol_at(struct program *program, uint64_t address)
{
    size_t low = 0, high = program ? program->count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (program->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? &unknown : &program->symbols[low - 1];
}

static int by_place(const void *left, const void *right)
{
    const struct block *a = *(struct block *const *)left, *b = *(struct block *const *)right;
    uintptr_t of_a = a->host - a->pc, of_b = b->host - b->pc;
    return of_a < of_b ? -1 : of_a > of_b;
}

// The program that has most of what these blocks executed; NULL: none has any.
static struct program *judge(struct block **some, size_t count)
{
    struct program *best = NULL;
    uint64_t most = 0;
    for (size_t i = 0; i < program_count; i++) {
        uint64_t same = 0;
        for (size_t j = 0; j < count; j++)
            same += word_at(&programs[i], some[j]->pc) == some[j]->word ? some[j]->runs : 0;
        if (same > most) {
            most = same;
            best = &programs[i];
        }
    }
    return best;
}

static void add_up(struct block **some, size_t count)
{
    struct program *program = judge(some, count);
    for (size_t i = 0; i < count; i++) {
        uint64_t executed = some[i]->length * some[i]->runs;
        symbol_at(program, some[i]->pc)->executed += executed;
        if (program)
            program->executed += executed;
    }
}

// All that was executed, by how code lies in memory: the pages of one program together, and the kernel's.
static void add_all(struct block **sorted, size_t count)
{
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && by_place(&sorted[first], &sorted[next]) == 0;)
            next++;
        add_up(sorted + first, next - first);
    }
}

static int by_executed(const void *left, const void *right)
{
    uint64_t a = (*(struct symbol *const *)left)->executed, b = (*(struct symbol *const *)right)->executed;
    return a < b ? 1 : a > b ? -1 : 0;
}

static void print_symbols(FILE *file, uint64_t all)
{
    static struct symbol *list[1 << 20];
    size_t count = 0;
    list[count++] = &unknown;
    for (size_t i = 0; i < program_count; i++)
        for (size_t j = 0; j < programs[i].count && count < sizeof list / sizeof *list; j++)
            if (programs[i].symbols[j].executed)
                list[count++] = &programs[i].symbols[j];
    qsort(list, count, sizeof *list, by_executed);
    for (size_t i = 0; i < count; i++) {
        if (i < MOST_LINES && list[i]->executed)
            fprintf(file, "%12llu %5.1f%% %s %s\n", (unsigned long long)list[i]->executed, 100.0 * (double)list[i]->executed / (double)all,
                    list[i]->program ? list[i]->program->name : "-", list[i]->name);
        list[i]->executed = 0;
    }
}

static void print_report(uint64_t all)
{
    char name[4096];
    snprintf(name, sizeof name, "%s.%u", out, ++reports);
    FILE *file = fopen(name, "w");
    if (!file) {
        fprintf(stderr, "profile: cannot write %s\n", name);
        exit(1);
    }
    fprintf(file, "%12llu in all\n", (unsigned long long)all);
    for (size_t i = 0; i < program_count; i++) {
        if (programs[i].executed)
            fprintf(file, "%12llu %5.1f%% %s\n", (unsigned long long)programs[i].executed, 100.0 * (double)programs[i].executed / (double)all,
                    programs[i].name);
        programs[i].executed = 0;
    }
    print_symbols(file, all);
    fclose(file);
}

static void report(void)
{
    struct block **sorted = calloc(block_count, sizeof *sorted);
    size_t count = 0;
    uint64_t all = 0;
    for (size_t i = 0; sorted && i < MOST_BLOCKS; i++) {
        if (blocks[i] && blocks[i]->runs) {
            all += blocks[i]->length * blocks[i]->runs;
            sorted[count++] = blocks[i];
        }
    }
    if (count == 0)
        return;
    qsort(sorted, count, sizeof *sorted, by_place);
    add_all(sorted, count);
    print_report(all);
    for (size_t i = 0; i < count; i++)
        sorted[i]->runs = 0;
    free(sorted);
}

static void on_block(unsigned vcpu_index, void *data)
{
    (void)vcpu_index;
    ((struct block *)data)->runs++;
}

// A byte that is written to the first register of a UART is sent.
static void on_store(unsigned vcpu_index, qemu_plugin_meminfo_t info, uint64_t address, void *data)
{
    (void)vcpu_index;
    (void)data;
    size_t length = strlen(text);
    struct qemu_plugin_hwaddr *where = qemu_plugin_get_hwaddr(info, address);
    if (!where || !qemu_plugin_hwaddr_is_io(where) || strcmp(qemu_plugin_hwaddr_device_name(where), "pl011") != 0 || (address & 0xFFF) != 0)
        return;
    memmove(sent, sent + 1, length);
    sent[length - 1] = (char)qemu_plugin_mem_get_value(info).data.u8;
    if (memcmp(sent, text, length) == 0)
        report();
}

static void on_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    size_t length = qemu_plugin_tb_n_insns(tb);
    uintptr_t host = (uintptr_t)qemu_plugin_insn_haddr(qemu_plugin_tb_get_insn(tb, 0));
    struct block *block = block_at(qemu_plugin_tb_vaddr(tb), host, length);
    for (size_t i = 0; i < length; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint32_t word = 0;
        qemu_plugin_insn_data(insn, &word, sizeof word);
        if (i == 0 && block)
            block->word = word;
        if ((word & 0x0A000000) == 0x08000000)
            qemu_plugin_register_vcpu_mem_cb(insn, on_store, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_W, NULL);
    }
    if (block)
        qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
}

static bool take(const char *word)
{
    if (strncmp(word, "out=", 4) == 0)
        out = strdup(word + 4);
    else if (strncmp(word, "at=", 3) == 0 && strlen(word + 3) - 1 < MOST_TEXT)
        text = strdup(word + 3);
    else
        return strncmp(word, "elf=", 4) == 0 && open_program(word + 4);
    return true;
}

PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (!take(argv[i])) {
            fprintf(stderr, "profile: %s: expected out=START, at=TEXT of 1 to %d characters, elf=FILE with symbols\n", argv[i], MOST_TEXT);
            return 1;
        }
    }
    if (!out || !text || program_count == 0 || !info->system_emulation || info->system.smp_vcpus != 1) {
        fprintf(stderr, "profile: wants out=START,at=TEXT,elf=FILE and a machine of one CPU\n");
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    return 0;
}
