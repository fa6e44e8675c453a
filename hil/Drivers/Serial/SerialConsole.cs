// A console over any serial transport.

using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>
/// Reads from one thread and logs from another: a disk that is slow for a moment must not make a port's small buffer
/// overflow. A lost line is opened again, and the log records the gap. A line that does not come back is a failure.
/// </summary>
public sealed class SerialConsole : IConsole
{
    private const int ChunkBytes = 16 * 1024;
    private const int MaximumChunks = 2048;
    private const int LineMilliseconds = 1;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);
    private readonly EventLogWriter _log;
    private readonly ISerialTransport _transport;
    private readonly TimeSpan _reconnectLimit;
    private readonly BlockingCollection<(byte[] Bytes, int Count, long Nanoseconds)> _chunks = new(MaximumChunks);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _sendLock = new();
    private readonly Lock _paceLock = new();
    private readonly Thread _reader;
    private readonly Thread _logger;
    private volatile ISerialConnection? _connection;
    private bool _isStarted;

    /// <summary>A console over <paramref name="transport"/>, not opened yet.</summary>
    public SerialConsole(EventLogWriter log, ISerialTransport transport, TimeSpan reconnectLimit)
    {
        _log = log;
        _transport = transport;
        _reconnectLimit = reconnectLimit;
        _reader = new Thread(ReadAll) { IsBackground = true, Name = "serial", Priority = ThreadPriority.AboveNormal };
        _logger = new Thread(LogAll) { IsBackground = true, Name = "serial log" };
    }

    /// <inheritdoc/>
    public void Open(CancellationToken deadline)
    {
        _connection = _transport.Connect(deadline);
        LogOpened();
        _isStarted = true;
        _logger.Start();
        _reader.Start();
    }

    /// <summary>How fast the board may be typed at.</summary>
    public TypingPace Pace { get; init; } = TypingPace.None;

    /// <inheritdoc/>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        lock (_paceLock)
        {
            if (!Pace.Send(bytes, Write, _closing.Token))
            {
                return false;
            }
        }

        _log.Append(EventKind.SerialSent, [], bytes);
        return true;
    }

    private bool Write(ReadOnlySpan<byte> bytes)
    {
        lock (_sendLock)
        {
            if (_connection is not { } connection)
            {
                return false;
            }

            try
            {
                connection.Write(bytes);
                return true;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public bool Break()
    {
        lock (_sendLock)
        {
            try
            {
                if (_connection?.Break() != true)
                {
                    return false;
                }
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                return false;
            }
        }

        _log.Append(EventKind.SerialBreak, []);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        _closing.Cancel();
        _connection?.Stop();
        if (_isStarted)
        {
            Await(_reader, "reading");
            Await(_logger, "logging");
        }

        foreach (KeyValuePair<string, long> counter in _connection?.Counters ?? new Dictionary<string, long>())
        {
            _log.Append(
                EventKind.Figure,
                new JsonObject { ["name"] = "serial." + counter.Key, ["value"] = counter.Value, ["unit"] = "errors" });
        }

        _connection?.Dispose();
        _chunks.Dispose();
    }

    private void Await(Thread thread, string work)
    {
        if (!thread.Join(s_endLimit))
        {
            _log.Append(
                EventKind.Failure,
                new JsonObject
                {
                    ["what"] = "serial line",
                    ["reason"] = $"{work} the serial line {_transport.Where} did not end within {s_endLimit.TotalSeconds} s: its last "
                        + $"bytes may be missing"
                });
        }
    }

    private void LogOpened() =>
        _log.Append(EventKind.SerialOpened, new JsonObject { ["driver"] = _transport.Driver, ["where"] = _transport.Where });

    private void ReadAll()
    {
        string reason = "";
        do
        {
            reason = ReadConnection();
        }
        while (!_closing.IsCancellationRequested && Reconnect(reason));
        _chunks.CompleteAdding();
    }

    /// <summary>Reads until the line ends; returns why.</summary>
    private string ReadConnection()
    {
        try
        {
            while (true)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
                int count = _connection!.Read(buffer);
                if (count == 0)
                {
                    return "closed by the other end";
                }

                _chunks.Add((buffer, count, _log.Nanoseconds));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return e.Message;
        }
    }

    private bool Reconnect(string reason)
    {
        long lost = _log.Nanoseconds;
        _log.Append(EventKind.SerialClosed, new JsonObject { ["reason"] = reason });
        lock (_sendLock)
        {
            _connection!.Dispose();
            _connection = null;
        }

        string why = reason;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        limit.CancelAfter(_reconnectLimit);
        for (TimeSpan pause = s_firstPause; !limit.IsCancellationRequested; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                _connection = _transport.Connect(limit.Token);
                LogOpened();
                _log.Append(EventKind.SerialGap, new JsonObject { ["from"] = lost, ["to"] = _log.Nanoseconds });
                return !_closing.IsCancellationRequested;
            }
            catch (Exception e) when (e is InfrastructureException or OperationCanceledException)
            {
                why = e is InfrastructureException ? e.Message : why;
            }

            limit.Token.WaitHandle.WaitOne(pause);
        }

        if (!_closing.IsCancellationRequested)
        {
            _log.Append(
                EventKind.Failure,
                new JsonObject
                {
                    ["what"] = "serial line",
                    ["reason"] = $"the serial line {_transport.Where} was lost and did not come back within {_reconnectLimit.TotalSeconds} "
                        + $"s: {why}"
                });
        }

        return false;
    }

    private void LogAll()
    {
        ArrayBufferWriter<byte> joined = new(ChunkBytes * 2);
        long last = 0;
        while (true)
        {
            bool isLine = joined.WrittenCount > 0 && joined.WrittenSpan[^1] == '\n' && _chunks.Count == 0;
            (byte[] Bytes, int Count, long Nanoseconds) chunk = default;
            bool isMore = !isLine
                && joined.WrittenCount < ChunkBytes
                && _chunks.TryTake(out chunk, joined.WrittenCount > 0 ? LineMilliseconds : Timeout.Infinite);
            if (isMore)
            {
                // Each line is one event, with the time of its end. Lines that came together while the disk was slow share one.
                joined.Write(chunk.Bytes.AsSpan(0, chunk.Count));
                ArrayPool<byte>.Shared.Return(chunk.Bytes!);
                last = chunk.Nanoseconds;
                continue;
            }

            if (joined.WrittenCount > 0)
            {
                _log.Append(EventKind.SerialReceived, [], joined.WrittenSpan, last);
            }
            else if (_chunks.IsCompleted)
            {
                return;
            }

            joined.ResetWrittenCount();
        }
    }
}
