// Suite syscall: the calling convention.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("syscall", 80)]
internal static partial class SyscallTests
{
    private const ulong FixedAddress = 0x2000_0000;

    // No board has RAM here: above all banks, below the last address of 36 bits.
    private const ulong UnusedRegisters = 0xF_F000_0000;
    private const ulong Page = 4096;

    [Test]
    private static void Null() => Checks.Ok(Kernel.Null());

    [Test]
    private static void UnknownNumber()
    {
        Checks.Error(ErrorCode.NotSupported, Invoke(CallTable.Count));
        Checks.Error(ErrorCode.NotSupported, Invoke(127));
        Checks.Error(ErrorCode.NotSupported, Invoke(128));
        Checks.Error(ErrorCode.NotSupported, Invoke(0x8000_0000));
    }

    private static ErrorCode Invoke(ulong number)
    {
        RawRegisters registers = default;
        return NativeCode.Invoke(number, ref registers);
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
        Checks.Error(ErrorCode.InvalidArgument, Kernel.DebugWrite(57, default));
        Checks.Ok(Kernel.DebugWrite(0, default));
    }

    [Test]
    private static void SystemInfo()
    {
        Checks.That(Kernel.SystemInfo(SystemItem.CounterHz) > 0);
        Checks.That(Kernel.SystemInfo(SystemItem.EntryTicks) - 1 < Kernel.ReadCounter());
        Checks.That(Kernel.SystemInfo(SystemItem.TotalFrames) > Kernel.SystemInfo(SystemItem.FreeFrames));
        Checks.That(IsInstructionSet(Kernel.SystemInfo(SystemItem.Instructions)));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.SystemInfo((SystemItem)1000, out _));
    }

    // ID_AA64ISAR0_EL1: bits 3:0 are zero, and each field has only values defined by the architecture [DDI0487]. Every core tried so far
    // has CRC32.
    private static bool IsInstructionSet(ulong bits) =>
        (bits & 0xF) == 0 && ((bits >> 4) & 0xF) <= 2 && ((bits >> 8) & 0xF) <= 1 && ((bits >> 12) & 0xF) <= 2 && ((bits >> 16) & 0xF) == 1;

    // Memory outside the allocator: the device tree, which the test was given, and a device's registers. Each call that reads or writes
    // through the kernel gets the contents, or an error.
    [Test]
    private static void FixedMemory()
    {
        Handle<Memory> tree = new(World.Start.Starter.Value);
        Checks.That(HasTreeMagic(tree));
        Checks.Ok(Kernel.MemoryInfo(tree, out MemoryInfoResults info));
        ulong last = info.SizeBytes - 56;
        Checks.Ok(Kernel.MemoryRead(tree, last, out _));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryRead(tree, last + 8, out _));
        Checks.Error(ErrorCode.AccessDenied, Kernel.MemoryWrite(tree, 0, default));
        Checks.Error(
            ErrorCode.AccessDenied,
            Kernel.MemoryMap(default, tree, 0, FixedAddress, 4096, Rights.Read | Rights.Execute));

        // As the source of a page, and as a program.
        Checks.Ok(Kernel.MemoryCreate(8192, out Handle<Memory> copy));
        Checks.Ok(Kernel.MemorySupply(copy, 0, tree, 0));
        Checks.Ok(Kernel.ProcessCreate(default, default, 64, new ObjectQuotas(8, 8), 0, out Handle<Process> process));
        Checks.Error(ErrorCode.Corrupt, Kernel.ProcessLoad(process, tree, 0, last, out _));
        DeviceMemory(copy, process);
        Checks.Ok(Kernel.HandleClose(process));
        Checks.Ok(Kernel.HandleClose(copy));
    }

    private static void DeviceMemory(Handle<Memory> copy, Handle<Process> process)
    {
        Checks.Ok(Kernel.DeviceMemoryCreate(World.Start.Machine, UnusedRegisters, 8192, out Handle<Memory> device));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryRead(device, 0, out _));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryWrite(device, 0, default));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemorySupply(copy, 4096, device, 0));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.ProcessLoad(process, device, 0, 4096, out _));

        // Registers are never code: they cannot be mapped so, nor made so afterwards.
        const Rights code = Rights.Read | Rights.Execute;
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryMap(default, device, 0, FixedAddress, 8192, code));
        Checks.Ok(Kernel.MemoryMap(default, device, 0, FixedAddress, 8192, Rights.Read));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryProtect(default, FixedAddress, 4096, code));
        Checks.Ok(Kernel.MemoryUnmap(default, FixedAddress, 8192));
        Checks.Ok(Kernel.HandleClose(device));
    }

    // FDT_MAGIC, big endian, at the beginning of a multiple of 8 in the first page. [DTSpec 5.2]
    private static bool HasTreeMagic(Handle<Memory> tree)
    {
        for (ulong at = 0; at < 4096; at += 8)
        {
            Checks.Ok(Kernel.MemoryRead(tree, at, out RegisterWords registers));
            if ((uint)registers[0] == 0xEDFE_0DD0)
            {
                return true;
            }
        }

        return false;
    }

    // Through calls that do not block, and through one during which others run.
    [Test]
    private static void RegistersKept()
    {
        Checks.Equal(0, NativeCode.CheckRegisters(0x1111_2222, (ulong)SystemCall.Null, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x3333_4444, (ulong)SystemCall.Yield, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x5555_6666, (ulong)SystemCall.Sleep, World.In(20).Ticks));
        World.WaitForJobs(2);
        Checks.Equal(2, Jobs.Count);
    }

    // Pages are returned and their addresses stay; pages that others may still reach are refused.
    [Test]
    private static void Discard()
    {
        Handle<Memory> memory = World.Memory(FixedAddress, 4 * Page);
        for (ulong at = 0; at < 4 * Page; at += Page)
        {
            NativeCode.Put(FixedAddress + at, at + 1);
        }

        Checks.Ok(Kernel.MemoryInfo(memory, out MemoryInfoResults before));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryDiscard(memory, Page, Page + 8));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryDiscard(memory, Page, 4 * Page));
        Checks.Ok(Kernel.MemoryDiscard(memory, Page, 2 * Page));
        Checks.Ok(Kernel.MemoryInfo(memory, out MemoryInfoResults after));
        Checks.Equal(before.Frames - 2, after.Frames);
        Checks.Equal(1, NativeCode.Load(FixedAddress));
        Checks.Equal(0, NativeCode.Load(FixedAddress + Page));
        Checks.Equal(0, NativeCode.Load(FixedAddress + (2 * Page)));
        Checks.Equal((3 * Page) + 1, NativeCode.Load(FixedAddress + (3 * Page)));
        Checks.Ok(Kernel.ProcessCreate(default, default, 64, new ObjectQuotas(16, 16), 0, out Handle<Process> process));
        Checks.Ok(Kernel.MemoryMap(process, memory, 0, FixedAddress, Page, Rights.Read));
        Checks.Error(ErrorCode.InvalidState, Kernel.MemoryDiscard(memory, 3 * Page, Page));
        Checks.Ok(Kernel.HandleClose(process));
        Checks.Ok(Device(out Handle<Memory> device, UnusedRegisters, Page));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryDiscard(device, 0, Page));
    }

    // From several threads at once, beside one that never enters the kernel by itself.
    [Test]
    private static void Barriers()
    {
        const uint below = World.OwnPriority - 1;
        _ = World.Memory(FixedAddress, Page);
        Jobs.Order = FixedAddress;
        _ = World.StartThread(Jobs.CountForEver, below);
        _ = World.StartThread(Jobs.PassBarriers, below);
        _ = World.StartThread(Jobs.PassBarriers | (1 << 8), below);
        Jobs.PassAll();
        Deadline end = World.In(10_000);
        while ((NativeCode.Load(FixedAddress) & NativeCode.Load(FixedAddress + 8)) == 0 && Kernel.ReadCounter() < end.Ticks)
        {
            _ = Kernel.Sleep(World.In(1));
        }

        Checks.Equal(1, NativeCode.Load(FixedAddress) & NativeCode.Load(FixedAddress + 8));
        Checks.Equal(0, Jobs.Error);
    }

    // A page of registers has one object at a time: two drivers in one page could reach each other's device. Nothing is accessed, so any
    // address without RAM will do.
    [Test]
    private static void DevicePages()
    {
        Checks.Ok(Device(out Handle<Memory> first, UnusedRegisters, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters + Page, Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters - Page, 2 * Page));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters - Page, 4 * Page));
        Checks.Ok(Device(out Handle<Memory> below, UnusedRegisters - Page, Page));
        Checks.Ok(Device(out Handle<Memory> above, UnusedRegisters + (2 * Page), Page));

        // Closing the handle is not enough while someone has the page mapped.
        Checks.Ok(Kernel.MemoryMap(default, first, 0, FixedAddress, 2 * Page, Rights.Read | Rights.Write));
        Checks.Ok(Kernel.HandleClose(first));
        Checks.Error(ErrorCode.AlreadyExists, Device(out _, UnusedRegisters, Page));
        Checks.Ok(Kernel.MemoryUnmap(default, FixedAddress, 2 * Page));
        Checks.Ok(Device(out _, UnusedRegisters, Page));
        Checks.Ok(Device(out _, UnusedRegisters + Page, Page));
        Checks.Ok(Kernel.HandleClose(below));
        Checks.Ok(Kernel.HandleClose(above));
    }

    private static ErrorCode Device(out Handle<Memory> handle, ulong address, ulong bytes) =>
        Kernel.DeviceMemoryCreate(World.Start.Machine, address, bytes, out handle);
}
