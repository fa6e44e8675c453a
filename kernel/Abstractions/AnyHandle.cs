namespace RustKernel;

/// <summary>
/// A handle in the caller's own process, for an object of any kind. Holds the whole register: a value above bit 31
/// names nothing.
/// </summary>
/// <param name="value">The number; 0 is no handle.</param>
public readonly struct AnyHandle(ulong value)
{
    /// <summary>No handle.</summary>
    public static AnyHandle None => default;

    /// <summary>The number, as it is in a register.</summary>
    public ulong Value { get; } = value;

    /// <summary>True when this is no handle.</summary>
    public bool IsNone => Value == 0;
}
