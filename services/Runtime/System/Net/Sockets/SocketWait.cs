using System.Diagnostics;
using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Net.Sockets;

/// <summary>The wait of a synchronous call, in a loop: check, watch, check once more, wait.</summary>
internal struct SocketWait
{
    private readonly long _end;
    private Task? _news;

    /// <param name="milliseconds">At most; 0 and less: without limit.</param>
    internal SocketWait(long milliseconds) =>
        _end = milliseconds <= 0 ? long.MaxValue : Stopwatch.GetTimestamp() + (milliseconds * (Stopwatch.Frequency / 1000));

    /// <summary>False: the time is over. True: check again.</summary>
    internal bool Next(ProvidedSocket socket, bool bytes, int room)
    {
        if (_news is null || _news.IsCompleted)
        {
            _news = socket.Watch(bytes, room);
            return true;
        }

        if (_end == long.MaxValue)
        {
            _news.Wait();
            return true;
        }

        // Rounded up, so that the whole time passes.
        long perMillisecond = Stopwatch.Frequency / 1000;
        long left = (_end - Stopwatch.GetTimestamp() + perMillisecond - 1) / perMillisecond;
        return left > 0 && (_news.Wait((int)Math.Min(left, int.MaxValue)) || true);
    }
}
