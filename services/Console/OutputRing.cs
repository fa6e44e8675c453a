// Output that is still to be sent. The kernel finds it when this service ends (kernel/Core/Ipc/ConsoleLoan.cs has the layout).

using System;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Console;

/// <summary>
/// The ring of bytes to send. The count of bytes put in is written after the bytes; the count of bytes sent, after they are sent.
/// </summary>
internal sealed class OutputRing
{
    private const int SentAt = 8;
    private const int DataAt = 4096;
    private readonly MappedMemory _memory;
    private readonly int _capacity;
    private ulong _end;
    private ulong _sent;

    internal OutputRing(MappedMemory memory)
    {
        _memory = memory;
        _capacity = memory.Bytes.Length - DataAt;
    }

    /// <summary>Handle of the memory.</summary>
    internal Handle<Memory> Handle => _memory.Handle;

    /// <summary>Bytes that wait.</summary>
    internal int Count => (int)(_end - _sent);

    /// <summary>Writers wait while this is true.</summary>
    internal bool IsCrowded => Count > _capacity / 2;

    /// <summary>Adds a byte. False: there is no room.</summary>
    internal bool Put(byte value)
    {
        if (Count >= _capacity)
        {
            return false;
        }

        _memory.Bytes[DataAt + (int)(_end % (ulong)_capacity)] = value;
        _end++;
        _memory.Write(0, _end);
        return true;
    }

    /// <summary>Sends as much as the line takes.</summary>
    internal void Pump(UartLine line)
    {
        Span<byte> bytes = _memory.Bytes;
        while (_sent != _end && line.TryWrite(bytes[DataAt + (int)(_sent % (ulong)_capacity)]))
        {
            _sent++;
            _memory.Write(SentAt, _sent);
        }
    }
}
