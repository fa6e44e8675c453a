// What the peer orders the program on the machine to do. services/Tester/Puppet.cs has the other end.

namespace RustKernel.Hil.NetworkPeer;

/// <summary>
/// The byte after the order's number. An order is a datagram: number (2 bytes), the byte, an argument (4), text; the answer has number (2),
/// status (1: done, 0: not), value (4), second value (4). Numbers are big-endian.
/// </summary>
internal enum Order : byte
{
    /// <summary>All connections are reset; all slots wait again.</summary>
    Reset = 1,

    /// <summary>A connection to the sender's address, to the port that the argument says.</summary>
    Connect = 2,

    /// <summary>Sends that many bytes of the pattern into the newest connection.</summary>
    Send = 3,

    /// <summary>Takes at most that many bytes out of the newest connection; answers how many, and their sum.</summary>
    Read = 4,

    /// <summary>Half-closes the newest connection.</summary>
    Shutdown = 5,

    /// <summary>Closes it.</summary>
    Close = 6,

    /// <summary>Resets it.</summary>
    Abort = 7,

    /// <summary>What the newest connection's owner sees: signs, error.</summary>
    State = 8,

    /// <summary>Prints the text.</summary>
    Say = 9,

    /// <summary>The group is over: the argument says how many cases failed, the text (4 bytes) how many there were.</summary>
    Done = 10,

    /// <summary>The service net fails in the way of that number.</summary>
    CrashStack = 11,

    /// <summary>The service ethernet fails.</summary>
    CrashDriver = 12,
}
