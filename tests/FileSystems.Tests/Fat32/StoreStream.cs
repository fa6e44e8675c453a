using System;
using System.IO;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>A store for a reader of streams that does not know our log.</summary>
internal sealed class StoreStream(BlockStore store) : Stream
{
    private readonly byte[] _sector = new byte[BlockStore.SectorSize];

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => (long)store.SectorCount * BlockStore.SectorSize;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int within = (int)(Position % BlockStore.SectorSize);
        int whole = within == 0 ? buffer.Length / BlockStore.SectorSize * BlockStore.SectorSize : 0;
        int count;
        if (whole > 0)
        {
            Assert.Equal(ErrorCode.None, store.Read((ulong)(Position / BlockStore.SectorSize), buffer[..whole]));
            count = whole;
        }
        else
        {
            Assert.Equal(ErrorCode.None, store.Read((ulong)(Position / BlockStore.SectorSize), _sector));
            count = Math.Min(buffer.Length, BlockStore.SectorSize - within);
            _sector.AsSpan(within, count).CopyTo(buffer);
        }

        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
