// System.IO.Ports behind the rig's serial protocol: also for systems that are not Linux.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Ports;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Serial;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Optional.SystemIoPorts;

/// <summary>Opens a port as 8N1 without flow control.</summary>
/// <param name="Where">/dev/… or COM3.</param>
/// <param name="Baud">Bits a second.</param>
public sealed record PortTransport(string Where, int Baud) : ISerialTransport
{
    /// <inheritdoc/>
    public string Driver => "system-io-ports";

    /// <summary>The transport that <paramref name="settings"/> describe.</summary>
    public static ISerialTransport Create(DriverSettings settings) => new PortTransport(settings.Text("device"), settings.Integer("baud"));

    /// <inheritdoc/>
    public ISerialConnection Connect(CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        SerialPort port = new(Where, Baud, Parity.None, 8, StopBits.One) { Handshake = Handshake.None, WriteTimeout = 5000 };
        try
        {
            port.Open();
            return new PortConnection(port);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw new InfrastructureException($"{Where} cannot be opened: {e.Message}");
        }
    }

    private sealed class PortConnection(SerialPort port) : ISerialConnection
    {
        private volatile bool _stops;

        public IReadOnlyDictionary<string, long> Counters { get; } = new Dictionary<string, long>();

        public int Read(Span<byte> buffer)
        {
            try
            {
                return port.BaseStream.Read(buffer);
            }
            catch (Exception e) when (_stops && e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                return 0;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                port.BaseStream.Write(bytes);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException)
            {
                throw new IOException(e.Message);
            }
        }

        public void Stop()
        {
            _stops = true;
            port.Close();
        }

        public void Dispose() => port.Dispose();
    }
}
