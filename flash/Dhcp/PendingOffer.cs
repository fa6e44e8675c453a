// An offer that waits for an answer nobody should give.

using System;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>An address that the network is being asked for.</summary>
/// <param name="Packet">The latest DISCOVER.</param>
/// <param name="Address">The address.</param>
/// <param name="Due">When silence means that nobody uses it.</param>
internal sealed record PendingOffer(DhcpPacket Packet, IPAddress Address, DateTimeOffset Due);
