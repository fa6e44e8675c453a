// What a connection is found by.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>Both ends of a connection; the local address is the interface's, or what a loop-back packet names.</summary>
internal readonly record struct TcpKey(InternetAddress Local, ushort LocalPort, InternetAddress Remote, ushort RemotePort);
