// A store in a file, which other tools read and write as well.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Fat32;

internal sealed class FileStore : BlockStore, IDisposable
{
    private readonly SafeFileHandle _file;

    public FileStore(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        SectorCount = (ulong)RandomAccess.GetLength(_file) / SectorSize;
    }

    public override ulong SectorCount { get; }

    public override bool IsReadOnly => false;

    public void Dispose() => _file.Dispose();

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
        => RandomAccess.Read(_file, data, (long)firstSector * SectorSize) == data.Length ? ErrorCode.None : ErrorCode.DeviceError;

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
    {
        RandomAccess.Write(_file, data, (long)firstSector * SectorSize);
        return ErrorCode.None;
    }

    protected override ErrorCode FlushWrites() => ErrorCode.None;
}
