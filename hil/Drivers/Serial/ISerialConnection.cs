// A serial line that is open.

using System;
using System.Collections.Generic;
using System.IO;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>One connection. Read from one thread, write from another; <see cref="Stop"/> from any.</summary>
public interface ISerialConnection : IDisposable
{
    /// <summary>The port's own error counts (overruns, framing errors), by name; empty when it has none.</summary>
    IReadOnlyDictionary<string, long> Counters { get; }

    /// <summary>Waits for bytes; 0 when the other end closed the line, or after <see cref="Stop"/> when nothing is left.</summary>
    /// <exception cref="IOException">The line was lost.</exception>
    int Read(Span<byte> buffer);

    /// <summary>Writes all of <paramref name="bytes"/>.</summary>
    /// <exception cref="IOException">The line was lost, or took none of it for 5 s.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Sends a BREAK, a low level longer than any character; false when this kind of line has none.</summary>
    /// <exception cref="IOException">The line was lost.</exception>
    bool Break() => false;

    /// <summary>Makes <see cref="Read"/> return what is left and then 0.</summary>
    void Stop();
}
