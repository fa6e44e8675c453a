// SHA-256 with a key [RFC 2104].

namespace System.Security.Cryptography;

public class HMACSHA256 : HashAlgorithm
{
    public const int HashSizeInBits = 256;
    public const int HashSizeInBytes = HashSizeInBits / 8;
    private const int BlockBytes = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;
    private readonly SHA256Block _inner = new();
    private readonly byte[] _key;

    public HMACSHA256(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = (byte[])key.Clone();
        HashSizeValue = HashSizeInBits;
        Initialize();
    }

    public virtual byte[] Key => (byte[])_key.Clone();

    public static byte[] HashData(byte[] key, byte[] source) => new HMACSHA256(key).ComputeHash(source);

    public static byte[] HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source) => HashData(key.ToArray(), source.ToArray());

    public override void Initialize()
    {
        _inner.Start();
        _inner.Add(Padded(InnerPad));
    }

    protected override void HashCore(byte[] array, int ibStart, int cbSize) => _inner.Add(new ReadOnlySpan<byte>(array, ibStart, cbSize));

    protected override void HashCore(ReadOnlySpan<byte> source) => _inner.Add(source);

    protected override byte[] HashFinal()
    {
        byte[] inner = _inner.Finish();
        _inner.Add(Padded(OuterPad));
        _inner.Add(inner);
        return _inner.Finish();
    }

    private byte[] Padded(byte pad)
    {
        byte[] block = new byte[BlockBytes];
        byte[] key = _key.Length <= BlockBytes ? _key : SHA256.HashData(_key);
        key.CopyTo(block, 0);
        for (int i = 0; i < BlockBytes; i++)
        {
            block[i] ^= pad;
        }

        return block;
    }
}
