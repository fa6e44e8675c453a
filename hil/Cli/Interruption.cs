// Ctrl-C, hang-up and termination as a token: the run ends in order, the board off, the log closed.

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace RustKernel.Hil.Cli;

/// <summary>Catches SIGINT, SIGTERM and SIGHUP as long as it lives.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Begins to catch.</summary>
    public Interruption()
    {
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Catch));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    /// <summary>
    /// Also interrupts when this process's input ends, or brings nothing for <paramref name="limit"/>. The process that started this one
    /// holds the other end of that pipe: if it dies or hangs, this process ends in order.
    /// </summary>
    public void FollowInput(TimeSpan limit)
    {
        Timer patience = new(_ => Cancel(), null, limit, Timeout.InfiniteTimeSpan);
        Thread reader = new(() =>
        {
            Stream input = Console.OpenStandardInput();
            byte[] ignored = new byte[64];
            while (input.Read(ignored) > 0)
            {
                patience.Change(limit, Timeout.InfiniteTimeSpan);
            }

            patience.Dispose();
            Cancel();
        })
        { IsBackground = true, Name = "leash" };
        reader.Start();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private void Catch(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }
}
