namespace RustKernel;

/// <summary>A handle in another process. It means nothing in the caller's own: the caller only passes the number on.</summary>
/// <param name="value">The number in that process; 0 is no handle.</param>
public readonly struct ForeignHandle(ulong value)
{
    /// <summary>The number, as in a register.</summary>
    public ulong Value { get; } = value;
}
