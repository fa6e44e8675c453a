using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

/// <summary>
/// The registers at the start of a program: x0 to x7 of a process's first thread, which services/Native/StartBlock.cs
/// reads. A handle of 0 is absent. ABI.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
public struct StartRegisters
{
    /// <summary>x0: what to do.</summary>
    public ulong Argument;

    /// <summary>x1: version of the system-call interface.</summary>
    public ulong AbiVersion;

    /// <summary>x2: handle of the process itself.</summary>
    public ulong Process;

    /// <summary>x3: handle of the boot archive.</summary>
    public ulong Archive;

    /// <summary>x4: bytes of the boot archive.</summary>
    public ulong ArchiveBytes;

    /// <summary>x5: handle of the machine.</summary>
    public ulong Machine;

    /// <summary>x6: handle of the port to the starter. The kernel starts programs without one, and passes the device tree here.</summary>
    public ulong Starter;

    /// <summary>x7: a second word. For Init it is the handle of the memory that its successors find again.</summary>
    public ulong Extra;
}
