// The GICv3 CPU interface, which is system registers. Accessor stubs implement it on the target, a fake in tests.

namespace RustKernel;

/// <summary>
/// The calling CPU's GICv3 interface and identity. Each call is one register access with the barriers that the architecture
/// requires, as listed at each call. [IHI0069, AArch64 System register descriptions]
/// </summary>
public interface IGicSystemRegisters : ICpuIdentity
{
    /// <summary>
    /// ICC_IAR1_EL1: acknowledges; followed by DSB SY, so that the acknowledge completes before the handler touches the device.
    /// </summary>
    ulong ReadICC_IAR1_EL1();

    /// <summary>
    /// ICC_EOIR1_EL1, with EOImode = 1: drops the priority; the interrupt stays active. No barrier, because the exception
    /// return orders it; a caller that unmasks IRQs earlier issues an ISB first.
    /// </summary>
    void WriteICC_EOIR1_EL1(ulong value);

    /// <summary>ICC_DIR_EL1: deactivates an interrupt that <see cref="WriteICC_EOIR1_EL1"/> dropped before; an SPI on any CPU.</summary>
    void WriteICC_DIR_EL1(ulong value);

    /// <summary>ICC_EOIR1_EL1 and then ICC_DIR_EL1, in this order.</summary>
    void EndInterrupt(ulong value);

    /// <summary>ICC_SRE_EL1: system-register enable.</summary>
    ulong ReadICC_SRE_EL1();

    /// <summary>ICC_SRE_EL1; followed by ISB.</summary>
    void WriteICC_SRE_EL1(ulong value);

    /// <summary>ICC_CTLR_EL1: interface control and the implementation's features.</summary>
    ulong ReadICC_CTLR_EL1();

    /// <summary>ICC_CTLR_EL1.</summary>
    void WriteICC_CTLR_EL1(ulong value);

    /// <summary>ICC_PMR_EL1: only interrupts more urgent than this are signalled.</summary>
    void WriteICC_PMR_EL1(ulong value);

    /// <summary>ICC_BPR1_EL1: which priority bits decide preemption.</summary>
    void WriteICC_BPR1_EL1(ulong value);

    /// <summary>
    /// ICC_AP1R&lt;n&gt;_EL1, <paramref name="index"/> 0 to 3: active priorities. Callers skip
    /// those that the implementation lacks.
    /// </summary>
    void WriteICC_AP1R_EL1(uint index, ulong value);

    /// <summary>ICC_IGRPEN1_EL1: enables group 1; followed by ISB.</summary>
    void WriteICC_IGRPEN1_EL1(ulong value);

    /// <summary>ICC_SGI1R_EL1: sends an SGI; followed by ISB.</summary>
    void WriteICC_SGI1R_EL1(ulong value);
}
