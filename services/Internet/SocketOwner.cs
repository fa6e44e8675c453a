// A client of the stack.

using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>A client: what it has is charged to it and ends with it (<see cref="InternetStack.RemoveOwner"/>).</summary>
public sealed class SocketOwner
{
    internal SocketOwner(OwnerLimits limits) => Limits = limits;

    /// <summary>Its quota.</summary>
    public OwnerLimits Limits { get; }

    /// <summary>How many sockets it has.</summary>
    public int Count => Sockets.Count;

    internal HashSet<InternetSocket> Sockets { get; } = [];

    internal bool HasRoom => Sockets.Count < Limits.Sockets;
}
