// Starts user space: pools and address spaces, the boot archive as a memory object, programs out of it.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Boot;

/// <summary>Starts user space from the kernel. On the boot CPU.</summary>
internal static class UserStart
{
    /// <summary>Where a program's first stack ends.</summary>
    internal const ulong StackTop = 0x7FFF_0000_0000;

    private const ulong StackBytes = 256 * 1024;
    private const uint FirstPriority = 24;
    private const ulong KeptBytes = 64 * 1024;
    private const uint ProgramObjects = 2048;
    private const uint ProgramHandles = 1024;
    private const uint InitObjects = 5120;
    private const uint InitHandles = 2048;
    private const int Asid8Bits = 8;
    private const int Asid16Bits = 16;

    private static Slot<MemoryObject> s_archive;
    private static PhysicalAddress s_archiveStart;
    private static ulong s_archiveBytes;
    private static Slot<MemoryObject> s_tree;
    private static ulong s_treeOffset;
    // Init's start registers: its successors in the same process get the same.
    private static StartRegisters s_initStart;

    /// <summary>
    /// The first program's argument: how often it was started before (bits 15:0), where in its memory object
    /// the device tree begins (31:16), which test it runs, counted from 1 (63:32).
    /// </summary>
    internal static ulong InitArgument(uint starts, uint test) => starts | (s_treeOffset << 16) | ((ulong)test << 32);

    private static ReadOnlySpan<byte> Archive =>
        s_archiveBytes == 0 ? default : DirectMap.KeptBytes(s_archiveStart, (int)s_archiveBytes);

    private static ReadOnlySpan<byte> InitName => "init"u8;

    /// <summary>PMEVCNTR0 just before the first thread ran; 0 before.</summary>
    internal static ulong InstructionsToUser { get; private set; }

    /// <summary>
    /// Prepares everything and writes one line. Afterwards programs can start if <see cref="UserLoop.IsStarted"/>.
    /// </summary>
    internal static void Start(in BootInformation boot)
    {
        ulong features = SystemRegisters.ReadID_AA64MMFR0_EL1();
        ErrorCode error = UserLoop.Start(
            MemoryStart.PhysicalAddressBits,
            (features & 0xF0) == 0x20 ? Asid16Bits : Asid8Bits,
            MachineState.WantsMeasurements,
            MachineState.MostAsids);
        if (error == ErrorCode.None)
        {
            error = KeepArchive(in boot);
        }

        if (error == ErrorCode.None && boot.DeviceTree != 0)
        {
            s_treeOffset = boot.DeviceTree & FrameSize.Mask;
            error = Keep(
                new PhysicalAddress(boot.DeviceTree - s_treeOffset),
                (s_treeOffset + boot.DeviceTreeSize + FrameSize.Mask) & ~FrameSize.Mask,
                ref s_tree);
        }

        if (error != ErrorCode.None)
        {
            KernelConsole.WriteTrouble("User: no user space, error "u8);
            KernelConsole.WriteDecimal((uint)error);
            KernelConsole.Write("\n"u8);
        }
    }

    /// <summary>
    /// Starts program <paramref name="name"/> of the archive as a process with all authority. It
    /// gets <paramref name="argument"/> and <paramref name="extra"/>. Returns its slot, with a
    /// reference that the caller releases. It runs on the CPUs of <paramref name="cpus"/>; 0: on
    /// all. NotFound: no such program; otherwise the loader's errors.
    /// </summary>
    internal static Result<Slot<Process>> Run(ReadOnlySpan<byte> name, ulong argument, ulong extra, ulong frames, uint cpus = 0)
    {
        ErrorCode error = new CpioArchive(Archive).Find(name, out int offset, out int sizeBytes);
        if (error != ErrorCode.None || !UserLoop.IsStarted)
        {
            return error == ErrorCode.None ? ErrorCode.InvalidState : error;
        }

        ulong daif = KernelLock.Acquire();
        Result<Slot<Process>> slot = ProcessLife.Create(default, frames, ProgramObjects, ProgramHandles, NameWord(name));
        if (slot.IsOk)
        {
            ref Process process = ref KernelObjects.Process(slot.Value);
            Result<Slot<Thread>> thread = Fill(ref process, (ulong)offset, (ulong)sizeBytes, argument, extra, cpus);
            if (thread.IsOk && !s_tree.IsNone)
            {
                GiveTree(ref process, ref KernelObjects.Thread(thread.Value).Context);
            }

            error = thread.IsOk ? Let(thread.Value) : thread.Error;
            if (error != ErrorCode.None)
            {
                ProcessLife.End(ref KernelObjects.Process(slot.Value), ExitCause.Killed, 0);
                ObjectReferences.Release(slot.Value);
                slot = error;
            }
        }

        KernelLock.Release(daif);
        return slot;
    }

    /// <summary>
    /// Starts Init as a process with all authority. It also gets the device tree and memory that its
    /// successors find again. Returns its slot, with a reference that the caller releases. Errors as
    /// <see cref="Run"/>.
    /// </summary>
    internal static Result<Slot<Process>> RunInit(uint test, ulong frames)
    {
        ErrorCode error = new CpioArchive(Archive).Find(InitName, out _, out _);
        if (error != ErrorCode.None || !UserLoop.IsStarted || s_tree.IsNone)
        {
            return error == ErrorCode.None ? ErrorCode.InvalidState : error;
        }

        ulong daif = KernelLock.Acquire();
        Result<Slot<Process>> slot = ProcessLife.Create(default, frames, InitObjects, InitHandles, NameWord(InitName));
        if (slot.IsOk)
        {
            ref Process process = ref KernelObjects.Process(slot.Value);
            process.IsRevived = true;
            Result<Slot<MemoryObject>> kept = MemoryObjects.CreateAnonymous(slot.Value, KeptBytes);
            Result<AnyHandle> handle = kept.IsOk
                ? ProcessHandles.AddNew(ref process, kept.Value, Rights.All)
                : kept.Error;
            error = handle.IsOk ? FillInit(ref process, InitArgument(0, test), handle.Value.Value) : handle.Error;
            if (kept.IsOk)
            {
                ObjectReferences.Release(kept.Value);
            }

            if (error != ErrorCode.None)
            {
                ProcessLife.End(ref process, ExitCause.Killed, 0);
                ObjectReferences.Release(slot.Value);
                slot = error;
            }
        }

        KernelLock.Release(daif);
        return slot;
    }

    /// <summary>
    /// Starts Init again in the process where it failed, for the <paramref name="starts"/>th time:
    /// with its old handles and new memory. Errors as <see cref="Run"/>.
    /// </summary>
    internal static ErrorCode RunInitAgain(ref Process process, uint starts)
    {
        // What it held is freed in steps, and so is what that leaves.
        ulong daif = KernelLock.Acquire();
        uint cursor = 0;
        while (!ProcessLife.CloseLostStep(ref process, ref cursor, s_initStart.Archive, s_initStart.Starter, s_initStart.Extra))
        {
            KernelLock.Release(daif);
            daif = KernelLock.Acquire();
        }

        ErrorCode error = ProcessLife.Revive(ref process);
        if (error == ErrorCode.None)
        {
            error = new CpioArchive(Archive).Find(InitName, out int offset, out int sizeBytes);
            Result<Slot<Thread>> thread = error == ErrorCode.None
                ? Load(ref process, (ulong)offset, (ulong)sizeBytes, s_initStart.Argument + starts, CpusOf(s_initStart.Argument))
                : error;
            error = thread.Error;
            if (thread.IsOk)
            {
                ref StartRegisters start = ref KernelObjects.Thread(thread.Value).Context.Start;
                start = s_initStart with { Argument = start.Argument };
                error = Let(thread.Value);
            }
        }

        KernelLock.Release(daif);
        return error;
    }

    private static ErrorCode FillInit(ref Process process, ulong argument, ulong kept)
    {
        ErrorCode error = new CpioArchive(Archive).Find(InitName, out int offset, out int sizeBytes);
        Result<Slot<Thread>> thread = error == ErrorCode.None
            ? Fill(ref process, (ulong)offset, (ulong)sizeBytes, argument, kept, CpusOf(argument))
            : error;
        if (!thread.IsOk)
        {
            return thread.Error;
        }

        ref UserContext context = ref KernelObjects.Thread(thread.Value).Context;
        GiveTree(ref process, ref context);
        s_initStart = context.Start;
        return Let(thread.Value);
    }

    // The boot loader's archive, else the one in the image. Programs run in place. Code is published when it is entered into a
    // process (AddressSpaces), because most of the archive is no code.
    private static ErrorCode KeepArchive(in BootInformation boot) =>
        UseInitialArchive(in boot) ? ErrorCode.None : KeepOwnArchive(in boot);

    private static ErrorCode KeepOwnArchive(in BootInformation boot)
    {
        s_archiveStart = new PhysicalAddress(boot.ImagePhysicalBase + ImageData.BootArchiveOffset);
        s_archiveBytes = (ulong)ImageData.BootArchive.Length;
        return s_archiveBytes == 0 ? ErrorCode.None : Keep(s_archiveStart, s_archiveBytes, ref s_archive);
    }

    // False: there is none, or it is unusable, which the log says. A refused archive stays reserved and unused.
    private static bool UseInitialArchive(in BootInformation boot)
    {
        MemoryRange place = MemoryStart.InitialArchive;
        if (place.SizeBytes == 0)
        {
            return false;
        }

        MemoryRange image = new(boot.ImagePhysicalBase, boot.ImageEnd - boot.ImageStart);
        MemoryRange tree = new(boot.DeviceTree, boot.DeviceTreeSize);
        ErrorCode error = MemoryStart.IsInitialArchiveTaken
            ? ErrorCode.AlreadyExists
            : InitialArchive.CheckPlace(in MemoryStart.Map, place, image, tree);
        MemoryRange pages = InitialArchive.Pages(place);
        PhysicalAddress start = new(pages.Start);
        Slot<MemoryObject> memory = default;
        error = error == ErrorCode.None ? Keep(start, pages.SizeBytes, ref memory) : error;
        Result<int> files = error;
        if (error == ErrorCode.None)
        {
            files = InitialArchive.CheckContents(DirectMap.KeptBytes(start, (int)place.SizeBytes), InitName);
            error = files.Error;
        }

        ReportInitialArchive(place, files);
        if (error != ErrorCode.None)
        {
            if (!memory.IsNone)
            {
                ulong daif = KernelLock.Acquire();
                ObjectReferences.Release(memory);
                KernelLock.Release(daif);
            }

            return false;
        }

        s_archive = memory;
        s_archiveStart = start;
        s_archiveBytes = pages.SizeBytes;
        return true;
    }

    private static void ReportInitialArchive(MemoryRange place, Result<int> files)
    {
        KernelConsole.Write("User: initrd at "u8);
        KernelConsole.WriteHex(place.Start);
        KernelConsole.Write(", "u8);
        KernelConsole.WriteDecimal(place.SizeBytes);
        if (files.IsOk)
        {
            KernelConsole.Write(" bytes: programs come from its "u8);
            KernelConsole.WriteDecimal((ulong)files.Value);
            KernelConsole.Write(" files\n"u8);
            return;
        }

        KernelConsole.Write(" bytes, is not used: "u8);
        KernelConsole.Write(files.Error switch
        {
            ErrorCode.InvalidArgument => "it does not begin at a page of 4096 bytes, or is larger than 1 GiB\n"u8,
            ErrorCode.NotFound => "there is no RAM, or no file init in it\n"u8,
            ErrorCode.AlreadyExists => "the kernel's image, the device tree or what firmware keeps lies there, too\n"u8,
            ErrorCode.Corrupt => "it is no cpio archive (newc) that is whole; artifacts/boot.cpio is one\n"u8,
            _ => "it has too many files, or there is no memory for its pages\n"u8,
        });
    }

    // Neither the image nor the tree belongs to the allocator.
    private static ErrorCode Keep(PhysicalAddress start, ulong sizeBytes, ref Slot<MemoryObject> slot)
    {
        Result<Slot<MemoryObject>> memory = MemoryObjects.CreateFixed(default, start, sizeBytes, MemoryKind.Normal);
        slot = memory.Value;
        return memory.Error;
    }

    private static void GiveTree(ref Process process, ref UserContext context) =>
        context.Start.Starter = ProcessHandles.AddNew(
            ref process,
            s_tree,
            Rights.Read | Rights.Duplicate | Rights.Transfer).Value.Value;

    // Under the lock. Another CPU may run the thread before the caller reaches
    // UserLoop.RunUntilExit: from now on this CPU counts as one that runs threads.
    private static ErrorCode Let(Slot<Thread> thread)
    {
        UserLoop.BeginServing(ref PerCpu.Current);
        InstructionsToUser = SystemRegisters.ReadPMEVCNTR0_EL0();
        return ThreadLife.Start(ref KernelObjects.Thread(thread));
    }

    // A thread that has not started: the program's first.
    private static Result<Slot<Thread>> Fill(ref Process process, ulong offset, ulong sizeBytes, ulong argument, ulong extra, uint cpus)
    {
        Result<Slot<Thread>> thread = Load(ref process, offset, sizeBytes, argument, cpus);
        if (!thread.IsOk)
        {
            return thread;
        }

        ref UserContext context = ref KernelObjects.Thread(thread.Value).Context;
        context.Start.AbiVersion = Syscalls.SystemCalls.AbiVersion;
        context.Start.Process = ProcessHandles.AddNew(ref process, process.Slot, Rights.All).Value.Value;
        context.Start.Archive = ProcessHandles.AddNew(
            ref process,
            s_archive,
            Rights.Read | Rights.Execute | Rights.Duplicate | Rights.Transfer).Value.Value;
        context.Start.ArchiveBytes = s_archiveBytes;
        context.Start.Machine = ProcessHandles.AddNew(ref process, ObjectKind.Machine, 0, Rights.All, 0).Value.Value;
        context.Start.Extra = extra;
        return thread;
    }

    // In a test everything runs on the boot CPU: on a loaded host an emulator takes a thousand
    // times as long for a message between CPUs.
    private static uint CpusOf(ulong initArgument) => initArgument >> 32 == 0 ? 0 : 1u;

    // The program and a stack; its first thread begins with the argument.
    private static Result<Slot<Thread>> Load(ref Process process, ulong offset, ulong sizeBytes, ulong argument, uint cpus)
    {
        Result<ulong> entry = ElfLoader.Load(ref process, s_archive, offset, sizeBytes);
        Result<Slot<MemoryObject>> stack = entry.IsOk ? MemoryObjects.CreateAnonymous(process.Slot, StackBytes) : entry.Error;
        if (!stack.IsOk)
        {
            return stack.Error;
        }

        ErrorCode error = AddressSpaces.Map(
            ref process,
            stack.Value,
            0,
            StackTop - StackBytes,
            StackBytes,
            Protection.UserReadWrite,
            Rights.Read | Rights.Write);
        ObjectReferences.Release(stack.Value);
        return error == ErrorCode.None ? ThreadLife.Create(ref process, entry.Value, StackTop, argument, FirstPriority, cpus) : error;
    }

    private static ulong NameWord(ReadOnlySpan<byte> name)
    {
        ulong word = 0;
        for (int i = 0; i < name.Length && i < 8; i++)
        {
            word |= (ulong)name[i] << (8 * i);
        }

        return word;
    }
}
