// The operations of workloads.

using System;

namespace RustKernel.FileSystems.Tests.Crash;

internal enum OperationKind
{
    Create,
    MakeDirectory,
    Write,
    Append,
    Truncate,
    Rename,
    Unlink,
    RemoveDirectory,
    SyncFile,
    Sync,
}

/// <summary>
/// One operation. <paramref name="Offset"/>: of a Write, or the new size of a Truncate; <paramref name="Seed"/>: of the written
/// bytes.
/// </summary>
internal sealed record Operation(OperationKind Kind, string Path, string Target = "", int Offset = 0, int Length = 0, int Seed = 0)
{
    public bool IsSync => Kind is OperationKind.Sync or OperationKind.SyncFile;

    /// <summary>The bytes that a Write or an Append writes.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = new byte[Length];
        new Random(Seed).NextBytes(bytes);
        return bytes;
    }

    public override string ToString() => Kind switch
    {
        OperationKind.Write => $"write {Path} {Offset}+{Length} #{Seed}",
        OperationKind.Append => $"append {Path} {Length} #{Seed}",
        OperationKind.Truncate => $"truncate {Path} {Offset}",
        OperationKind.Rename => $"rename {Path} {Target}",
        OperationKind.Sync => "sync",
        _ => $"{Kind} {Path}".ToLowerInvariant().Replace(Path.ToLowerInvariant(), Path, StringComparison.Ordinal),
    };

    /// <summary>Does it on a volume.</summary>
    public void Do(IVolume volume)
    {
        switch (Kind)
        {
            case OperationKind.Create: volume.Create(Path); break;
            case OperationKind.MakeDirectory: volume.MakeDirectory(Path); break;
            case OperationKind.Write: volume.Write(Path, Offset, Bytes()); break;
            case OperationKind.Append: volume.Append(Path, Bytes()); break;
            case OperationKind.Truncate: volume.Truncate(Path, Offset); break;
            case OperationKind.Rename: volume.Rename(Path, Target); break;
            case OperationKind.Unlink: volume.Unlink(Path); break;
            case OperationKind.RemoveDirectory: volume.RemoveDirectory(Path); break;
            case OperationKind.SyncFile: volume.SyncFile(Path); break;
            default: volume.Sync(); break;
        }
    }
}
