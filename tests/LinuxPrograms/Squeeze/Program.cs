// Three compressors, and .NET's own, on the same text: their output, and that it decompresses to the text.

using System.IO.Compression;
using System.Text;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

internal static class SqueezeProgram
{
    internal static void Main()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => $"line {i * i % 97} of {i % 37}\n")));
        foreach (LZ4Level level in (LZ4Level[])[LZ4Level.L00_FAST, LZ4Level.L03_HC, LZ4Level.L09_HC, LZ4Level.L12_MAX])
        {
            Show($"LZ4 {level}", text, bytes => LZ4Pickler.Pickle(bytes, level), bytes => LZ4Pickler.Unpickle(bytes));
        }

        foreach (int level in (int[])[1, 9, 19])
        {
            using var compressor = new Compressor(level);
            using var decompressor = new Decompressor();
            Show($"zstd {level}", text, bytes => compressor.Wrap(bytes).ToArray(), bytes => decompressor.Unwrap(bytes).ToArray());
        }

        Show("Snappy", text, bytes => Snappy.CompressToArray(bytes), bytes => Snappy.DecompressToArray(bytes));
        Show("Deflate", text, bytes => Through(bytes, to => new DeflateStream(to, CompressionLevel.SmallestSize)),
            bytes => Out(new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress)));
        Show("Brotli", text, bytes => Through(bytes, to => new BrotliStream(to, CompressionLevel.Optimal)),
            bytes => Out(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress)));
    }

    private static byte[] Through(byte[] bytes, Func<Stream, Stream> make)
    {
        using var to = new MemoryStream();
        using (Stream stream = make(to))
        {
            stream.Write(bytes);
        }

        return to.ToArray();
    }

    private static byte[] Out(Stream stream)
    {
        using var to = new MemoryStream();
        stream.CopyTo(to);
        return to.ToArray();
    }

    private static void Show(string name, byte[] text, Func<byte[], byte[]> pack, Func<byte[], byte[]> unpack)
    {
        byte[] packed = pack(text);
        uint sum = 0;
        foreach (byte b in packed)
        {
            sum = (sum * 31) + b;
        }

        Console.WriteLine($"{name}: {text.Length} to {packed.Length}, sum {sum:x8}, back {unpack(packed).AsSpan().SequenceEqual(text)}");
    }
}
