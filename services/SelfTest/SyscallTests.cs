// Suite syscall: the calling convention.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("syscall", 80)]
internal static partial class SyscallTests
{
    private const ulong FixedAddress = 0x2000_0000;

    // No RAM on any board: above all banks, below the last address of 36 bits.
    private const ulong UnusedRegisters = 0xF_F000_0000;
    private const ulong Page = 4096;

    [Test]
    private static void Null() => Checks.Ok(Kernel.Call(SystemCall.Null));

    [Test]
    private static void UnknownNumber()
    {
        Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)60));
        Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)63));
        Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)64));
        Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)0x8000_0000));
    }

    [Test]
    private static void SimdScrubbed()
    {
        Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.Null));
        Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.Yield));
        Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.SystemInfo));
    }

    [Test]
    private static void DebugWrite()
    {
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.DebugWrite, 57));
        Checks.Ok(Kernel.Call(SystemCall.DebugWrite, 0));
    }

    [Test]
    private static void SystemInfo()
    {
        Checks.That(Kernel.SystemInfo(SystemItem.CounterHz) > 0);
        Checks.That(Kernel.SystemInfo(SystemItem.TotalFrames) > Kernel.SystemInfo(SystemItem.FreeFrames));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.SystemInfo, 1000));
    }

    // Memory that is no allocator's: the device tree, which the test was given, and a device's registers.
    // Each call that reads or writes through the kernel gets what is there, or an error.
    [Test]
    private static void FixedMemory()
    {
        ulong tree = World.Start.Starter;
        Checks.That(HasTreeMagic(tree));
        CallRegisters registers = new() { X0 = tree };
        Checks.Ok(Kernel.Call(SystemCall.MemoryInfo, ref registers));
        ulong last = registers.X1 - 56;
        registers = new() { X0 = tree, X1 = last };
        Checks.Ok(Kernel.Call(SystemCall.MemoryRead, ref registers));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemoryRead, tree, last + 8));
        Checks.Error(ErrorCode.AccessDenied, Kernel.Call(SystemCall.MemoryWrite, tree, 0));
        Checks.Error(
            ErrorCode.AccessDenied,
            Kernel.Call(SystemCall.MemoryMap, 0, tree, 0, FixedAddress, 4096, (ulong)(Rights.Read | Rights.Execute)));

        // As the source of a page, and as a program.
        Checks.Ok(Kernel.Call(SystemCall.MemoryCreate, out ulong copy, 8192));
        Checks.Ok(Kernel.Call(SystemCall.MemorySupply, copy, 0, tree, 0));
        Checks.Ok(Kernel.Call(SystemCall.ProcessCreate, out ulong process, 0, 0, 64, 8 | (8ul << 32), 0));
        Checks.Error(ErrorCode.Corrupt, Kernel.Call(SystemCall.ProcessLoad, process, tree, 0, last));
        DeviceMemory(copy, process);
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, process));
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, copy));
    }

    private static void DeviceMemory(ulong copy, ulong process)
    {
        Checks.Ok(Kernel.Call(SystemCall.DeviceMemoryCreate, out ulong device, World.Start.Machine, UnusedRegisters, 8192));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemoryRead, device, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemoryWrite, device, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemorySupply, copy, 4096, device, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.ProcessLoad, process, device, 0, 4096));

        // Registers are never code: neither mapped so, nor made so afterwards.
        const ulong code = (ulong)(Rights.Read | Rights.Execute);
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemoryMap, 0, device, 0, FixedAddress, 8192, code));
        Checks.Ok(Kernel.Call(SystemCall.MemoryMap, 0, device, 0, FixedAddress, 8192, (ulong)Rights.Read));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.MemoryProtect, 0, FixedAddress, 4096, code));
        Checks.Ok(Kernel.Call(SystemCall.MemoryUnmap, 0, FixedAddress, 8192));
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, device));
    }

    // FDT_MAGIC, big endian, at the beginning of a multiple of 8 in the first page. [DTSpec 5.2]
    private static bool HasTreeMagic(ulong tree)
    {
        for (ulong at = 0; at < 4096; at += 8)
        {
            CallRegisters registers = new() { X0 = tree, X1 = at };
            Checks.Ok(Kernel.Call(SystemCall.MemoryRead, ref registers));
            if ((uint)registers.X1 == 0xEDFE_0DD0)
            {
                return true;
            }
        }

        return false;
    }

    // Through calls that stay and through one during which others run.
    [Test]
    private static void RegistersKept()
    {
        Checks.Equal(0, NativeCode.CheckRegisters(0x1111_2222, (ulong)SystemCall.Null, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x3333_4444, (ulong)SystemCall.Yield, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x5555_6666, (ulong)SystemCall.Sleep, World.In(20)));
        World.WaitForJobs(2);
        Checks.Equal(2, Jobs.Count);
    }

    // A page of registers has one object at a time: two drivers in one page would reach each
    // other's device. Nothing is touched, so any address that is no RAM will do.
    [Test]
    private static void DevicePages()
    {
        Checks.Ok(Device(out ulong first, UnusedRegisters, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters + Page, Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters - Page, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters - Page, 4 * Page));
        Checks.Ok(Device(out ulong below, UnusedRegisters - Page, Page));
        Checks.Ok(Device(out ulong above, UnusedRegisters + (2 * Page), Page));

        // A handle that goes is not enough while somebody has the page mapped.
        Checks.Ok(Kernel.Call(SystemCall.MemoryMap, 0, first, 0, FixedAddress, 2 * Page, (ulong)(Rights.Read | Rights.Write)));
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, first));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters, Page));
        Checks.Ok(Kernel.Call(SystemCall.MemoryUnmap, 0, FixedAddress, 2 * Page));
        Checks.Ok(Device(out _, UnusedRegisters, Page));
        Checks.Ok(Device(out _, UnusedRegisters + Page, Page));
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, below));
        Checks.Ok(Kernel.Call(SystemCall.HandleClose, above));
    }

    private static ErrorCode Device(out ulong handle, ulong address, ulong bytes) =>
        Kernel.Call(SystemCall.DeviceMemoryCreate, out handle, World.Start.Machine, address, bytes);
}
