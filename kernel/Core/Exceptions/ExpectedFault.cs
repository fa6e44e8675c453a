// Faults that a self-test provokes on purpose: the next synchronous exception is recorded instead of a panic.

using RustKernel.Arm64;

namespace RustKernel.Exceptions;

/// <summary>
/// One armed expectation for each CPU. Usage: <see cref="Arm"/>, call one method of <see cref="Faults"/>, read what was recorded. The
/// stubs there are leaf functions, so the return address register holds the address to continue at.
/// </summary>
public static class ExpectedFault
{
    private const int LinkRegister = 30;

    /// <summary>True when the armed fault came.</summary>
    public static bool WasTaken => PerCpu.Current.FaultWasTaken;

    /// <summary>ESR_EL1 of the fault.</summary>
    public static ulong ESR_EL1 => PerCpu.Current.FaultESR_EL1;

    /// <summary>FAR_EL1 of the fault.</summary>
    public static ulong FAR_EL1 => PerCpu.Current.FaultFAR_EL1;

    /// <summary>Where the fault was taken.</summary>
    public static ulong ELR_EL1 => PerCpu.Current.FaultELR_EL1;

    /// <summary>Expects the next synchronous exception from the kernel on the calling CPU.</summary>
    public static void Arm()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        cpu.FaultIsExpected = true;
        cpu.FaultWasTaken = false;
        cpu.FaultESR_EL1 = 0;
        cpu.FaultFAR_EL1 = 0;
        cpu.FaultELR_EL1 = 0;
    }

    /// <summary>Stops expecting; true when the fault came.</summary>
    public static bool Disarm()
    {
        PerCpu.Current.FaultIsExpected = false;
        return WasTaken;
    }

    /// <summary>
    /// Called for each synchronous exception from the kernel. True when it was the expected one:
    /// the frame then returns to the stub's caller.
    /// </summary>
    public static bool TryTake(ref ExceptionFrame frame)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        if (!cpu.FaultIsExpected)
        {
            return false;
        }

        cpu.FaultIsExpected = false;
        cpu.FaultWasTaken = true;
        cpu.FaultESR_EL1 = frame.ESR_EL1;
        cpu.FaultFAR_EL1 = frame.FAR_EL1;
        cpu.FaultELR_EL1 = frame.ELR_EL1;
        frame.ELR_EL1 = frame.Register(LinkRegister);
        return true;
    }
}
