namespace RustKernel.Services.FileSystems.Data;

/// <summary>A snapshot in the superblock: the tree and the space map of an earlier commit, under a name.</summary>
internal sealed record SnapshotRecord(string Name, ulong Generation, long Time, BlockPointer Tree, BlockPointer Space);
