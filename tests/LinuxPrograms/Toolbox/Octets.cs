// Bytes: MemoryPack, SharpZipLib, QRCoder.

using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Tar;
using ICSharpCode.SharpZipLib.Zip;
using MemoryPack;
using QRCoder;

[MemoryPackable]
internal sealed partial record Track(string Title, int Seconds, Dictionary<string, double[]> Levels, Track? Next);

internal static class Octets
{
    internal static void Records()
    {
        Track track = new("Ouvertüre", 301, new() { ["left"] = [0.5, -1], ["right"] = [] }, new("Coda", 12, [], null));
        byte[] bytes = MemoryPackSerializer.Serialize(track);
        Console.WriteLine($"{bytes.Length} {Convert.ToHexString(bytes)}");
        Track again = MemoryPackSerializer.Deserialize<Track>(bytes)!;
        Console.WriteLine($"{again.Title} {again.Seconds} {again.Levels["left"][1]} {again.Next}");
        try
        {
            MemoryPackSerializer.Deserialize<Track>(bytes.AsSpan(0, 20));
        }
        catch (MemoryPackSerializationException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    internal static void Archives()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i * i}\n")));
        using MemoryStream stored = new();
        using (ZipOutputStream zip = new(stored) { IsStreamOwner = false })
        {
            zip.SetLevel(9);
            foreach (string name in (string[])["one.txt", "folder/two.txt"])
            {
                zip.PutNextEntry(new ZipEntry(name) { DateTime = new DateTime(2026, 11, 30, 1, 2, 4) });
                zip.Write(text);
                zip.CloseEntry();
            }
        }

        using ZipFile file = new(stored);
        foreach (ZipEntry entry in file)
        {
            using StreamReader reader = new(file.GetInputStream(entry));
            string read = reader.ReadToEnd();
            Console.WriteLine($"{entry.Name} {entry.Size} {entry.Crc:X} {Encoding.UTF8.GetBytes(read).AsSpan().SequenceEqual(text)}");
        }

        using MemoryStream packed = new();
        BZip2.Compress(new MemoryStream(text), packed, false, 9);
        Console.WriteLine($"{packed.Length} {Adler(packed.ToArray()):X}");
        using MemoryStream unpacked = new();
        BZip2.Decompress(new MemoryStream(packed.ToArray()), unpacked, false);
        Console.WriteLine(unpacked.ToArray().AsSpan().SequenceEqual(text));
        using MemoryStream tape = new();
        using (TarOutputStream tar = new(tape, Encoding.UTF8) { IsStreamOwner = false })
        {
            TarEntry entry = TarEntry.CreateTarEntry("täpe.txt");
            entry.Size = text.Length;
            entry.ModTime = DateTime.UnixEpoch;
            tar.PutNextEntry(entry);
            tar.Write(text);
            tar.CloseEntry();
        }

        Console.WriteLine($"{tape.Length} {Adler(tape.ToArray()):X}");
    }

    private static long Adler(byte[] bytes)
    {
        Adler32 sum = new();
        sum.Update(bytes);
        return sum.Value;
    }

    internal static void Codes()
    {
        using QRCodeData data = new QRCodeGenerator().CreateQrCode("https://example.org/ä?x=1", QRCodeGenerator.ECCLevel.Q);
        Console.WriteLine(new AsciiQRCode(data).GetGraphic(1, "#", ".", endOfLine: "\n"));
        byte[] picture = new PngByteQRCode(data).GetGraphic(2);
        Console.WriteLine($"{picture.Length} {Adler(picture):X}");
    }
}
