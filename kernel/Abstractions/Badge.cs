namespace RustKernel;

/// <summary>The mark of a port handle or a binding: by it the receiver of a message tells its senders apart.</summary>
/// <param name="value">The mark; 0 is none.</param>
public readonly struct Badge(ulong value)
{
    /// <summary>No badge.</summary>
    public static Badge None => default;

    /// <summary>The mark.</summary>
    public ulong Value { get; } = value;

    /// <summary>True when there is no badge.</summary>
    public bool IsNone => Value == 0;
}
