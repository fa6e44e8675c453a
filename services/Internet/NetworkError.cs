namespace RustKernel.Services.Internet;

/// <summary>Why a socket or a request failed, as its owner sees it. The numbers go through interfaces and never change.</summary>
public enum NetworkError
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The peer, or the stack for it, reset the connection.</summary>
    ConnectionReset = 1,

    /// <summary>The peer has no listener at this port.</summary>
    ConnectionRefused = 2,

    /// <summary>The peer did not answer in time.</summary>
    TimedOut = 3,

    /// <summary>There is no route to the host, or it is not on the link.</summary>
    HostUnreachable = 4,

    /// <summary>No interface is up, or none has an address for this destination.</summary>
    NetworkUnreachable = 5,

    /// <summary>The address or port is in use.</summary>
    AddressInUse = 6,

    /// <summary>The address is none of ours.</summary>
    AddressNotAvailable = 7,

    /// <summary>The owner's quota is used up.</summary>
    QuotaExceeded = 8,

    /// <summary>The datagram is larger than a packet may be.</summary>
    MessageTooLong = 9,

    /// <summary>The socket is not in a state for this.</summary>
    InvalidState = 10,

    /// <summary>An argument, or something that the owner wrote into a ring, is wrong.</summary>
    InvalidArgument = 11,

    /// <summary>The owner closed it.</summary>
    Aborted = 12,

    /// <summary>There is no such name.</summary>
    NameNotFound = 13,

    /// <summary>The name server answered that it cannot answer.</summary>
    ServerFailure = 14,
}
