// The direct map of the simulated machine.

namespace RustKernel.Arm64;

public readonly unsafe struct DirectMap : IPhysicalMemory
{
    // SAFETY: FakeRam checks the place; callers read and write aligned words.
    public ulong Read64(PhysicalAddress address) => *(ulong*)At(address.Value);

    public void Write64(PhysicalAddress address, ulong value) => *(ulong*)At(address.Value) = value;

    public ulong Read64(PhysicalAddress address, uint offset) => *(ulong*)At(address.Value + offset);

    public void Write64(PhysicalAddress address, uint offset, ulong value) => *(ulong*)At(address.Value + offset) = value;

    public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern)
    {
        ulong before = Kernel.Tests.Fakes.Work.Memory;
        for (ulong i = 0; i < sizeBytes; i += 8)
        {
            Write64(address + i, pattern);
        }

        Kernel.Tests.Fakes.Work.Memory = before + (sizeBytes / Kernel.Tests.Fakes.Work.LineBytes);
    }

    public static void CleanAndInvalidate(PhysicalAddress address, ulong sizeBytes) => _ = At(address.Value + sizeBytes - 1);

    public static VirtualAddress ToVirtual(PhysicalAddress address) => new(MemoryLayout.DirectMapBase | address.Value);

    // Reserved memory exists when the tables map it, as on the machine.
    private static byte* At(ulong address)
    {
        Kernel.Tests.Fakes.Work.Memory++;
        if (address >= FakeRam.Kept && !Memory.KernelMemory.Tables.Translate(ToVirtual(new PhysicalAddress(address))).IsOk)
        {
            throw new System.InvalidOperationException(
                $"access to physical address 0x{address:X}, which the direct map has not: the kernel would panic");
        }

        return FakeRam.At(address);
    }
}
