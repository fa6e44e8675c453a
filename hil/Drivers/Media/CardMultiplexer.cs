// A card that a multiplexer moves between this machine and the board.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>
/// Switches the card to the host, waits until it appears, has a program write it and read it back, and switches it to the board. Whatever
/// fails, the card goes back to the board.
/// </summary>
public sealed class CardMultiplexer : IBootMedia
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(50);
    private readonly EventLogWriter _log;
    private readonly DriverSettings _settings;
    private readonly Func<string, bool> _isThere;

    /// <summary>A multiplexer as <paramref name="settings"/> say.</summary>
    public CardMultiplexer(EventLogWriter log, DriverSettings settings)
        : this(log, settings, File.Exists)
    {
    }

    /// <summary>The same, where <paramref name="isThere"/> checks whether a device node exists.</summary>
    internal CardMultiplexer(EventLogWriter log, DriverSettings settings, Func<string, bool> isThere)
    {
        _log = log;
        _settings = settings;
        _isThere = isThere;
    }

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline)
    {
        using CardImage image = new(job);
        string device = _settings.Text("device");
        Run("to_host", deadline);
        try
        {
            Await(device, deadline);
            string[] write = [.. _settings.Texts("write").Select(word => word
                .Replace("{image}", image.Path, StringComparison.Ordinal)
                .Replace("{device}", device, StringComparison.Ordinal))];
            CommandRun.Execute(_log, "sd-mux", write, deadline);
        }
        finally
        {
            Run("to_board", CancellationToken.None);
        }

        _log.Append(
            EventKind.Media,
            new JsonObject
            {
                ["driver"] = "sd-mux",
                ["what"] = $"{device}: {image.Manifest.Size} bytes",
                ["sha256"] = image.Manifest.Sha256
            });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Run(string key, CancellationToken deadline)
    {
        IReadOnlyList<string> command = _settings.Texts(key);
        CommandRun.Execute(_log, "sd-mux", command, deadline);
    }

    // The system makes the device node when it has recognised the card; only the node itself shows that.
    private void Await(string device, CancellationToken deadline)
    {
        while (!_isThere(device))
        {
            if (deadline.WaitHandle.WaitOne(s_lookInterval))
            {
                throw new InfrastructureException($"the card did not appear as {device} after it was switched here");
            }
        }
    }
}
