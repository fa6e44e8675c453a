// What the harness needs to know of a file system.

using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A file system under test.</summary>
internal interface ITestedFileSystem
{
    /// <summary>What a cut may leave of operations that were not synced.</summary>
    CrashGuarantee Guarantee { get; }

    /// <summary>An empty file system on a store of its own.</summary>
    MemoryStore Format();

    /// <summary>Mounts, with whatever repair mounting does. Throws when it cannot.</summary>
    IVolume Mount(BlockStore store);

    /// <summary>Another judge, such as fsck, before the mount: null accepts, anything else is what it found.</summary>
    string? Judge(OverlayStore store) => null;
}
