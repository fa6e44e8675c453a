namespace RustKernel.Memory.Tests;

/// <summary>The emulated machine , for the code under test.</summary>
public readonly struct HostMemory(EmulatedMachine machine) : IPhysicalMemory
{
    public ulong Read64(PhysicalAddress address) => machine.Read(address.Value);

    public void Write64(PhysicalAddress address, ulong value) => machine.Write(address.Value, value);

    public ulong Read64(PhysicalAddress address, uint offset) => machine.Read(address.Value + offset);

    public void Write64(PhysicalAddress address, uint offset, ulong value) => machine.Write(address.Value + offset, value);

    public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern) => machine.Fill(address.Value, sizeBytes, pattern);
}
