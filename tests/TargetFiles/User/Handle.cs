// A handle whose kind the compiler knows.

namespace RustKernel.User;

/// <summary>Like the target's, without the conversion that calls need.</summary>
public readonly struct Handle<T>(ulong value)
    where T : struct, IKernelObject
{
    public ulong Value { get; } = value;

    public bool IsNone => Value == 0;

    public void Close() => Kernel.Close(Value);
}
