// Records the serial line.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>Writes every byte to a file until the kernel's last line, or until the time is up.</summary>
internal sealed class BringupRecorder(ISerialConnection line, TimeSpan limit, Tolerance tolerates)
{
    private readonly RunObserver _observer = new();

    private static readonly string[] s_ends = ["# done ", "# panic end", "Kernel: idle", "RustKernel shell;"];

    /// <summary>Records to <paramref name="path"/>; returns what came, bytes as characters.</summary>
    public string Record(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        StringBuilder text = new();
        using Timer timer = new(_ => line.Stop(), null, limit, Timeout.InfiniteTimeSpan);
        Stopwatch clock = Stopwatch.StartNew();
        _observer.Observe(new LogEvent(0, EventKind.RunStart, new JsonObject
        {
            ["verb"] = "bringup",
            ["driver"] = "lab",
            ["tolerates"] = new JsonArray([.. Tolerances.WordsOf(tolerates).Select(word => (JsonNode)word)]),
        }, default));
        byte[] buffer = new byte[4096];
        int count;
        while ((count = Read(buffer)) > 0)
        {
            file.Write(buffer, 0, count);
            file.Flush();
            _observer.Observe(new LogEvent(clock.Elapsed.Ticks * 100, EventKind.SerialReceived, [], buffer.AsMemory(0, count)));
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (IsOver(text.ToString()))
            {
                break;
            }
        }

        return text.ToString();
    }

    /// <summary>The verdict about the machine during the recording, by the rules of rk console.</summary>
    public Verdict Verdict => Judge.OfConsole(_observer);

    // The last line must be complete: its end is data, too.
    private static bool IsOver(string text)
    {
        foreach (string end in s_ends)
        {
            int at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0 && text.IndexOf('\n', at) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private int Read(byte[] buffer)
    {
        try
        {
            return line.Read(buffer);
        }
        catch (IOException)
        {
            // The adapter was pulled: what came before it counts.
            return 0;
        }
    }
}
