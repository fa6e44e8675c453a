namespace RustKernel.Memory.Objects;

/// <summary>
/// How much of something an owner may have: the limit, the amount used, and the most ever used. Units are the owner's:
/// objects, frames, bytes.
/// </summary>
public struct Quota
{
    /// <summary>Most that may be used.</summary>
    public ulong Limit;

    /// <summary>Used now; may exceed a limit that was lowered later.</summary>
    public ulong Used;

    /// <summary>Most ever used at one time (high-water mark).</summary>
    public ulong Peak;

    /// <summary>A quota of <paramref name="limit"/>, unused.</summary>
    public Quota(ulong limit)
    {
        Limit = limit;
        Used = 0;
        Peak = 0;
    }

    /// <summary>
    /// Uses <paramref name="amount"/> more; <see cref="ErrorCode.OutOfMemory"/> and no change when
    /// that exceeds the limit.
    /// </summary>
    public ErrorCode Charge(ulong amount)
    {
        if (Used > Limit || amount > Limit - Used)
        {
            return ErrorCode.OutOfMemory;
        }

        Used += amount;
        if (Used > Peak)
        {
            Peak = Used;
        }

        return ErrorCode.None;
    }

    /// <summary>
    /// Gives back <paramref name="amount"/>; <see cref="ErrorCode.InvalidState"/> and no change when that is more than is used.
    /// </summary>
    public ErrorCode Refund(ulong amount)
    {
        if (amount > Used)
        {
            return ErrorCode.InvalidState;
        }

        Used -= amount;
        return ErrorCode.None;
    }
}
