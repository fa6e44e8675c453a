// The number that names an object inside one process.

namespace RustKernel;

/// <summary>A handle of the own process, whatever it names. The register's value: bits above 31 name nothing.</summary>
/// <param name="value">The number; 0 is no handle.</param>
public readonly struct AnyHandle(ulong value)
{
    /// <summary>No handle.</summary>
    public static AnyHandle None => default;

    /// <summary>The number, as it is in a register.</summary>
    public ulong Value { get; } = value;

    /// <summary>It is no handle.</summary>
    public bool IsNone => Value == 0;
}
