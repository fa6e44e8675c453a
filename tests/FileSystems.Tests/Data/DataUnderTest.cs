// The data file system as the crash harness sees it.

using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.FileSystems.Tests.Data;

/// <summary>The reader of volumes also checks every state completely.</summary>
internal sealed class DataUnderTest(DataFault fault = DataFault.None, ulong sectors = 4096) : ITestedFileSystem
{
    public CrashGuarantee Guarantee => CrashGuarantee.WholeTree;

    public MemoryStore Format()
    {
        MemoryStore store = new(sectors);
        DataFileSystem.Format(store, "test", 0x1234567890, 1);
        return store;
    }

    public IVolume Mount(BlockStore store) => new DataVolumeUnderTest(DataFileSystem.Mount(DisorderedStore.Of(store, fault)));

    public string? Judge(OverlayStore store)
        => DataFileSystem.Mount(store).Check().Problems is { Count: > 0 } problems ? string.Join('\n', problems.Take(5)) : null;
}
