// Moves text from the kernel's ring, where kernel and services write, into a longer one.

using System;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Log;

/// <summary>
/// The service <c>log</c>. It looks a few times a second, and when a client reads. Between two looks the kernel's ring has room for as much
/// as a serial line shows in three seconds.
/// </summary>
internal sealed class LogService : Service, ILog
{
    private const ulong LookMilliseconds = 500;
    private const ulong MostBytes = 3072;
    private readonly LogRing _ring;

    internal LogService(LogRing ring)
    {
        _ring = ring;
        Serve(new LogDispatcher(this));
    }

    /// <summary>Reads the text so far and begins to look. Errors as <see cref="SystemCall.TimerCreate"/>.</summary>
    internal ErrorCode Begin()
    {
        Follow();
        ErrorCode error = Kernel.TimerCreate(Port, default, out Handle<Timer> timer);
        return error == ErrorCode.None
            ? Kernel.TimerSet(timer, Own.In(LookMilliseconds), Own.Ticks(LookMilliseconds))
            : error;
    }

    /// <inheritdoc/>
    public ErrorCode Read(ulong position, out byte[] text, out ulong next)
    {
        Follow();
        ulong from = Math.Min(Math.Max(position, _ring.Start), _ring.End);
        text = _ring.Read(from, MostBytes);
        next = from + (ulong)text.Length;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge) => Follow();

    private void Follow()
    {
        Span<byte> piece = stackalloc byte[KernelText.MostBytes];
        int count = 1;
        while (count > 0)
        {
            ulong from = _ring.KernelPosition;
            ErrorCode error = KernelText.Read(from, piece, out count, out ulong next);
            if (error != ErrorCode.None)
            {
                return;
            }

            ulong lost = next - (ulong)count - from;
            if (lost > 0 && from > 0)
            {
                _ring.Add("\n[some text came too fast to be kept]\n"u8);
            }

            _ring.Add(piece.Slice(0, count));
            _ring.KernelPosition = next;
        }
    }
}
