namespace RustKernel.User;

/// <summary>A system call's results in x0 and x1: a structure of two words is returned in these registers. [AAPCS64 6.9]</summary>
internal readonly struct CallResult(ulong error, ulong value)
{
    /// <summary>x0: the error.</summary>
    internal readonly ulong Error = error;

    /// <summary>x1: the first result.</summary>
    internal readonly ulong Value = value;
}
