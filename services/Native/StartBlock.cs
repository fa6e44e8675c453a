// What a program gets at its start.

using System.Runtime.InteropServices;

namespace RustKernel.User;

/// <summary>Registers x0 to x7 of the first thread, as its starter set them. A handle of 0 was not given.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public struct StartBlock
{
    /// <summary>The first word from the starter: what to do.</summary>
    public ulong Argument;

    /// <summary>Version of the system-call interface.</summary>
    public ulong AbiVersion;

    /// <summary>Handle of this process.</summary>
    public Handle<Process> Process;

    /// <summary>Handle of the boot archive's memory object.</summary>
    public Handle<Memory> Archive;

    /// <summary>Bytes of the boot archive.</summary>
    public ulong ArchiveBytes;

    /// <summary>Handle of the machine.</summary>
    public Handle<Machine> Machine;

    /// <summary>Handle of the port to the starter.</summary>
    public Handle<Port> Starter;

    /// <summary>A second word from the starter.</summary>
    public ulong Extra;
}
