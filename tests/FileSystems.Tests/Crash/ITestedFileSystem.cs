using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>A file system under test, for the harness.</summary>
internal interface ITestedFileSystem
{
    /// <summary>What a cut may leave of operations without a sync.</summary>
    CrashGuarantee Guarantee { get; }

    /// <summary>An empty file system on a store of its own.</summary>
    MemoryStore Format();

    /// <summary>Mounts, with any repair that mounting does. Throws when it cannot.</summary>
    IVolume Mount(BlockStore store);

    /// <summary>Another judge, such as fsck, before the mount: null accepts, anything else is its finding.</summary>
    string? Judge(OverlayStore store) => null;
}
