// Where the personality's data lies in the process. Programs get addresses of the arena only.

using RustKernel.Linux.Files;

namespace RustKernel.Linux.Addresses;

/// <summary>Addresses; all below the personality itself (linux.ld) and above the arena.</summary>
internal static class Layout
{
    /// <summary>Bytes of a page.</summary>
    internal const ulong PageBytes = 4096;

    /// <summary>The table of mappings.</summary>
    internal const ulong Mappings = 0x7D00_0000_0000;

    /// <summary>Bytes for it.</summary>
    internal const ulong MappingsBytes = 256 * 1024;

    /// <summary>Stacks and blocks of threads.</summary>
    internal const ulong Threads = 0x7D10_0000_0000;

    /// <summary>The open files.</summary>
    internal const ulong Files = 0x7D20_0000_0000;

    /// <summary>Bytes for them.</summary>
    internal const ulong FilesBytes = FileNodes.Bytes + (Pipes.Most * (ulong)Pipes.Capacity) + (2 * HelperStackBytes);

    /// <summary>The top of the stack of the thread that fills standard input: at the end of the area of files.</summary>
    internal const ulong InputStackTop = Files + FilesBytes;

    /// <summary>The same for the thread that receives news of sockets.</summary>
    internal const ulong NewsStackTop = InputStackTop - HelperStackBytes;

    private const ulong HelperStackBytes = 16 * 1024;

    /// <summary>The program's file, while it is read.</summary>
    internal const ulong ProgramFile = 0x7D30_0000_0000;

    /// <summary>The buffers shared with file systems.</summary>
    internal const ulong FileBuffers = 0x7D40_0000_0000;

    /// <summary>Memory shared with the service net.</summary>
    internal const ulong Sockets = 0x7D50_0000_0000;

    /// <summary>The size in whole pages.</summary>
    internal static ulong Pages(ulong bytes) => (bytes + PageBytes - 1) & ~(PageBytes - 1);
}
