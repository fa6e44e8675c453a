// One of the architecture's per-CPU timers, which are system registers. Accessor stubs implement it on the target (one
// struct for each timer), a fake in tests.

namespace RustKernel;

/// <summary>
/// One timer of the calling CPU and the counter it compares with: the virtual one (CNTV_*, CNTVCT_EL0), the physical one (CNTP_*,
/// CNTPCT_EL0) or a hypervisor's (CNTHP_*, CNTHV_*). [DDI0487, The Generic Timer in AArch64 state]
/// </summary>
public interface IGenericTimerRegisters
{
    /// <summary>CNTFRQ_EL0: the counter's frequency in hertz, as firmware claims it.</summary>
    ulong ReadFrequency();

    /// <summary>The counter, in counter ticks; an ISB before the read keeps it from being taken early.</summary>
    ulong ReadCounter();

    /// <summary>The control register: bit 0 ENABLE, bit 1 IMASK, bit 2 ISTATUS.</summary>
    ulong ReadControl();

    /// <summary>The control register; followed by ISB.</summary>
    void WriteControl(ulong value);

    /// <summary>The compare value: the condition is met while the counter is at or above it.</summary>
    void WriteCompare(ulong value);
}
