using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace RustKernel.Runtime;

/// <summary>
/// Where System.Net gets its sockets and names. A program without sockets contains none of it: the only reference is
/// <see cref="Current"/>, which services/Framework implements; this assembly does not reference that one.
/// </summary>
public abstract class NetworkProvider
{
    private static NetworkProvider? s_current;

    /// <summary>The process's provider.</summary>
    public static NetworkProvider Current => s_current ??= Make(null);

    /// <summary>This machine's name.</summary>
    public abstract string HostName { get; }

    /// <summary>
    /// Makes a socket, neither open nor connected. NetworkDown: there is no network service, or this process may not use it;
    /// TooManyOpenSockets.
    /// </summary>
    public abstract SocketError Open(out ProvidedSocket? socket);

    /// <summary>The addresses of a name, 16 bytes each. HostNotFound, TryAgain, TimedOut, NetworkDown.</summary>
    public abstract SocketError Resolve(string name, out byte[] addresses);

    /// <summary>The same, without blocking the thread.</summary>
    public abstract Task<(SocketError Error, byte[] Addresses)> ResolveAsync(string name);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Make")]
    private static extern NetworkProvider Make(
        [UnsafeAccessorType("RustKernel.Services.Network.NetworkSession, RustKernel.Services.Framework")] object? session);
}
