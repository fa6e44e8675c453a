// How memory that a device reads and writes behind the CPU's back is kept coherent. Implemented by cache maintenance on
// the target, by nothing or a check in tests.

using System;

namespace RustKernel;

/// <summary>Cache maintenance around a device's access to memory that the CPU maps cacheable.</summary>
public interface IDeviceMemory
{
    /// <summary>
    /// Writes what the CPU wrote back to memory and drops the cached copy of
    /// <paramref name="buffer"/>, then waits for it (DSB SY). Called when the buffer is handed to the
    /// device, and again when it has come back, before the CPU reads it. The buffer shares no cache line with anything else.
    /// </summary>
    void CleanAndInvalidate(ReadOnlySpan<uint> buffer);
}
