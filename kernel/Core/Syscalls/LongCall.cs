namespace RustKernel.Syscalls;

/// <summary>
/// The result of a body whose work is not done, in a call that takes several steps: the caller
/// makes the same call again, with the same registers, and others run in between.
/// </summary>
public static class LongCall
{
    /// <summary>No error code of the ABI; no caller ever sees it.</summary>
    public const ErrorCode Again = (ErrorCode)0x100;

    /// <summary>As <see cref="Again"/>, but the caller sleeps for a moment first, because it waits for something slow.</summary>
    public const ErrorCode Later = (ErrorCode)0x101;
}
