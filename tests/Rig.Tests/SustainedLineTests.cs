using System;
using System.Diagnostics;
using System.Threading;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>A pty at the speed of 3 Mbaud: no byte lost, memory flat.</summary>
[Collection(AloneCollection.Name)]
public sealed class SustainedLineTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private const int BytesPerSecond = 300_000;
    private const int Seed = 20261122;

    // It does not judge the host's speed but the memory that the rig requests per byte, which a line's speed multiplies. The sender
    // requests none.
    private const double MostBytesPerByte = 20;
    private readonly Recording _recording = new();
    private readonly Random _expected = new(Seed);
    private readonly byte[] _block = new byte[64 * 1024];
    private long _received;
    private long _firstWrong = -1;

    public void Dispose() => _recording.Dispose();

    [Fact]
    public void Five_seconds() => Run(TimeSpan.FromSeconds(5));

    [Fact]
    [Trait("Run", "soak")]
    public void Ten_minutes() => Run(TimeSpan.FromMinutes(10));

    private void Run(TimeSpan duration)
    {
        using EventLogWriter log = EventLogWriter.Create(System.IO.Path.Combine(_recording.Folder, "line.jsonl"), "test");
        log.Observe(Compare);
        long sent = (long)duration.TotalSeconds * BytesPerSecond;
        long early = 0;
        TimeSpan took, processor = Environment.CpuUsage.TotalTime;
        long asked = GC.GetTotalAllocatedBytes();
        using Pty pty = new();
        using (SerialConsole console = new(log, new TerminalTransport("tty", pty.Path, 3_000_000), TimeSpan.FromSeconds(1)))
        {
            console.Open(_recording.Deadline);
            took = Send(pty, sent, () => early = early == 0 ? GC.GetTotalMemory(forceFullCollection: true) : early);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        double perByte = (GC.GetTotalAllocatedBytes() - asked) / (double)sent;
        output.WriteLine(
            $"{sent} bytes in {took.TotalSeconds:0.00} s, {processor.TotalSeconds:0.00} s of processor time, "
                + $"{perByte:0.0} bytes asked for per byte");
        long late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(-1, _firstWrong);
        Assert.Equal(sent, _received);
        Assert.True(perByte < MostBytesPerByte, $"{perByte:0.0} bytes asked for per byte");
        Assert.True(late - early < 8 << 20, $"memory grew from {early} to {late} bytes");
    }

    /// <summary>
    /// Sends <paramref name="total"/> bytes at the line's speed: by the clock, in uneven pieces like
    /// a UART's FIFO. Returns how long it took.
    /// </summary>
    private static TimeSpan Send(Pty pty, long total, Action settled)
    {
        Random bytes = new(Seed);
        Random sizes = new(Seed + 1);
        byte[] piece = new byte[4096];
        using ManualResetEventSlim never = new();
        Stopwatch clock = Stopwatch.StartNew();
        long sent = 0;
        while (sent < total)
        {
            long due = Math.Min(total, (long)(clock.Elapsed.TotalSeconds * BytesPerSecond)) - sent;
            if (due < 64 && sent + due < total)
            {
                never.Wait(1);
                continue;
            }

            int count = (int)Math.Min(due, sizes.Next(1, piece.Length));
            for (int index = 0; index < count; index++)
            {
                bytes.NextBytes(piece.AsSpan(index, 1));
            }

            pty.Board.Write(piece, 0, count);
            sent += count;
            if (clock.Elapsed > TimeSpan.FromSeconds(2))
            {
                settled();
            }
        }

        return clock.Elapsed;
    }

    // Random.NextBytes gives the same bytes in any pieces only when they are drawn one by one.
    private void Compare(LogEvent logged)
    {
        if (logged.Kind != EventKind.SerialReceived)
        {
            return;
        }

        Span<byte> wanted = _block.AsSpan(0, logged.Data.Length);
        for (int index = 0; index < wanted.Length; index++)
        {
            _expected.NextBytes(wanted.Slice(index, 1));
        }

        int same = wanted.CommonPrefixLength(logged.Data.Span);
        if (same != wanted.Length && _firstWrong < 0)
        {
            _firstWrong = _received + same;
        }

        _received += wanted.Length;
    }
}
