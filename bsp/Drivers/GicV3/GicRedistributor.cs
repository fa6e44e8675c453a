// One CPU's redistributor: a frame of control registers, then a frame with its SGIs and PPIs.

using RustKernel.Drivers.GicCommon;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.GicV3;

namespace RustKernel.Drivers.GicV3;

/// <summary>A redistributor; only its own CPU uses it. [IHI0069, Redistributor register descriptions]</summary>
/// <typeparam name="TBus">The window of the region that it lies in.</typeparam>
public readonly struct GicRedistributor<TBus>
    where TBus : struct, IRegisterBus
{
    /// <summary>Bytes of a frame.</summary>
    internal const uint FrameBytes = 0x1_0000;

    /// <summary>Reads of a register before a wait times out; confirmations take microseconds, a read some tens of nanoseconds.</summary>
    internal const uint PollLimit = 1u << 20;

    private readonly RegisterBlock<OffsetBus<TBus>> _control;
    private readonly GicInterrupts<OffsetBus<TBus>> _interrupts;

    /// <summary>The redistributor that begins <paramref name="start"/> bytes into <paramref name="bus"/>; accesses nothing.</summary>
    internal GicRedistributor(TBus bus, uint start)
    {
        _control = new RegisterBlock<OffsetBus<TBus>>(new OffsetBus<TBus>(bus, start));
        _interrupts = new GicInterrupts<OffsetBus<TBus>>(new OffsetBus<TBus>(bus, start + FrameBytes));
    }

    /// <summary>Whose it is and how long it is.</summary>
    internal GICR_TYPER Type => _control.Read64<GICR_TYPER>();

    /// <summary>Its SGIs and PPIs: bank 0.</summary>
    internal GicInterrupts<OffsetBus<TBus>> Interrupts => _interrupts;

    /// <summary>Waits until a change of enables has taken effect; TimedOut when it does not.</summary>
    internal ErrorCode WaitForWrites()
    {
        for (uint poll = 0; poll < PollLimit; poll++)
        {
            if (!_control.Read<GICR_CTLR>().RWP)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>Announces that its CPU is awake and waits for the answer; TimedOut when none comes. [IHI0069, GICR_WAKER]</summary>
    internal ErrorCode Wake()
    {
        _control.Write(_control.Read<GICR_WAKER>().WithProcessorSleep(false));
        for (uint poll = 0; poll < PollLimit; poll++)
        {
            if (!_control.Read<GICR_WAKER>().ChildrenAsleep)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    /// <summary>Makes its interrupts disabled and idle, group 1, at the default priority; TimedOut without a confirmation.</summary>
    internal ErrorCode Quiet()
    {
        _interrupts.DisableBank(0);
        if (WaitForWrites() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _interrupts.QuietBank(0, uint.MaxValue);
        _interrupts.SetOwnPriorities();
        return ErrorCode.None;
    }
}
