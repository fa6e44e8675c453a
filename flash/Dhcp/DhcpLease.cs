// One address given away.

using System;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>An address and who has it until when.</summary>
/// <param name="Mac">As in dc:a6:32:01:36:c2.</param>
/// <param name="Address">The address.</param>
/// <param name="Expires">The end, by the wall clock.</param>
/// <param name="Bound">True for a lease, false for an offer that waits for its request.</param>
public sealed record DhcpLease(string Mac, IPAddress Address, DateTimeOffset Expires, bool Bound);
