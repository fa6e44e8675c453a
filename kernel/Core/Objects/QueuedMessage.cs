// A message that waits in a port's queue.

using System.Runtime.InteropServices;
using RustKernel.Arm64;

namespace RustKernel.Objects;

/// <summary>All that a receiver will get. Each handle entry holds a reference to its object.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
public struct QueuedMessage
{
    /// <summary>Description.</summary>
    public ulong Info;

    /// <summary>The badge of the handle it was sent through.</summary>
    public ulong Badge;

    /// <summary>The calling thread's slot and call sequence (the reply token); 0 for a plain send.</summary>
    public ulong Token;

    /// <summary>The words.</summary>
    public UserContext.MessageWords Words;

    /// <summary>The handles it carries.</summary>
    public CarriedHandles Handles;
}
