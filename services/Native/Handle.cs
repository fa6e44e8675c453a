namespace RustKernel.User;

/// <summary>A handle of the own process for an object of one kind, which the compiler knows.</summary>
/// <typeparam name="T">The kind: <see cref="Port"/>, <see cref="Memory"/> ...</typeparam>
/// <param name="value">The number; 0 is no handle.</param>
public readonly struct Handle<T>(ulong value)
    where T : struct, IKernelObject
{
    /// <summary>No handle. In calls that accept it: the own process, the own thread, or no port.</summary>
    public static Handle<T> None => default;

    /// <summary>The number, as it is in a register.</summary>
    public ulong Value { get; } = value;

    /// <summary>It is no handle.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The same handle without its kind.</summary>
    public static implicit operator AnyHandle(Handle<T> handle) => new(handle.Value);
}
