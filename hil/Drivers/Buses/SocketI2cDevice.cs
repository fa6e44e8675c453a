// A chip on an I2C bus that a program offers.

using System;
using System.Device.I2c;
using System.IO;
using System.Net.Sockets;

namespace RustKernel.Hil.Drivers.Buses;

/// <summary>
/// Transfers over a Unix socket: address, how many bytes are written, how many are read (a byte
/// each), then the bytes to write. The answer is 0 and the bytes read, or 1 when no chip answers. The virtual lab offers one, so that the
/// packages' drivers run against simulated chips.
/// </summary>
public sealed class SocketI2cDevice : I2cDevice
{
    private const int LimitMilliseconds = 5000;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
    {
        SendTimeout = LimitMilliseconds,
        ReceiveTimeout = LimitMilliseconds
    };
    private readonly int _address;

    /// <summary>The chip at <paramref name="address"/> of the bus at <paramref name="path"/>.</summary>
    /// <exception cref="SocketException">Nothing offers a bus there.</exception>
    public SocketI2cDevice(string path, int address)
    {
        _address = address;
        _socket.Connect(new UnixDomainSocketEndPoint(path));
    }

    /// <inheritdoc/>
    public override I2cConnectionSettings ConnectionSettings => new(0, _address);

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer) => WriteRead([], buffer);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => WriteRead(buffer, []);

    /// <inheritdoc/>
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        byte[] request = [(byte)_address, checked((byte)writeBuffer.Length), checked((byte)readBuffer.Length), .. writeBuffer];
        byte[] answer = new byte[1 + readBuffer.Length];
        try
        {
            _socket.Send(request);
            Receive(answer.AsSpan(0, 1));
            if (answer[0] == 0)
            {
                Receive(answer.AsSpan(1));
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message);
        }

        if (answer[0] != 0)
        {
            throw new IOException($"no chip answers at address 0x{_address:X2}");
        }

        answer.AsSpan(1).CopyTo(readBuffer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _socket.Dispose();
        base.Dispose(disposing);
    }

    private void Receive(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = _socket.Receive(bytes);
            bytes = count > 0 ? bytes[count..] : throw new IOException("the bus was closed by its program");
        }
    }
}
