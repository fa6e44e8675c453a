using System.Net;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>One datagram in transit.</summary>
public sealed record Datagram(int ServerPort, IPEndPoint Client, byte[] Payload, bool ToServer);
