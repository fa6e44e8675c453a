// Faults that a self-test provokes and wants to see: the next synchronous exception is noted instead of a panic.

using RustKernel.Arm64;

namespace RustKernel;

/// <summary>
/// One armed expectation. Used as: <see cref="Arm"/>, call one method of <see cref="Faults"/>, look at what was noted. The
/// stubs there are leaves, so the return address register tells where to go on.
/// </summary>
public static class ExpectedFault
{
    private const int LinkRegister = 30;

    private static bool s_armed;

    /// <summary>True when the armed fault came.</summary>
    public static bool WasTaken { get; private set; }

    /// <summary>ESR_EL1 of the fault.</summary>
    public static ulong ESR_EL1 { get; private set; }

    /// <summary>FAR_EL1 of the fault.</summary>
    public static ulong FAR_EL1 { get; private set; }

    /// <summary>Where the fault was taken.</summary>
    public static ulong ELR_EL1 { get; private set; }

    /// <summary>Expects the next synchronous exception from the kernel.</summary>
    public static void Arm()
    {
        s_armed = true;
        WasTaken = false;
        ESR_EL1 = 0;
        FAR_EL1 = 0;
        ELR_EL1 = 0;
    }

    /// <summary>Stops expecting; true when the fault had come.</summary>
    public static bool Disarm()
    {
        s_armed = false;
        return WasTaken;
    }

    /// <summary>Called for each synchronous exception from the kernel: true when it was the expected one; the frame then returns to the stub's caller.</summary>
    public static bool TryTake(ref ExceptionFrame frame)
    {
        if (!s_armed)
        {
            return false;
        }

        s_armed = false;
        WasTaken = true;
        ESR_EL1 = frame.ESR_EL1;
        FAR_EL1 = frame.FAR_EL1;
        ELR_EL1 = frame.ELR_EL1;
        frame.ELR_EL1 = frame.Register(LinkRegister);
        return true;
    }
}
