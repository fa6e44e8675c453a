// A socket's error.

using System.ComponentModel;

namespace System.Net.Sockets;

public class SocketException : Win32Exception
{
    public SocketException()
        : this(0)
    {
    }

    public SocketException(int errorCode)
        : base(SystemErrors.NumberOf((SocketError)errorCode)) => SocketErrorCode = (SocketError)errorCode;

    public SocketException(int errorCode, string? message)
        : base(SystemErrors.NumberOf((SocketError)errorCode), message) => SocketErrorCode = (SocketError)errorCode;

    public SocketError SocketErrorCode { get; }

    public override int ErrorCode => NativeErrorCode;
}
