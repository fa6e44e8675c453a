// The log entry.

using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>One thing that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="Mac">The client; empty when no client is concerned.</param>
/// <param name="Address">The address concerned, if any.</param>
/// <param name="Board">What the client reports about itself, as in "Raspberry Pi 4, serial 9ffefdef"; else its vendor class.</param>
/// <param name="Serial">A Pi's serial number, 8 hexadecimal digits; empty for others.</param>
/// <param name="Text">For people.</param>
public sealed record DhcpEvent(DhcpEventKind Kind, string Mac, IPAddress? Address, string Board, string Serial, string Text);
