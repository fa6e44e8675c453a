// Calls that are made in steps.

namespace RustKernel.Syscalls;

/// <summary>
/// What a body gives back whose work is not done: the caller makes the same call again, with the
/// same registers, and others get in between.
/// </summary>
public static class LongCall
{
    /// <summary>No error of the ABI; no caller ever sees it.</summary>
    public const ErrorCode Again = (ErrorCode)0x100;

    /// <summary>As <see cref="Again"/>, but the caller sleeps for a moment first: what it waits for is slow.</summary>
    public const ErrorCode Later = (ErrorCode)0x101;
}
