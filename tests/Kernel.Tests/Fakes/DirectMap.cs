// The direct map of the pretended machine.

namespace RustKernel.Arm64;

public readonly unsafe struct DirectMap : IPhysicalMemory
{
    // SAFETY: FakeRam checks the place; callers read and write aligned words.
    public ulong Read64(PhysicalAddress address) => *(ulong*)FakeRam.At(address.Value);

    public void Write64(PhysicalAddress address, ulong value) => *(ulong*)FakeRam.At(address.Value) = value;

    public ulong Read64(PhysicalAddress address, uint offset) => *(ulong*)FakeRam.At(address.Value + offset);

    public void Write64(PhysicalAddress address, uint offset, ulong value) => *(ulong*)FakeRam.At(address.Value + offset) = value;

    public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern)
    {
        for (ulong i = 0; i < sizeBytes; i += 8)
        {
            Write64(address + i, pattern);
        }
    }

    public static VirtualAddress ToVirtual(PhysicalAddress address) => new((ulong)FakeRam.At(address.Value));
}
