// Code that a CPU stored before it is executed, by every possible way: the kernel, or the process itself, must have published it. An
// emulator never needs that; these tests provide runs that the architecture checks judge, and on silicon they judge themselves.

using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

internal static partial class ProcessTests
{
    private const ulong Writable = 0x3000_0000;
    private const ulong Executable = 0x3100_0000;
    private const Rights ReadExecute = Rights.Read | Rights.Execute;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private const ulong PageBytes = 4096;

    // More than the kernel maps at once: these pages come when touched.
    private const ulong LargeBytes = 64 * PageBytes;
    private const int Spaces = 12;
    private const ulong FramesOfSpace = 128;

    [Test]
    private static void WrittenCode()
    {
        TwoViews(PageBytes, 0);
        TwoViews(LargeBytes, 20 * PageBytes);
        RightsChange();
        WrittenByCalls();
        Supplied();
    }

    // One object mapped twice: at once or when touched. The process itself publishes what it writes afterwards.
    private static void TwoViews(ulong bytes, ulong at)
    {
        Checks.Ok(Kernel.MemoryCreate(bytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Writable, bytes, ReadWrite));
        NativeCode.Put(Writable + at, Returning(11));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Executable, bytes, (Rights)ReadExecute));
        Checks.Equal(11, NativeCode.CallCode(Executable + at));
        NativeCode.Put(Writable + at, Returning(12));
        NativeCode.PublishLine(Writable + at, Executable + at);
        Checks.Equal(12, NativeCode.CallCode(Executable + at));

        // The same on another CPU, which has executed none of it before.
        NativeCode.Put(Writable + at, Returning(13));
        NativeCode.PublishLine(Writable + at, Executable + at);
        Jobs.Order = Executable + at;
        ulong count = Jobs.Count;
        _ = World.StartThread(Jobs.CallCode, cpus: Kernel.SystemInfo(SystemItem.CpuCount) > 1 ? 2u : 1);
        World.WaitForJobs(count + 1);
        Checks.Equal(13, Jobs.Answer);
        Discard(memory, bytes, hasWritable: true);
    }

    // One mapping whose rights change back and forth.
    private static void RightsChange()
    {
        Checks.Ok(Kernel.MemoryCreate(PageBytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Executable, PageBytes, ReadWrite));
        for (uint i = 0; i < 4; i++)
        {
            NativeCode.Put(Executable, Returning(20 + i));
            Checks.Ok(Kernel.MemoryProtect(default, Executable, PageBytes, (Rights)ReadExecute));
            Checks.Equal(20 + i, NativeCode.CallCode(Executable));
            Checks.Ok(Kernel.MemoryProtect(default, Executable, PageBytes, ReadWrite));
        }

        Discard(memory, PageBytes, hasWritable: false);
    }

    // The kernel stores it, at the process's request.
    private static void WrittenByCalls()
    {
        Checks.Ok(Kernel.MemoryCreate(PageBytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryWrite(memory, 0, new RegisterWords(Returning(31))));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Executable, PageBytes, (Rights)ReadExecute));
        Checks.Equal(31, NativeCode.CallCode(Executable));
        Discard(memory, PageBytes, hasWritable: false);
    }

    // A pager's page: copied by the kernel.
    private static void Supplied()
    {
        Handle<Port> requests = World.Port();
        Checks.Ok(Kernel.MemoryCreate(PageBytes, out Handle<Memory> memory));
        Checks.Ok(Kernel.MemoryCreate(PageBytes, out Handle<Memory> source));
        Checks.Ok(Kernel.MemoryWrite(source, 0, new RegisterWords(Returning(41))));
        Checks.Ok(Kernel.MemorySetPager(memory, requests, default));
        Checks.Ok(Kernel.MemoryMap(default, memory, 0, Executable, PageBytes, (Rights)ReadExecute));
        Checks.Ok(Kernel.MemorySupply(memory, 0, source, 0));
        Checks.Equal(41, NativeCode.CallCode(Executable));
        Discard(memory, PageBytes, hasWritable: false);
    }

    // This program, copied word by word into memory of this process; a child is loaded from it.
    [Test]
    private static void WrittenProgram()
    {
        World.FindProgram(out ulong offset, out ulong size);
        ulong bytes = (size + PageBytes - 1) & ~(PageBytes - 1);
        Checks.Ok(Kernel.MemoryMap(default, World.Start.Archive, offset, Executable, bytes, Rights.Read));
        Checks.Ok(Kernel.MemoryCreate(bytes, out Handle<Memory> copy));
        Checks.Ok(Kernel.MemoryMap(default, copy, 0, Writable, bytes, ReadWrite));
        for (ulong at = 0; at < bytes; at += sizeof(ulong))
        {
            NativeCode.Put(Writable + at, NativeCode.Load(Executable + at));
        }

        World.Program = copy;
        Handle<Port> port = World.Port();
        _ = World.Child(Roles.Exit77, port);
        Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(port, out ulong code));
        Checks.Equal(77, code);
        World.Program = default;
    }

    // Each child has its own value at the same address. With asids=N on the kernel's command line they take ASIDs from each other all the
    // time; the kernel's side of this test checks that they did.
    [Test]
    private static void AddressSpaces()
    {
        Handle<Port> exits = World.Port(Spaces);
        Handle<Port> stop = World.Port(Spaces);
        for (ulong i = 1; i <= Spaces; i++)
        {
            _ = World.Child(Roles.Isolated, exits, stop, extra: i * 0x1111, frames: FramesOfSpace);
        }

        Checks.Ok(Kernel.Sleep(World.In(100)));
        for (int i = 0; i < Spaces; i++)
        {
            Checks.Ok(World.Send(stop, 0, World.In(5000)));
        }

        for (int i = 0; i < Spaces; i++)
        {
            Checks.Equal((ulong)ExitCause.Exited, (ulong)World.WaitExit(exits, out ulong code));
            Checks.Equal(0, code);
        }
    }

    private static void Discard(Handle<Memory> memory, ulong bytes, bool hasWritable)
    {
        Checks.Ok(Kernel.MemoryUnmap(default, Executable, bytes));
        if (hasWritable)
        {
            Checks.Ok(Kernel.MemoryUnmap(default, Writable, bytes));
        }

        Checks.Ok(Kernel.HandleClose(memory));
    }

    // movz w0, #value; ret
    private static ulong Returning(uint value) => 0xD65F_03C0_5280_0000 | (value << 5);
}
