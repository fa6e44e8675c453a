// Linux's numbers and texts for the errors of sockets.

using System.Net.Sockets;

namespace System.ComponentModel;

internal static class SystemErrors
{
    // Two numbers that .NET has in addition to Linux's.
    private const int HostNotFound = -131073;
    private const int NoSuchError = -131074;

    /// <summary>Linux's number for a socket's error; an error that Linux lacks keeps its own number.</summary>
    internal static int NumberOf(SocketError error) => error switch
    {
        SocketError.OperationAborted => 125,
        SocketError.IOPending or SocketError.InProgress => 115,
        SocketError.Interrupted => 4,
        SocketError.AccessDenied => 13,
        SocketError.Fault => 14,
        SocketError.InvalidArgument => 22,
        SocketError.TooManyOpenSockets => 23,
        SocketError.WouldBlock or SocketError.TryAgain => 11,
        SocketError.AlreadyInProgress => 114,
        SocketError.Shutdown => 32,
        SocketError.Disconnecting => 108,
        SocketError.HostDown => 112,
        SocketError.HostUnreachable => 113,
        SocketError.NoData => 61,
        SocketError.HostNotFound => HostNotFound,
        SocketError.SocketError => NoSuchError,
        SocketError.TimedOut => 110,
        SocketError.ConnectionRefused => 111,

        // These have the same order in Windows and Linux.
        >= SocketError.NotSocket and <= SocketError.NotConnected => (int)error - (int)SocketError.NotSocket + 88,
        _ => (int)error,
    };

    internal static string TextOf(int number) => number switch
    {
        0 => "Success",
        4 => "Interrupted system call",
        11 => "Resource temporarily unavailable",
        13 => "Permission denied",
        14 => "Bad address",
        22 => "Invalid argument",
        23 => "Too many open files in system",
        32 => "Broken pipe",
        61 => "No data available",
        88 => "Socket operation on non-socket",
        89 => "Destination address required",
        90 => "Message too long",
        91 => "Protocol wrong type for socket",
        92 => "Protocol not available",
        93 => "Protocol not supported",
        94 => "Socket type not supported",
        95 => "Operation not supported",
        96 => "Protocol family not supported",
        97 => "Address family not supported by protocol",
        98 => "Address already in use",
        99 => "Cannot assign requested address",
        100 => "Network is down",
        101 => "Network is unreachable",
        102 => "Network dropped connection on reset",
        103 => "Software caused connection abort",
        104 => "Connection reset by peer",
        105 => "No buffer space available",
        106 => "Transport endpoint is already connected",
        107 => "Transport endpoint is not connected",
        108 => "Cannot send after transport endpoint shutdown",
        110 => "Connection timed out",
        111 => "Connection refused",
        112 => "Host is down",
        113 => "No route to host",
        114 => "Operation already in progress",
        115 => "Operation now in progress",
        125 => "Operation canceled",
        HostNotFound => "Name or service not known",
        NoSuchError => "Unknown socket error",
        _ => "Unknown error " + number.ToString(),
    };
}
