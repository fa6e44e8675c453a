// An access to an address, which Crash makes to one where nothing is.

using System.Runtime.InteropServices;

namespace RustKernel.Services.Devices;

/// <summary>No registers are mapped into a program of .NET: whatever it reaches for is a wild write.</summary>
internal readonly struct DeviceRegisters(ulong address)
{
    /// <summary>Writes four bytes.</summary>
    internal void Write32(uint offset, uint value) => Marshal.WriteInt32((nint)(address + offset), (int)value);
}
