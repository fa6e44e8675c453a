// The bar while a card is written.

using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RustKernel.Flash.Images;
using RustKernel.Flash.Images.Cards;

namespace RustKernel.Hil.Cli;

/// <summary>On a terminal, redraws one line: phase, bar, bytes, speed, time left. Prints nothing elsewhere.</summary>
internal sealed class WriteDisplay : IWriteProgress, IDisposable
{
    private const int BarCells = 30;
    private const int LineCells = 78;
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly Stopwatch _clock = new();
    private WritePhase? _phase;
    private TimeSpan _drawn;

    /// <inheritdoc/>
    public void Report(WritePhase phase, long done, long total)
    {
        if (phase != _phase)
        {
            _phase = phase;
            _clock.Restart();
            _drawn = -s_refresh;
        }

        if (!_isTerminal || (done < total && _clock.Elapsed - _drawn < s_refresh))
        {
            return;
        }

        _drawn = _clock.Elapsed;
        PlainWriter.Terminal.Write('\r' + Line(phase, done, total, _clock.Elapsed).PadRight(LineCells));
    }

    /// <summary>The line: "Writing    [#####     ]  45%  3.1 MB of 6.9 MB, 10.2 MB/s, 1 s left".</summary>
    public static string Line(WritePhase phase, long done, long total, TimeSpan elapsed)
    {
        double share = total == 0 ? 1 : (double)done / total;
        StringBuilder line = new();
        int full = (int)(share * BarCells);
        line.Append(
            CultureInfo.InvariantCulture,
            $"{phase,-9} [{new string('#', full)}{new string(' ', BarCells - full)}] {share * 100,3:0}% {CardRules.Size(done)}");
        double speed = elapsed.TotalSeconds > 0.05 ? done / elapsed.TotalSeconds : 0;
        if (speed > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $", {CardRules.Size((long)speed)}/s, {(total - done) / speed:0} s left");
        }

        return line.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTerminal && _phase is not null)
        {
            Console.WriteLine();
        }
    }
}
