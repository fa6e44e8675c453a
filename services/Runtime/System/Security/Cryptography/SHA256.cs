// SHA-256 [FIPS 180-4].

namespace System.Security.Cryptography;

public abstract class SHA256 : HashAlgorithm
{
    public const int HashSizeInBits = 256;
    public const int HashSizeInBytes = HashSizeInBits / 8;

    protected SHA256() => HashSizeValue = HashSizeInBits;

    public static SHA256 Create() => new Computation();

    public static byte[] HashData(byte[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return HashData(new ReadOnlySpan<byte>(source));
    }

    // Without an object: then a program that hashes available bytes contains no HashAlgorithm.
    public static byte[] HashData(ReadOnlySpan<byte> source) => SHA256Core.Of(source);

    public static int HashData(ReadOnlySpan<byte> source, Span<byte> destination) => TryHashData(source, destination, out int bytesWritten)
        ? bytesWritten
        : throw new ArgumentException("Destination is too short.", nameof(destination));

    public static bool TryHashData(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (destination.Length < HashSizeInBytes)
        {
            return false;
        }

        new ReadOnlySpan<byte>(HashData(source)).CopyTo(destination);
        bytesWritten = HashSizeInBytes;
        return true;
    }

    private sealed class Computation : SHA256
    {
        private readonly SHA256Block _block = new();

        public override void Initialize() => _block.Start();

        protected override void HashCore(byte[] array, int ibStart, int cbSize) =>
            HashCore(new ReadOnlySpan<byte>(array, ibStart, cbSize));

        protected override void HashCore(ReadOnlySpan<byte> source) => _block.Add(source);

        protected override byte[] HashFinal() => _block.Finish();
    }
}
