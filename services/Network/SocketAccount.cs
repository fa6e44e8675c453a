// A service with sessions.

using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>A client: what all its processes have together is limited.</summary>
internal sealed class SocketAccount(ulong badge, SocketOwner owner)
{
    /// <summary>Sessions that a client can have: of its process, and of those before it that are not gone yet.</summary>
    internal const int MostSessions = 4;

    /// <summary>Pieces of memory of all its sessions: each is a record of the vault.</summary>
    internal const int MostPieces = 20;

    /// <summary>What its port has for a badge.</summary>
    internal ulong Badge => badge;

    /// <summary>The stack's side.</summary>
    internal SocketOwner Owner => owner;

    /// <summary>Number of the service; negative: none of the manifests'.</summary>
    internal int Client => (int)badge - 1;

    /// <summary>Sessions of it that are open.</summary>
    internal int Sessions { get; set; }

    /// <summary>Their pieces of memory.</summary>
    internal int Pieces { get; set; }
}
