// The mutated kernels. QEMU runs most of them without a failing test.

namespace RustKernel.Arch.EndToEnd.Tests;

/// <summary>Positive controls of the checker: the right rule catches each of them.</summary>
public static class Mutants
{
    private const string Virt = "qemu-virt";
    private const string Gates = "--suite fastpath --smp 2";

    // FastPath.S: stxr w22, w19, [x20] and mov w22, #0.
    private const uint StoreGate = 0x88167E93;
    private const uint NoGate = 0x52800016;

    /// <summary>All of them.</summary>
    public static Mutant[] All { get; } =
    [
        new("timer_compare_without_isb_before_end_of_interrupt", "R4t", Virt, "--suite boot", Patch.NoIsb("write_CNTV_CVAL_EL0")),
        new("tick_path_without_isb_before_end_of_interrupt", "R4t", Virt, "--suite timer --gic 3", Patch.NoIsb("kernel_irq", 1)),
        new("timer_compare_without_isb_before_wfi", "R4w", Virt, "--suite smp --smp 4", Patch.NoIsb("write_CNTV_CVAL_EL0")),
        new("mmu_on_without_isb", "R4", Virt, "--suite boot", Patch.NoIsb("enable_mmu", 2)),
        new(
            "upper_root_switched_without_isb",
            "R4",
            Virt,
            "--suite boot",
            Patch.NoIsb("tlb_switch_upper_root"),
            Patch.NoIsb("tlb_switch_upper_root")),
        new("acknowledge_without_barrier", "R7r", Virt, "--suite smp --smp 4", Patch.NoDmb("publication_order_reads")),
        new("sgi_without_barrier", "R7", Virt, "--suite smp --smp 4", Patch.NoDsb("publication_before_interrupt")),
        new(
            "interrupt_enabled_without_barrier",
            "R7e",
            Virt,
            "--suite interrupts",
            Patch.NoCall("RustKernel_Core_RustKernel_Exceptions_Interrupts__Connect", "publication_before_interrupt")),
        new("wfi_without_barrier", "R9", Virt, "--suite smp --smp 4", Patch.NoDsb("cpu_wait_for_interrupt")),
        new("kernel_lock_released_by_an_ordinary_store", "R10", Virt, "--suite process --smp 2", Patch.PlainStore("kernel_lock_leave")),
        new("gate_opened_by_an_ordinary_store", "R10", Virt, "--suite fastpath --smp 2", Patch.PlainStore("fast_leave")),
        new("writer_opens_gates_by_an_ordinary_store", "R10", Virt, "--suite fastpath --smp 2", Patch.PlainStore("kernel_lock_leave", 1)),
        new(
            "gate_not_taken",
            "R20",
            Virt,
            Gates,
            Patch.Other("fast_call_otherwise", StoreGate, NoGate),
            Patch.Other("fast_reply_otherwise", StoreGate, NoGate)),
        new("writer_takes_no_gates", "R20", Virt, Gates, Patch.NoBranch("kernel_lock_enter", 3, 1)),
        new("mailbox_posted_by_an_ordinary_store", "R10", Virt, "--suite smp --smp 4", Patch.PlainStore("publication_store")),
        new(
            "kernel_lock_taken_without_acquire",
            "R20",
            Virt,
            "--suite smp,process --smp 4",
            Patch.NoAcquire("kernel_lock_enter"),
            Patch.NoAcquire("kernel_lock_enter")),
        new("observation_by_an_ordinary_load", "R20", Virt, "--suite smp --smp 4", Patch.PlainLoad("publication_load")),
        new("tlbi_before_its_stores", "R2", Virt, "--suite memory", Patch.NoDsb("tlb_publish"), Patch.NoDsb("tlb_invalidate_global_page")),
        new("kernel_page_never_invalidated", "R1", Virt, "--suite memory", Patch.NoMaintenance("tlb_invalidate_global_page", 8, 3)),
        new(
            "user_page_never_invalidated",
            "R2",
            Virt,
            "--suite process",
            Patch.NoMaintenance("tlb_invalidate_page", 8, 3),
            Patch.NoMaintenance("tlb_invalidate_asid", 8, 3)),
        new("tlbi_without_barrier_after_it", "R2", Virt, "--suite process", Patch.NoDsb("tlb_complete")),
        new("mapping_without_dsb", "R3", Virt, "--suite memory", Patch.NoDsb("tlb_publish")),
        new("mapping_without_isb", "R3", Virt, "--suite memory", Patch.NoIsb("tlb_publish")),
        new(
            "early_table_linked_before_its_zeros",
            "R3t",
            Virt,
            "--suite boot",
            Patch.NoCall("RustKernel_Boot_RustKernel_Boot_EarlyMapping__MapLeaf", "tlb_publish")),
        new("boot_tables_not_invalidated", "R6", Virt, "--suite boot", Patch.NoMaintenance("invalidate_boot_memory", 7, 6)),
        new("code_not_cleaned", "R5", Virt, "--suite process", Patch.NoCacheOperation("cache_publish_code", 11)),
        new("code_without_instruction_cache_maintenance", "R5", Virt, "--suite process", Patch.NoMaintenance("cache_publish_code", 7, 1)),
        new("code_cleaned_without_barrier", "R5", Virt, "--suite process", Patch.NoDsb("cache_publish_code")),
        new(
            "asid_taken_over_without_invalidation",
            "R12",
            Virt,
            "--suite process --cmdline asids=4",
            Patch.NoMaintenance("tlb_invalidate_all", 8, 3)),
        new("mailbox_buffer_not_cleaned", "R8", "qemu-rpi4", "--suite boot", Patch.NoCacheOperation("cache_clean_and_invalidate", 14)),
    ];

    /// <summary>The mutants that make test runs: one for each way of detection.</summary>
    public static string[] Short { get; } = [
        "timer_compare_without_isb_before_end_of_interrupt",
        "kernel_lock_taken_without_acquire",
        "kernel_page_never_invalidated",
        "boot_tables_not_invalidated"
    ];
}
