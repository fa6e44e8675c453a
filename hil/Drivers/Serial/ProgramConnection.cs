// Bytes over a program's pipes.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>A running program, which ends with the connection.</summary>
internal sealed class ProgramConnection : ISerialConnection
{
    private static readonly TimeSpan s_writeLimit = TimeSpan.FromSeconds(5);
    private readonly ChildProcess _process;
    private volatile bool _stops;

    /// <summary>A connection to <paramref name="process"/>, which it owns.</summary>
    public ProgramConnection(ChildProcess process) => _process = process;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _process.Output.Read(buffer);
        }
        catch (Exception e) when (_stops && e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Task written = WriteAsync(bytes.ToArray());
        if (!written.Wait(s_writeLimit))
        {
            throw new IOException("the program takes no bytes");
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stops = true;
        _process.Kill();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task WriteAsync(byte[] bytes)
    {
        await _process.Input.WriteAsync(bytes).ConfigureAwait(false);
        await _process.Input.FlushAsync().ConfigureAwait(false);
    }
}
