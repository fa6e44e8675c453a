using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>A client service. Its limits apply to all its processes together.</summary>
internal sealed class SocketAccount(ulong badge, SocketOwner owner)
{
    /// <summary>Most sessions of a client: its process's, and those of earlier processes that have not ended yet.</summary>
    internal const int MostSessions = 4;

    /// <summary>Most pieces of memory in all its sessions: each is a record of the vault.</summary>
    internal const int MostPieces = 20;

    /// <summary>The badge of its port.</summary>
    internal ulong Badge => badge;

    /// <summary>The owner of its sockets in the stack.</summary>
    internal SocketOwner Owner => owner;

    /// <summary>Number of the service; negative: a program without a manifest in the archive.</summary>
    internal int Client => (int)badge - 1;

    /// <summary>Number of its open sessions.</summary>
    internal int Sessions { get; set; }

    /// <summary>Number of their pieces of memory.</summary>
    internal int Pieces { get; set; }
}
