using System.Runtime.InteropServices;

namespace RustKernel.Services.Devices;

/// <summary>Accesses an address for Crash. No registers are mapped into a program of .NET: every access is a wild write.</summary>
internal readonly struct DeviceRegisters(ulong address)
{
    /// <summary>Writes four bytes.</summary>
    internal void Write32(uint offset, uint value) => Marshal.WriteInt32((nint)(address + offset), (int)value);
}
