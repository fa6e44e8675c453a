using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Makes a running process from a manifest. If a step fails, it undoes the steps before.</summary>
internal static class Launcher
{
    private const ulong PageBytes = 4096;
    private const ulong StackBytes = 128 * 1024;
    private const ulong StackTop = 0x7FFF_0000_0000;
    private const Rights ReadWrite = Rights.Read | Rights.Write;

    /// <summary>
    /// Starts <paramref name="entry"/>; the kernel reports its end to <paramref name="supervisor"/>. It runs on <paramref name="cpus"/> (0:
    /// all). The errors of the calls that make a process; after OutOfMemory, <paramref name="lack"/> names the limit reached, in brackets.
    /// </summary>
    internal static ErrorCode Start(Entry entry, Handle<Port> supervisor, uint argument, uint cpus, out string lack)
    {
        lack = "";
        Manifest manifest = entry.Manifest;
        ErrorCode error = Find(entry, out Handle<Memory> memory, out ulong offset, out ulong bytes);
        if (error == ErrorCode.None && manifest.Personality.Length > 0)
        {
            memory = Own.Archive;
            error = BootArchive.Find(manifest.Personality, out offset, out bytes);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Kernel.ProcessCreate(
            supervisor,
            new Badge((ulong)entry.Number),
            manifest.Frames,
            new ObjectQuotas(manifest.Objects, manifest.Handles),
            MessageText.NameWord(manifest.Name),
            out Handle<Process> process);
        if (error != ErrorCode.None)
        {
            lack = error == ErrorCode.OutOfMemory ? Shortage.OfInit(manifest) : "";
            return error;
        }

        error = Fill(process, manifest, memory, offset, bytes, cpus, out Handle<Thread> thread);
        if (error == ErrorCode.None)
        {
            error = Give(process, thread, entry, argument);
            _ = Kernel.HandleClose(thread);
        }

        if (error != ErrorCode.None)
        {
            lack = error == ErrorCode.OutOfMemory ? Shortage.Of(process, manifest) : "";
            _ = Kernel.HandleClose(process);
            return error;
        }

        entry.Process = process;
        entry.Starts++;
        return ErrorCode.None;
    }

    /// <summary>" in " and the first half of the build id of the program's file; empty if the file has none.</summary>
    internal static string Build(Entry entry)
    {
        // After the headers of its ELF file (services/Runtime/runtime.ld): a note of four and eight bytes, type 3, "GNU".
        const ulong noteAt = 64 + (3 * 56);
        if (Find(entry, out Handle<Memory> memory, out ulong offset, out _) != ErrorCode.None
            || Kernel.MemoryRead(memory, offset + noteAt, out RegisterWords note) != ErrorCode.None
            || note[0] != 0x8_0000_0004
            || note[1] != 0x0055_4E47_0000_0003)
        {
            return "";
        }

        return $" in {MessageText.Hex(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)note[2]), 8)}";
    }

    /// <summary>
    /// A handle to the memory that contains the program's file, and where it lies. The errors of HandleDuplicate; NotFound. AccessDenied:
    /// the program is in the archive, and the manifest does not say <c>may=archive</c>. For a program in a file system: an empty object,
    /// and no bytes.
    /// </summary>
    internal static ErrorCode ShareProgram(Entry entry, out Handle<Memory> memory, out ulong offset, out ulong bytes)
    {
        ErrorCode error = Find(entry, out Handle<Memory> own, out offset, out bytes);
        memory = default;
        if (entry.Manifest.IsOfFile)
        {
            return Kernel.MemoryCreate(PageBytes, out memory);
        }

        // A handle has no range: it gives access to the whole archive, not only to the program's file.
        bool isArchive = own.Value == Own.Archive.Value;
        error = error == ErrorCode.None && isArchive && !entry.Manifest.IsAllowed("archive") ? ErrorCode.AccessDenied : error;
        return error == ErrorCode.None
            ? Kernel.HandleDuplicate(own, Rights.Read | Rights.Execute | Rights.Transfer, out memory)
            : error;
    }

    /// <summary>
    /// An object of <paramref name="bytes"/> bytes with all its pages: filling it cannot run out of memory. The errors of MemoryCreate and
    /// MemoryCommit.
    /// </summary>
    internal static ErrorCode Reserve(ulong bytes, out Handle<Memory> memory)
    {
        const ulong step = 1ul << 20;
        ErrorCode error = Kernel.MemoryCreate(bytes, out memory);
        for (ulong at = 0; at < bytes && error == ErrorCode.None; at += step)
        {
            error = Kernel.MemoryCommit(memory, at, bytes - at < step ? bytes - at : step);
        }

        if (error != ErrorCode.None)
        {
            memory.Close();
            memory = default;
        }

        return error;
    }

    private static ErrorCode Find(Entry entry, out Handle<Memory> memory, out ulong offset, out ulong bytes)
    {
        // For a program of the archive that a service had started, only the manifest was sent.
        if (entry.Loaded is LoadedProgram { Bytes: > 0 } loaded)
        {
            memory = loaded.Memory;
            offset = loaded.Offset;
            bytes = loaded.Bytes;
            return ErrorCode.None;
        }

        // A personality itself reads a program from a file system: Init waits for no file system.
        memory = entry.Manifest.IsOfFile ? default : Own.Archive;
        offset = 0;
        bytes = 0;
        return entry.Manifest.IsOfFile ? ErrorCode.None : BootArchive.Find(entry.Manifest.Program, out offset, out bytes);
    }

    private static ErrorCode Fill(
        Handle<Process> process,
        Manifest manifest,
        Handle<Memory> memory,
        ulong offset,
        ulong bytes,
        uint cpus,
        out Handle<Thread> thread)
    {
        thread = default;
        ErrorCode error = Kernel.ProcessLoad(process, memory, offset, bytes, out ulong entryPoint);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Kernel.MemoryCreate(StackBytes, out Handle<Memory> stack);
        if (error == ErrorCode.None)
        {
            error = Kernel.MemoryMap(process, stack, 0, StackTop - StackBytes, StackBytes, ReadWrite);
            _ = Kernel.HandleClose(stack);
        }

        return error == ErrorCode.None
            ? Kernel.ThreadCreate(process, entryPoint, StackTop, 0, manifest.Priority, cpus, out thread)
            : error;
    }

    // The first thread's registers hold its StartBlock.
    private static ErrorCode Give(Handle<Process> process, Handle<Thread> thread, Entry entry, uint argument)
    {
        // A service hands out copies of its port for the replies that it awaits.
        const Rights own = Rights.Send | Rights.Receive | Rights.Duplicate | Rights.Transfer | Rights.Execute;
        const Rights client = Rights.Send | Rights.Duplicate;
        ErrorCode error = ErrorCode.None;
        ForeignHandle archive = entry.Manifest.IsAllowed("archive") ? Grant(process, Own.Archive, Rights.Read, ref error) : default;
        Rights machineRights = MachineRights(entry.Manifest);
        ForeignHandle machine = machineRights != Rights.None ? Grant(process, Own.Machine, machineRights, ref error) : default;
        ForeignHandle init = Grant(process, entry.InitPort, client, ref error);
        ForeignHandle port = Grant(process, entry.Port, own, ref error);
        Write(thread, 0, (uint)entry.Number | ((ulong)(entry.Starts & 0xFFFF) << 16) | ((ulong)argument << 32), ref error);
        Write(thread, 1, Runtime.Startup.Block.AbiVersion, ref error);
        Write(thread, 3, archive.Value, ref error);
        Write(thread, 4, Own.ArchiveBytes, ref error);
        Write(thread, 5, machine.Value, ref error);
        Write(thread, 6, init.Value, ref error);
        Write(thread, 7, port.Value, ref error);
        return error == ErrorCode.None ? Kernel.ThreadStart(thread) : error;
    }

    private static Rights MachineRights(Manifest manifest) =>
        (Manifest.Has(manifest.Machine, "log") ? Rights.Read : Rights.None)
        | (Manifest.Has(manifest.Machine, "console") ? Rights.Write : Rights.None)
        | (Manifest.Has(manifest.Machine, "devices") ? Rights.Manage : Rights.None);

    private static ForeignHandle Grant(Handle<Process> process, AnyHandle handle, Rights rights, ref ErrorCode error)
    {
        ForeignHandle granted = default;
        if (error == ErrorCode.None)
        {
            error = Kernel.ProcessGrant(process, handle, rights, out granted);
        }

        return granted;
    }

    private static void Write(Handle<Thread> thread, uint register, ulong value, ref ErrorCode error)
    {
        if (error == ErrorCode.None)
        {
            error = Kernel.ThreadWriteRegister(thread, register, value);
        }
    }
}
