// The client of the firmware's power interface. Knows no board: numbers and conduit come from the device tree.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Psci;

/// <summary>PSCI calls. [DEN0022]</summary>
/// <typeparam name="TConduit">HVC or SMC, as the tree's `method` says.</typeparam>
public readonly struct Psci<TConduit>
    where TConduit : struct, IPsciConduit
{
    private readonly PsciFunctions _functions;

    /// <summary>Uses these function numbers; calls nothing yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Psci(PsciFunctions functions) => _functions = functions;

    /// <summary>The implementation's version; 0.1 has no such call: <see cref="ErrorCode.NotSupported"/>.</summary>
    public Result<PsciVersion> Version()
    {
        if (_functions.Version == 0)
        {
            return ErrorCode.NotSupported;
        }

        uint answer = (uint)default(TConduit).Call(_functions.Version, 0, 0, 0);
        if ((int)answer < 0)
        {
            return ErrorFor((int)answer);
        }

        return new PsciVersion(answer);
    }

    /// <summary>Starts a CPU with the MMU off, at the exception level of the caller.</summary>
    /// <param name="affinity">The CPU: affinity fields in MPIDR_EL1's places, as in the tree's `reg`.</param>
    /// <param name="entry">Its first instruction.</param>
    /// <param name="context">Its value of x0.</param>
    /// <returns>
    /// <see cref="ErrorCode.AlreadyExists"/> when it is on or being started,
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such CPU or the entry is invalid;
    /// otherwise as <see cref="ErrorFor"/> says.
    /// </returns>
    public ErrorCode CpuOn(ulong affinity, PhysicalAddress entry, ulong context)
        => Call(_functions.CpuOn, affinity, entry.Value, context);

    /// <summary>Switches the calling CPU off. Returns only when that is refused.</summary>
    public ErrorCode CpuOff() => Refused(Call(_functions.CpuOff, 0, 0, 0));

    /// <summary>The state of a CPU. <see cref="ErrorCode.InvalidArgument"/> when there is no such CPU.</summary>
    public Result<PsciCpuState> AffinityInfo(ulong affinity)
    {
        if (_functions.AffinityInfo == 0)
        {
            return ErrorCode.NotSupported;
        }

        int answer = (int)default(TConduit).Call(_functions.AffinityInfo, affinity, 0, 0);
        if (answer is < 0 or > (int)PsciCpuState.OnPending)
        {
            return ErrorFor(answer);
        }

        return (PsciCpuState)answer;
    }

    /// <summary>Switches the machine off. Returns only when that is refused.</summary>
    public ErrorCode SystemOff() => Refused(Call(_functions.SystemOff, 0, 0, 0));

    /// <summary>Restarts the machine. Returns only when that is refused.</summary>
    public ErrorCode SystemReset() => Refused(Call(_functions.SystemReset, 0, 0, 0));

    /// <summary>
    /// The error for a PSCI return code; <see cref="ErrorCode.DeviceError"/> for codes outside the
    /// specification. [DEN0022, Return error codes]
    /// </summary>
    public static ErrorCode ErrorFor(int code) => code switch
    {
        0 => ErrorCode.None,
        -1 => ErrorCode.NotSupported,
        -2 => ErrorCode.InvalidArgument, // invalid parameters
        -3 => ErrorCode.AccessDenied,
        -4 => ErrorCode.AlreadyExists, // already on
        -5 => ErrorCode.AlreadyExists, // on pending
        -7 => ErrorCode.NotFound, // not present
        -8 => ErrorCode.InvalidState, // disabled
        -9 => ErrorCode.InvalidArgument, // invalid address
        _ => ErrorCode.DeviceError,
    };

    /// <summary>A call that should not have returned counts as failed, even if it reports success.</summary>
    private static ErrorCode Refused(ErrorCode error) => error == ErrorCode.None ? ErrorCode.DeviceError : error;

    private static ErrorCode Call(uint function, ulong argument1, ulong argument2, ulong argument3)
    {
        if (function == 0)
        {
            return ErrorCode.NotSupported;
        }

        return ErrorFor((int)default(TConduit).Call(function, argument1, argument2, argument3));
    }
}
