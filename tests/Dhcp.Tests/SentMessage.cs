using System.Net;

namespace RustKernel.Flash.Dhcp.Tests;

public sealed record SentMessage(int SourcePort, IPEndPoint Destination, byte[]? Hardware, DhcpPacket Packet, int Length);
