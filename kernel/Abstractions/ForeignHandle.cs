// The number that names an object inside another process.

namespace RustKernel;

/// <summary>A handle of another process. It means nothing to the own one: it is passed on as a number.</summary>
/// <param name="value">The number in that process; 0 is no handle.</param>
public readonly struct ForeignHandle(ulong value)
{
    /// <summary>The number, as it is in a register.</summary>
    public ulong Value { get; } = value;
}
