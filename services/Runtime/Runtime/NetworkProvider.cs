// Where System.Net.Sockets gets its sockets.

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace RustKernel.Runtime;

/// <summary>
/// What System.Net asks. A program without sockets has none of it: the one reference is <see cref="Current"/>, whose answer is in
/// services/Framework, which this assembly does not know.
/// </summary>
public abstract class NetworkProvider
{
    private static NetworkProvider? s_current;

    /// <summary>The process's.</summary>
    public static NetworkProvider Current => s_current ??= Make(null);

    /// <summary>What this machine is called.</summary>
    public abstract string HostName { get; }

    /// <summary>
    /// A socket that is nothing yet. NetworkDown: there is no network service, or this process may not use it; TooManyOpenSockets.
    /// </summary>
    public abstract SocketError Open(out ProvidedSocket? socket);

    /// <summary>The addresses of a name, 16 bytes each. HostNotFound, TryAgain, TimedOut, NetworkDown.</summary>
    public abstract SocketError Resolve(string name, out byte[] addresses);

    /// <summary>The same without holding up the thread.</summary>
    public abstract Task<(SocketError Error, byte[] Addresses)> ResolveAsync(string name);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Make")]
    private static extern NetworkProvider Make(
        [UnsafeAccessorType("RustKernel.Services.Network.NetworkSession, RustKernel.Services.Framework")] object? session);
}
