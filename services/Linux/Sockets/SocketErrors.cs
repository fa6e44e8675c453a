using RustKernel.Services.Internet;

namespace RustKernel.Linux.Sockets;

/// <summary>Converts errors of the network to Linux's.</summary>
internal static class SocketErrors
{
    internal static long Of(ErrorCode error) => error switch
    {
        ErrorCode.None => 0,
        ErrorCode.OutOfMemory => Errno.NoBuffers,
        ErrorCode.WouldBlock => Errno.TryAgain,
        ErrorCode.TimedOut => Errno.TimedOut,
        ErrorCode.InvalidArgument => Errno.Invalid,
        ErrorCode.InvalidState => Errno.NotConnected,
        ErrorCode.AccessDenied => Errno.AccessDenied,
        _ => Errno.NetworkDown,
    };

    internal static long Of(NetworkError error) => error switch
    {
        NetworkError.None => 0,
        NetworkError.ConnectionReset => Errno.ConnectionReset,
        NetworkError.ConnectionRefused => Errno.ConnectionRefused,
        NetworkError.TimedOut => Errno.TimedOut,
        NetworkError.HostUnreachable => Errno.HostUnreachable,
        NetworkError.NetworkUnreachable => Errno.NetworkUnreachable,
        NetworkError.AddressInUse => Errno.AddressInUse,
        NetworkError.AddressNotAvailable => Errno.AddressNotAvailable,
        NetworkError.QuotaExceeded => Errno.NoBuffers,
        NetworkError.MessageTooLong => Errno.MessageTooLong,
        NetworkError.InvalidState => Errno.NotConnected,
        NetworkError.Aborted => Errno.ConnectionAborted,
        _ => Errno.Invalid,
    };
}
