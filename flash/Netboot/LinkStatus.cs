// The interface at one moment.

namespace RustKernel.Flash.Netboot;

/// <summary>What the system reports about the interface that has the server's address.</summary>
/// <param name="Name">As in eth0; the last known one while no interface has the address.</param>
/// <param name="Index">The system's number of it: an adapter that was taken out and put in again has another one. 0 for none.</param>
/// <param name="Condition">Whether boards can be reached.</param>
public sealed record LinkStatus(string Name, int Index, LinkCondition Condition);
