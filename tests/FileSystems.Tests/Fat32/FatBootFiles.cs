using System;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using RustKernel.Services.FileSystems.Updates;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>A FAT32 volume, for an update.</summary>
internal sealed class FatBootFiles(BlockStore store) : BootFiles
{
    private Fat32Volume _volume = Fat32Volume.Mount(store);

    public override bool Exists(string name)
    {
        try
        {
            _ = _volume.GetInfo(name);
            return true;
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NotFound)
        {
            return false;
        }
    }

    public override int Read(string name, long position, Span<byte> data)
    {
        FatNode node = _volume.Open(name);
        try
        {
            return _volume.Read(node, (uint)position, data);
        }
        finally
        {
            _volume.Close(node);
        }
    }

    public override void Create(string name)
    {
        if (Exists(name))
        {
            With(name, node => _volume.SetSize(node, 0));
        }
        else
        {
            _volume.Close(_volume.Create(name));
        }
    }

    public override void Write(string name, long position, ReadOnlySpan<byte> data)
    {
        byte[] bytes = data.ToArray();
        With(name, node => _volume.Write(node, (uint)position, bytes));
    }

    public override void Remove(string name) => _volume.Unlink(name);

    public override void Settle()
    {
        _volume.Sync();
        _volume = Fat32Volume.Mount(store);
    }

    private void With(string name, Action<FatNode> action)
    {
        FatNode node = _volume.Open(name);
        action(node);
        _volume.Close(node);
    }
}
