using System;
using System.Net;
using System.Net.Sockets;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>
/// A TCP port of the loopback interface for a program that needs one assigned. It is below the ports that Linux assigns on request, so
/// no other test's connection takes it before the program does.
/// </summary>
internal static class FreePort
{
    public static int Next()
    {
        while (true)
        {
            int port = Random.Shared.Next(16384, 32768);
            try
            {
                using TcpListener free = new(IPAddress.Loopback, port);
                free.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
