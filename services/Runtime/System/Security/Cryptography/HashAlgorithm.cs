// A hash of bytes, whole or in parts.

using System.IO;

namespace System.Security.Cryptography;

public abstract class HashAlgorithm : IDisposable
{
    private const int StreamPiece = 4096;

    protected int HashSizeValue;

    protected internal byte[]? HashValue;

    public virtual int HashSize => HashSizeValue;

    public virtual byte[]? Hash => (byte[]?)HashValue?.Clone();

    public virtual int InputBlockSize => 1;

    public virtual int OutputBlockSize => 1;

    public virtual bool CanReuseTransform => true;

    public virtual bool CanTransformMultipleBlocks => true;

    public byte[] ComputeHash(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return ComputeHash(buffer, 0, buffer.Length);
    }

    public byte[] ComputeHash(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (count < 0 || count > buffer.Length)
        {
            throw new ArgumentException("Value was invalid.", nameof(count));
        }

        HashCore(buffer, offset, count);
        return Finish();
    }

    public byte[] ComputeHash(Stream inputStream)
    {
        ArgumentNullException.ThrowIfNull(inputStream);
        byte[] piece = new byte[StreamPiece];
        for (int count = inputStream.Read(piece, 0, piece.Length); count > 0; count = inputStream.Read(piece, 0, piece.Length))
        {
            HashCore(piece, 0, count);
        }

        return Finish();
    }

    public bool TryComputeHash(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (destination.Length < HashSizeValue / 8)
        {
            return false;
        }

        HashCore(source);
        byte[] hash = Finish();
        new ReadOnlySpan<byte>(hash).CopyTo(destination);
        bytesWritten = hash.Length;
        return true;
    }

    public int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[]? outputBuffer, int outputOffset)
    {
        ArgumentNullException.ThrowIfNull(inputBuffer);
        HashCore(inputBuffer, inputOffset, inputCount);
        if (outputBuffer is not null && (outputBuffer != inputBuffer || outputOffset != inputOffset))
        {
            new ReadOnlySpan<byte>(inputBuffer, inputOffset, inputCount).CopyTo(new Span<byte>(outputBuffer, outputOffset, inputCount));
        }

        return inputCount;
    }

    public byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)
    {
        ArgumentNullException.ThrowIfNull(inputBuffer);
        HashCore(inputBuffer, inputOffset, inputCount);
        _ = Finish();
        return new ReadOnlySpan<byte>(inputBuffer, inputOffset, inputCount).ToArray();
    }

    public abstract void Initialize();

    public void Clear() => Dispose();

    public void Dispose() => Dispose(true);

    protected abstract void HashCore(byte[] array, int ibStart, int cbSize);

    protected virtual void HashCore(ReadOnlySpan<byte> source)
    {
        byte[] copy = source.ToArray();
        HashCore(copy, 0, copy.Length);
    }

    protected abstract byte[] HashFinal();

    protected virtual void Dispose(bool disposing)
    {
    }

    private byte[] Finish()
    {
        byte[] hash = HashFinal();
        HashValue = hash;
        Initialize();
        return (byte[])hash.Clone();
    }
}
