// Where the services of /tmp and /archive start: /tmp with the files that its predecessor left.

using System.Runtime;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Memory;
using RustKernel.User;

namespace RustKernel.Services.Temporary;

internal static class Program
{
    // argument= in archive.service.
    private const uint OfArchive = 1;

    // Most files and directories, and bytes of records and data together: memory= in tmp.service leaves as much again for the process.
    private const int MostNodes = 16_384;
    private const ulong ArenaBytes = 18ul << 20;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = Open(out FileSystem? files);
        return files is null ? (ulong)error : new FileSystemService(files).Run();
    }

    private static ErrorCode Open(out FileSystem? files)
    {
        ErrorCode error;
        if (Own.Argument == OfArchive)
        {
            error = ArchiveArena.Open(out ArchiveArena? archive);
            files = archive is null ? null : new ArchiveFileSystem(archive);
        }
        else
        {
            error = KeptArena.Open(ArenaBytes, out KeptArena? arena);
            files = arena is null ? null : new MemoryFileSystem(arena, MostNodes);
        }

        return error;
    }
}
