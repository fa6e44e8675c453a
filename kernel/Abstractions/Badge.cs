// What a message's receiver sees of its sender.

namespace RustKernel;

/// <summary>The mark that a port handle or a binding carries: the receiver tells its senders apart by it.</summary>
/// <param name="value">The mark; 0 is none.</param>
public readonly struct Badge(ulong value)
{
    /// <summary>No badge.</summary>
    public static Badge None => default;

    /// <summary>The mark.</summary>
    public ulong Value { get; } = value;

    /// <summary>It is no badge.</summary>
    public bool IsNone => Value == 0;
}
