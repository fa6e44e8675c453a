// The A64 instructions that order, maintain or configure something. [DDI0487 C4.1 A64 instruction set encoding]
#include "ArchCheck.h"

#define FRAME_POINTER 29
#define STACK_POINTER 31

static void decode_system(struct site *site)
{
    uint32_t word = site->word;
    site->rt = word & 31;
    site->reg = (word >> 5) & 0x7FFF;
    if ((word & 0xFFF00000) == 0xD5100000)
        site->kind = KIND_MSR;
    else if ((word & 0xFFF00000) == 0xD5300000)
        site->kind = KIND_MRS;
    else if ((word & 0xFFF80000) == 0xD5080000) {
        unsigned crn = (word >> 12) & 15, crm = (word >> 8) & 15;
        bool is_instruction_cache = crn == 7 && (crm == 1 || crm == 5);
        if (crn == 8 || crn == 9)
            site->kind = KIND_TLBI;
        else if (crn == 7 && crm != 8)  // CRm 8: address translation
            site->kind = is_instruction_cache ? KIND_IC : KIND_DC;
    }
}

static bool decode_barrier(struct site *site)
{
    static const struct { uint32_t mask, value; uint8_t kind; } table[] = {
        { 0xFFFFF0FF, 0xD503309F, KIND_DSB }, { 0xFFFFF0FF, 0xD50330BF, KIND_DMB }, { 0xFFFFF0FF, 0xD50330DF, KIND_ISB },
        { 0xFFFFF0FF, 0xD50340FF, KIND_UNMASK }, { 0xFFFFFFFF, 0xD503207F, KIND_WFI }, { 0xFFFFFFFF, 0xD503209F, KIND_SEV },
        { 0xFFFFF3FF, 0xD69F03E0, KIND_ERET },
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if ((site->word & table[i].mask) != table[i].value)
            continue;
        site->kind = table[i].kind;
        site->crm = (site->word >> 8) & 15;
        return true;
    }
    return false;
}

// Load/store exclusive, load-acquire, store-release, compare and swap.
static void decode_ordered(struct site *site)
{
    uint32_t word = site->word;
    bool o2 = word >> 23 & 1, is_load = word >> 22 & 1, o1 = word >> 21 & 1, o0 = word >> 15 & 1, is_wide = word >> 31;
    if (o1 && (o2 || !is_wide)) {       // CAS, CASP
        site->kind = KIND_ATOMIC;
        site->acquires = is_load;
        site->releases = o0;
    } else if (o2) {
        site->kind = is_load ? KIND_LOAD_ACQUIRE : KIND_STORE_RELEASE;
        site->acquires = is_load;
        site->releases = !is_load;
    } else {
        site->kind = is_load ? KIND_LOAD_EXCLUSIVE : KIND_STORE_EXCLUSIVE;
        site->acquires = is_load && o0;
        site->releases = !is_load && o0;
    }
}

static void decode_memory(struct site *site)
{
    uint32_t word = site->word;
    bool is_literal = (word & 0x3B000000) == 0x18000000;
    site->rn = word >> 5 & 31;
    bool is_single = (word & 0x3F000000) == 0x39000000 || (word & 0x3F200000) == 0x38000000;
    site->is_discarded = is_single && (word >> 22 & 3) != 0 && (word & 31) == 31;
    site->on_stack = !is_literal && (site->rn == STACK_POINTER || site->rn == FRAME_POINTER);
    if ((word & 0x3F000000) == 0x08000000)
        decode_ordered(site);
    else if ((word & 0x3FFFFC00) == 0x38BFC000) {   // LDAPR
        site->kind = KIND_LOAD_ACQUIRE;
        site->acquires = true;
    } else if ((word & 0x3B200C00) == 0x38200000) { // LDADD … SWP
        site->kind = KIND_ATOMIC;
        site->acquires = word >> 23 & 1;
        site->releases = word >> 22 & 1;
    }
}

void decode(struct site *site)
{
    site->kind = KIND_PLAIN;
    if ((site->word & 0x0A000000) == 0x08000000)
        decode_memory(site);
    else if (!decode_barrier(site) && (site->word & 0xFFC00000) == 0xD5000000)
        decode_system(site);
}
