// From a manifest to a running process.

using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Makes processes. What it began is undone when a step fails.</summary>
internal static class Launcher
{
    private const ulong StackBytes = 128 * 1024;
    private const ulong StackTop = 0x7FFF_0000_0000;
    private const ulong ReadWrite = (ulong)(Rights.Read | Rights.Write);

    /// <summary>
    /// Starts <paramref name="entry"/>; its end is told at <paramref name="supervisor"/>. It runs on
    /// <paramref name="cpus"/> (0: all). The errors of the calls that make a process.
    /// </summary>
    internal static ErrorCode Start(Entry entry, ulong supervisor, uint argument, uint cpus)
    {
        Manifest manifest = entry.Manifest;
        ErrorCode error = BootArchive.Find(manifest.Program, out ulong offset, out ulong bytes);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Kernel.Call(
            SystemCall.ProcessCreate,
            out ulong process,
            supervisor,
            (ulong)entry.Number,
            manifest.Frames,
            manifest.Objects | ((ulong)manifest.Handles << 32),
            MessageText.NameWord(manifest.Name));
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Fill(process, manifest, offset, bytes, cpus, out ulong thread);
        if (error == ErrorCode.None)
        {
            error = Give(process, thread, entry, argument);
            _ = Kernel.Call(SystemCall.HandleClose, thread);
        }

        if (error != ErrorCode.None)
        {
            _ = Kernel.Call(SystemCall.HandleClose, process);
            return error;
        }

        entry.Process = process;
        entry.Starts++;
        return ErrorCode.None;
    }

    private static ErrorCode Fill(ulong process, Manifest manifest, ulong offset, ulong bytes, uint cpus, out ulong thread)
    {
        thread = 0;
        ErrorCode error = Kernel.Call(SystemCall.ProcessLoad, out ulong entryPoint, process, Own.Archive, offset, bytes);
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = Kernel.Call(SystemCall.MemoryCreate, out ulong stack, StackBytes);
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.MemoryMap, process, stack, 0, StackTop - StackBytes, StackBytes, ReadWrite);
            _ = Kernel.Call(SystemCall.HandleClose, stack);
        }

        return error == ErrorCode.None
            ? Kernel.Call(SystemCall.ThreadCreate, out thread, process, entryPoint, StackTop, 0, manifest.Priority, cpus)
            : error;
    }

    // The registers of the first thread are its StartBlock.
    private static ErrorCode Give(ulong process, ulong thread, Entry entry, uint argument)
    {
        const Rights own = Rights.Send | Rights.Receive | Rights.Duplicate;
        const Rights client = Rights.Send | Rights.Duplicate;
        ErrorCode error = ErrorCode.None;
        ulong archive = entry.Manifest.IsAllowed("archive") ? Grant(process, Own.Archive, Rights.Read, ref error) : 0;
        Rights machineRights = MachineRights(entry.Manifest);
        ulong machine = machineRights != Rights.None ? Grant(process, Own.Machine, machineRights, ref error) : 0;
        ulong init = Grant(process, entry.InitPort, client, ref error);
        ulong port = Grant(process, entry.Port, own, ref error);
        Write(thread, 0, (uint)entry.Number | ((ulong)(entry.Starts & 0xFFFF) << 16) | ((ulong)argument << 32), ref error);
        Write(thread, 1, Runtime.Startup.Block.AbiVersion, ref error);
        Write(thread, 3, archive, ref error);
        Write(thread, 4, Own.ArchiveBytes, ref error);
        Write(thread, 5, machine, ref error);
        Write(thread, 6, init, ref error);
        Write(thread, 7, port, ref error);
        return error == ErrorCode.None ? Kernel.Call(SystemCall.ThreadStart, thread) : error;
    }

    private static Rights MachineRights(Manifest manifest) =>
        (Manifest.Has(manifest.Machine, "log") ? Rights.Read : Rights.None)
        | (Manifest.Has(manifest.Machine, "console") ? Rights.Write : Rights.None)
        | (Manifest.Has(manifest.Machine, "devices") ? Rights.Manage : Rights.None);

    private static ulong Grant(ulong process, ulong handle, Rights rights, ref ErrorCode error)
    {
        ulong granted = 0;
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.ProcessGrant, out granted, process, handle, (ulong)rights);
        }

        return granted;
    }

    private static void Write(ulong thread, ulong register, ulong value, ref ErrorCode error)
    {
        if (error == ErrorCode.None)
        {
            error = Kernel.Call(SystemCall.ThreadWriteRegister, thread, register, value);
        }
    }
}
