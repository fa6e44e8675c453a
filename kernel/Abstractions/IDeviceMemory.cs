// Keeps memory coherent that a device reads and writes past the CPU's caches. Cache maintenance implements it on the
// target; in tests nothing does, or a check.

using System;

namespace RustKernel;

/// <summary>Cache maintenance around a device's access to memory that the CPU maps cacheable.</summary>
public interface IDeviceMemory
{
    /// <summary>
    /// Writes the CPU's changes in <paramref name="buffer"/> back to memory, drops the cached copy, and waits until this is
    /// done (DSB SY). Call it when handing the buffer to the device, and again when it comes back, before the CPU reads it.
    /// The buffer shares no cache line with anything else.
    /// </summary>
    void CleanAndInvalidate(ReadOnlySpan<uint> buffer);
}
