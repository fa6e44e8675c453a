// The common part of hashes by blocks: the incomplete block, and the length at the end.

using System.Buffers.Binary;

namespace System.Security.Cryptography;

internal abstract class HashBlock(int blockBytes, int lengthBytes)
{
    private readonly byte[] _block = new byte[blockBytes];
    private int _filled;
    private ulong _length;

    internal void Start()
    {
        _filled = 0;
        _length = 0;
        Reset();
    }

    internal void Add(ReadOnlySpan<byte> source)
    {
        _length += (ulong)source.Length;
        while (source.Length > 0)
        {
            int count = Math.Min(source.Length, _block.Length - _filled);
            source.Slice(0, count).CopyTo(new Span<byte>(_block, _filled, count));
            source = source.Slice(count);
            _filled += count;
            if (_filled == _block.Length)
            {
                Compress(_block);
                _filled = 0;
            }
        }
    }

    /// <summary>Returns the hash; the object can start again.</summary>
    internal byte[] Finish()
    {
        ulong bits = _length * 8;
        ReadOnlySpan<byte> end = [0x80];
        Add(end);
        ReadOnlySpan<byte> zero = [0];
        while (_filled != _block.Length - lengthBytes)
        {
            Add(zero);
        }

        byte[] length = new byte[lengthBytes];
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(length, lengthBytes - 8, 8), bits);
        Add(length);
        byte[] hash = Result();
        Start();
        return hash;
    }

    protected abstract void Reset();

    protected abstract void Compress(ReadOnlySpan<byte> block);

    protected abstract byte[] Result();
}
