// Suite faults: what a program may not do, and who is notified.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("faults", 110)]
internal static partial class FaultTests
{
    private const ulong Nowhere = 0x2000_0000;
    private const ulong KernelImage = 0xFFFF_FFFF_8000_0000;
    private const ulong Contents = 0x5041_4745;
    private const ulong DirectMap = 0xFFFF_0000_4000_0000;
    private static ulong s_upcallClass;
    private static ulong s_upcallAddress;
    private static ulong s_upcalls;

    internal static void NoteUpcall(ulong fault, ulong pc, ulong address)
    {
        s_upcallClass = fault;
        s_upcallAddress = address;
        s_upcalls += pc != 0 ? 1u : 0;
    }

    [Test]
    private static void Unmapped()
    {
        Ends(Roles.ReadAddress, Nowhere, FaultClass.Unmapped);
        Ends(Roles.WriteAddress, 0, FaultClass.Unmapped);
        Ends(Roles.JumpTo, Nowhere, FaultClass.Unmapped);
    }

    [Test]
    private static void ReadOnly() => Ends(Roles.WriteAddress, 0x40_0000, FaultClass.Permission);

    [Test]
    private static void Execute() => Ends(Roles.JumpTo, 0x7FFE_FFFF_F000, FaultClass.Permission);

    [Test]
    private static void Undefined() => Ends(Roles.Undefined, 0, FaultClass.Instruction);

    [Test]
    private static void Breakpoint() => Ends(Roles.Breakpoint, 0, FaultClass.Breakpoint);

    [Test]
    private static void Privileged() => Ends(Roles.Privileged, 0, FaultClass.Instruction);

    [Test]
    private static void KernelAddress()
    {
        Ends(Roles.ReadAddress, KernelImage, FaultClass.Unmapped);
        Ends(Roles.WriteAddress, DirectMap, FaultClass.Unmapped);
        Ends(Roles.JumpTo, KernelImage + 0x1000, FaultClass.Unmapped);
    }

    [Test]
    private static void StackOverflow() => Ends(Roles.Recurse, 0, FaultClass.Unmapped);

    // One call removes the rights of three neighbouring mappings, another restores them with the contents, a third unmaps them.
    [Test]
    private static void SpannedMappings()
    {
        Checks.Ok(Kernel.ProcessSetUpcall(NativeCode.UpcallEntry()));
        for (ulong i = 0; i < 3; i++)
        {
            Checks.Ok(Kernel.HandleClose(World.Memory(Nowhere + (i * 8192), 8192)));
            NativeCode.Store(Nowhere + (i * 8192));
        }

        Checks.Ok(Kernel.MemoryProtect(default, Nowhere + 4096, 4 * 4096, Rights.None));
        NativeCode.Store(Nowhere);
        Checks.Equal(0, s_upcalls);
        _ = NativeCode.Load(Nowhere + 8192);
        Checks.Equal(1, s_upcalls);
        Checks.Equal((ulong)FaultClass.Permission, s_upcallClass);
        Checks.Ok(Kernel.MemoryProtect(default, Nowhere, 6 * 4096, Rights.Read));
        Checks.Equal(0, NativeCode.Load(Nowhere + 8192));
        Checks.Error(ErrorCode.NotFound, Kernel.MemoryProtect(default, Nowhere, 7 * 4096, Rights.Read));
        Checks.Ok(Kernel.MemoryUnmap(default, Nowhere - 4096, 8 * 4096));
        Checks.Error(ErrorCode.NotFound, Kernel.MemoryUnmap(default, Nowhere - 4096, 8 * 4096));
    }

    private static void Ends(uint role, ulong address, FaultClass expected)
    {
        Handle<Port> port = World.Port();
        _ = World.Child(role, port, extra: address);
        Checks.Equal((ulong)ExitCause.Fault, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal((ulong)expected, code);
    }

    [Test]
    private static void Upcall()
    {
        Checks.Ok(Kernel.ProcessSetUpcall(NativeCode.UpcallEntry()));
        _ = NativeCode.Load(Nowhere + 8);
        Checks.Equal(1, s_upcalls);
        Checks.Equal((ulong)FaultClass.Unmapped, s_upcallClass);
        Checks.Equal(Nowhere + 8, s_upcallAddress);
        NativeCode.Undefined();
        Checks.Equal(2, s_upcalls);
        Checks.Equal((ulong)FaultClass.Instruction, s_upcallClass);
    }

    // A handler in another thread repairs the fault: here by mapping the page.
    [Test]
    private static void FaultPort()
    {
        Handle<Port> faults = World.Port();
        Handle<Port> supervisor = World.Port();
        Handle<Process> child = World.Child(Roles.SleepForEver, supervisor);
        Checks.Ok(Kernel.ProcessKill(child, 0));
        World.WaitExit(supervisor, out _);
        Jobs.Port = faults;
        Checks.Ok(Kernel.ProcessSetFaultPort(default, faults, new(0x99)));
        Handle<Thread> thread = World.Thread(Jobs.CountForEver);
        Checks.Ok(Kernel.ThreadWriteRegister(thread, 32, Nowhere));
        Checks.Ok(Kernel.ThreadStart(thread));
        Message message = default;
        Checks.Ok(World.Receive(faults, ref message, World.In(5000)));
        Checks.Equal((ulong)MessageKind.Fault, (ulong)message.Info.Kind);
        Checks.Equal(0x99, message.Badge.Value);
        Checks.Equal((ulong)FaultClass.Unmapped, message.Words[0]);
        Checks.Equal(Nowhere, message.Words[2]);
        Checks.Equal(Nowhere, message.Words[3]);

        // Back to sensible code: the thread continues where its handler says.
        Checks.Ok(Kernel.CreateThread(out Handle<Thread> sample, 0x1000, 0, 1, 0));
        Checks.Ok(Kernel.ThreadReadRegisters(sample, 32, out RegisterWords registers));
        Checks.Ok(Kernel.ThreadWriteRegister(thread, 32, registers[0]));
        Checks.Ok(Kernel.ThreadWriteRegister(thread, 0, Jobs.AddOne));
        message.Info = default;
        Checks.Ok(Kernel.Reply(message.Token, in message));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
        Checks.Ok(Kernel.ThreadKill(sample));
    }

    // A thread ends its own process by its answer to a fault, and leaves its CPU without a thread: the process must still end.
    [Test]
    private static void OwnHandler()
    {
        Handle<Port> supervisor = World.Port();
        uint last = 1u << ((int)Kernel.SystemInfo(SystemItem.CpuCount) - 1);
        _ = World.Child(Roles.OwnHandler, supervisor, cpus: last);
        Checks.Equal((ulong)ExitCause.Fault, (ulong)World.WaitExit(supervisor, out ulong code));
        Checks.Equal((ulong)FaultClass.Instruction, code);
    }

    // Pages made before they are touched: one mapping covers 2 MiB of them, and is split when a part is removed.
    [Test]
    private static void CommittedBlock()
    {
        const ulong block = 2 << 20;
        const ulong bytes = 2 * block;
        const ulong second = Nowhere + block;
        Checks.Ok(Kernel.MemoryCreate(bytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Nowhere, bytes, Rights.Read | Rights.Write));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.MemoryCommit(memory, 4096, block));
        Checks.Ok(Kernel.MemoryCommit(memory, block, block));
        Checks.Ok(Kernel.MemoryInfo(memory, out MemoryInfoResults info));
        Checks.That(info.Frames > block / 4096);
        Checks.Ok(Kernel.MemoryWrite(memory, block + 16, new RegisterWords(Contents)));
        Checks.Equal(0, NativeCode.Load(second + block - 8));
        Checks.Equal(Contents, NativeCode.Load(second + 16));
        Checks.Ok(Kernel.MemoryUnmap(default, second + 4096, 4096));
        Checks.Equal(Contents, NativeCode.Load(second + 16));
        Checks.Equal(0, NativeCode.Load(second + 8192));
        Checks.Ok(Kernel.MemoryUnmap(default, Nowhere, block + 4096));
        Checks.Ok(Kernel.MemoryUnmap(default, second + 8192, block - 8192));
        Checks.Ok(Kernel.HandleClose(memory));
    }

    // Requests for missing pages go to a port, whichever process serves it: if a pager ends with a request, no one loses anything, and the
    // next one gets it.
    [Test]
    private static void Pager()
    {
        const ulong bytes = 8192;
        Handle<Port> requests = World.Port();
        Handle<Port> exits = World.Port();
        Checks.Ok(Kernel.MemoryCreate(bytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryCreate(bytes, out Handle<Memory> source));
        Checks.Ok(Kernel.MemoryWrite(source, 8, new RegisterWords(Contents)));
        Checks.Ok(Kernel.MemorySetPager(memory, requests, new(0x77)));
        Checks.Equal((ulong)ErrorCode.InvalidState, (ulong)Kernel.MemorySetPager(memory, requests, new(0x77)));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Nowhere, bytes, Rights.Read | Rights.Write));
        Jobs.Order = Nowhere + 4096 + 8;
        World.Child(Roles.DyingServer, exits, given: requests);
        World.StartThread(Jobs.Touch);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(exits, out ulong code));
        Checks.Equal(0, code);
        Message message = default;
        Checks.Ok(World.Receive(requests, ref message, World.In(5000)));
        Checks.Equal((ulong)MessageKind.Page, (ulong)message.Info.Kind);
        Checks.Equal(0x77, message.Badge.Value);
        Checks.Equal(4096, message.Words[0]);
        Checks.Equal(0, Jobs.Count);
        Checks.Ok(Kernel.MemorySupply(memory, 4096, source, 0));
        Checks.Equal((ulong)ErrorCode.AlreadyExists, (ulong)Kernel.MemorySupply(memory, 4096, source, 0));
        message.Info = default;
        Checks.Ok(Kernel.Reply(message.Token, in message));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
        Checks.Equal(Contents, Jobs.Answer);
    }
}
