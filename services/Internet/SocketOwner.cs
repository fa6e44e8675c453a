using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>A client of the stack: its sockets are charged to it and end with it (<see cref="InternetStack.RemoveOwner"/>).</summary>
public sealed class SocketOwner
{
    internal SocketOwner(OwnerLimits limits) => Limits = limits;

    /// <summary>Its quota.</summary>
    public OwnerLimits Limits { get; }

    /// <summary>How many sockets it has.</summary>
    public int Count => Sockets.Count;

    internal HashSet<InternetSocket> Sockets { get; } = [];

    /// <summary>Connections that ended while they waited in a listener's queue: they count until they are taken.</summary>
    internal int EndedUnaccepted { get; set; }

    /// <summary>What counts against the quota.</summary>
    internal int Used => Sockets.Count + EndedUnaccepted;

    internal bool HasRoom => Used < Limits.Sockets;
}
