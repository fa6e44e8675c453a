using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Net.Sockets;

/// <summary>The wait of an asynchronous call, in the same loop as <see cref="SocketWait"/>. A cancelled call stops waiting.</summary>
internal sealed class SocketNews(ProvidedSocket socket, CancellationToken token) : IDisposable
{
    private readonly CancellationTokenRegistration _registration = token.Register(socket.Poke);
    private Task? _news;

    /// <summary>
    /// Check again when the task has ended; the first one ends at once. Throws OperationCanceledException: the call was cancelled.
    /// </summary>
    /// <param name="bytes">Waits for bytes, or a connection.</param>
    /// <param name="room">Waits for room for this many bytes; 0: does not.</param>
    internal Task Next(bool bytes, int room)
    {
        token.ThrowIfCancellationRequested();
        if (_news is not null && !_news.IsCompleted)
        {
            return _news;
        }

        _news = socket.Watch(bytes, room);
        return Task.CompletedTask;
    }

    public void Dispose() => _registration.Dispose();
}
