// A handle as a parameter of an operation.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A handle of the own process. As an argument or result of an operation it moves: the sender has
/// it no more (it needs the right to transfer).
/// </summary>
/// <param name="value">The handle's number; 0 names nothing and cannot be sent.</param>
public readonly struct Handle(ulong value)
{
    /// <summary>The number for system calls.</summary>
    public ulong Value { get; } = value;

    /// <summary>Closes it. Nothing happens when it is closed already.</summary>
    public void Close()
    {
        if (Value != 0)
        {
            // NotFound means that it is closed.
            _ = Kernel.HandleClose(new AnyHandle(Value));
        }
    }
}
