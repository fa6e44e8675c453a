// A tty through System.IO.Ports.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Ports;
using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>An open port: 8N1, no flow control, taken for this program alone.</summary>
internal sealed class TerminalLine : ISerialConnection
{
    private const int WriteLimitMilliseconds = 5000;
    private const int DrainLimitMilliseconds = 1000;
    private readonly SerialPort _port;
    private readonly LineStatus _status;
    private volatile bool _stops;

    private TerminalLine(SerialPort port, LineStatus status)
    {
        _port = port;
        _status = status;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters => _status.Counters;

    /// <summary>Opens the port of <paramref name="transport"/>.</summary>
    /// <exception cref="InfrastructureException">It is missing, not allowed, in use, or cannot do the rate.</exception>
    public static TerminalLine Open(TerminalTransport transport)
    {
        LineStatus status = LineStatus.Open(transport.Where);
        // The rate of a pseudo-terminal means nothing, but the package wants one.
        SerialPort port = new(transport.Where, transport.Baud > 0 ? transport.Baud : 115200, Parity.None, 8, StopBits.One)
        {
            Handshake = Handshake.None,
            WriteTimeout = WriteLimitMilliseconds,
            // The package refuses these on a line that has no such wires.
            DtrEnable = transport.Dtr && status.HasModemLines,
            RtsEnable = transport.Rts && status.HasModemLines,
        };
        try
        {
            port.Open();
            CheckRate(transport, status.Rate);
            return new TerminalLine(port, status);
        }
        catch (Exception e) when (e is IOException
            or UnauthorizedAccessException
            or ArgumentException
            or InvalidOperationException
            or InfrastructureException)
        {
            port.Dispose();
            status.Dispose();
            throw e is InfrastructureException ? e : new InfrastructureException($"{transport.Where} cannot be opened: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _port.BaseStream.Read(buffer);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // What the package throws when a line hangs up, and also when Stop closes it.
            return 0;
        }
        catch (IOException) when (_stops)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _port.BaseStream.Write(bytes);
        }
        catch (TimeoutException)
        {
            throw new IOException("the line takes no bytes");
        }
        catch (InvalidOperationException e)
        {
            throw new IOException(e.Message);
        }
    }

    /// <inheritdoc/>
    public bool Break()
    {
        // The package sends a break of the system's default length, a quarter of a second at least, and waits for its end.
        _port.BreakState = true;
        _port.BreakState = false;
        return true;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stops = true;
        // Closing discards unread bytes.
        long end = Environment.TickCount64 + DrainLimitMilliseconds;
        while (_status.HasInput && Environment.TickCount64 < end)
        {
            Thread.Sleep(1);
        }

        _port.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _port.Dispose();
        _status.Dispose();
    }

    private static void CheckRate(TerminalTransport transport, int real)
    {
        // A UART samples in the middle of its bits: 2 % between both ends is safe, and the board may be off, too.
        if (transport.Baud > 0 && Math.Abs((long)real - transport.Baud) * 50 > transport.Baud)
        {
            throw new InfrastructureException($"{transport.Where} cannot do {transport.Baud} baud, the nearest it can is {real}");
        }
    }
}
