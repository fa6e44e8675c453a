// One watcher of a console.

using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Events;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Sends the machine's output. Each message is the log's offset to continue from (8 bytes, the highest first) and then the machine's bytes.
/// The other side reports, as decimal text, how many of these bytes it has shown. It never lags by more than <see cref="MostAhead"/>,
/// however fast the machine is. When the run has ended, the socket is closed with the verdict.
/// </summary>
internal sealed class ConsoleSocket(WebSocket socket, LogWatch.Watched log, ChangeFeed changes)
{
    private const int MostAhead = 1 << 18;
    private const int OffsetBytes = 8;
    private const int MostSaid = 20;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    // A watcher that takes nothing for this long has gone. When it is back, it asks from its offset.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly EventLogTail _tail = new();
    private readonly SemaphoreSlim _heard = new(0);
    private long _sent;
    private long _shown;

    /// <summary>Serves until the run has ended, the other side leaves or takes nothing.</summary>
    public async Task ServeAsync(long offset, CancellationToken cancel)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task hearing = HearAsync(over);
        try
        {
            await SendAllAsync(offset, over.Token).ConfigureAwait(false);
            // Wait for the other side's answer to the close: closing the connection before it could lose the last bytes.
            await hearing.WaitAsync(s_patience, over.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or StoreUnavailableException or TimeoutException)
        {
            // The browser asks again, perhaps another coordinator.
            socket.Abort();
        }

        await over.CancelAsync().ConfigureAwait(false);
        await hearing.ConfigureAwait(false);
    }

    private async Task SendAllAsync(long offset, CancellationToken cancel)
    {
        // Where a reader that has everything continues: at the start of a line of the log.
        long resume = offset;
        while (true)
        {
            Task change = changes.Next;
            (ReadOnlyMemory<byte> part, RunView? run) = await log.ReadAsync(offset, change, cancel).ConfigureAwait(false);
            if (part.Length > 0)
            {
                int lines = part.Span.LastIndexOf((byte)'\n') + 1;
                resume = lines > 0 ? offset + lines : resume;
                offset += part.Length;
                await SendAsync(resume, part, cancel).ConfigureAwait(false);
                continue;
            }

            if (run is not { Ended: 0 })
            {
                await CloseAsync(run?.Verdict ?? "", cancel).ConfigureAwait(false);
                return;
            }

            await ChangeFeed.WaitAsync(change, s_look, cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task SendAsync(long resume, ReadOnlyMemory<byte> part, CancellationToken cancel)
    {
        ReadOnlyMemory<byte>[] received = [.. _tail.Take(part.Span)
            .Where(logged => logged.Kind == EventKind.SerialReceived)
            .Select(logged => logged.Data)];
        int length = received.Sum(data => data.Length);
        if (length == 0)
        {
            return;
        }

        byte[] message = new byte[OffsetBytes + length];
        BinaryPrimitives.WriteInt64BigEndian(message, resume);
        int at = OffsetBytes;
        foreach (ReadOnlyMemory<byte> data in received)
        {
            data.CopyTo(message.AsMemory(at));
            at += data.Length;
        }

        await WaitForShownAsync(cancel).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_patience);
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, limit.Token).ConfigureAwait(false);
        _sent += length;
    }

    private async Task WaitForShownAsync(CancellationToken cancel)
    {
        while (_sent - Interlocked.Read(ref _shown) > MostAhead)
        {
            if (!await _heard.WaitAsync(s_patience, cancel).ConfigureAwait(false))
            {
                throw new OperationCanceledException();
            }
        }
    }

    /// <summary>Reads how much was shown; any other message is not from our page.</summary>
    private async Task HearAsync(CancellationTokenSource over)
    {
        byte[] buffer = new byte[MostSaid];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult said = await socket.ReceiveAsync(buffer.AsMemory(), over.Token).ConfigureAwait(false);
                if (said.MessageType != WebSocketMessageType.Text
                    || !said.EndOfMessage
                    || !long.TryParse(Encoding.ASCII.GetString(buffer, 0, said.Count), CultureInfo.InvariantCulture, out long shown))
                {
                    break;
                }

                Interlocked.Exchange(ref _shown, shown);
                _heard.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // It is over.
        }

        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync(string verdict, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_patience);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, verdict, limit.Token).ConfigureAwait(false);
    }
}
