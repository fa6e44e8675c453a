// Socket errors as exceptions.

using System.IO;

namespace System.Net.Sockets;

internal static class SocketErrors
{
    /// <summary>Throws unless it is Success.</summary>
    internal static void Check(SocketError error)
    {
        if (error != SocketError.Success)
        {
            throw Of(error);
        }
    }

    internal static SocketException Of(SocketError error) => new((int)error);

    internal static Exception Disposed(object of) => new ObjectDisposedException(of.GetType().FullName);

    /// <summary>As a stream's error.</summary>
    internal static IOException AsStream(bool isWrite, Exception error) =>
        new($"Unable to {(isWrite ? "write data to" : "read data from")} the transport connection: {error.Message}.", error);
}
