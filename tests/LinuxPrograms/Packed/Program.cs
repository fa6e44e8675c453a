// MessagePack: its writer and reader, and their errors for malformed input.

using System.Buffers;
using MessagePack;

internal static class PackedProgram
{
    internal static void Main()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(5);
        writer.Write("numbers");
        long[] numbers = [0, 127, 128, -1, -33, 65_535, 65_536, int.MinValue, long.MaxValue];
        writer.WriteArrayHeader(numbers.Length);
        foreach (long number in numbers)
        {
            writer.Write(number);
        }

        writer.Write("text");
        writer.Write(new string('ä', 40));
        writer.Write("when");
        writer.Write(new DateTime(2026, 11, 29, 16, 20, 0, DateTimeKind.Utc));
        writer.Write("bytes");
        writer.Write([1, 2, 3]);
        writer.Write(true);
        writer.Write(1.5);
        writer.Flush();
        Console.WriteLine(Convert.ToHexString(buffer.WrittenSpan));

        var reader = new MessagePackReader(buffer.WrittenMemory);
        int entries = reader.ReadMapHeader();
        Console.WriteLine($"{entries} {reader.ReadString()}");
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            Console.Write($"{reader.NextCode}:{reader.ReadInt64()} ");
        }

        Console.WriteLine();
        Console.WriteLine($"{reader.ReadString()} {reader.ReadString()!.Length} {reader.ReadString()} {reader.ReadDateTime():O}");
        reader.Skip();
        Console.WriteLine($"{reader.ReadBytes()!.Value.Length} {reader.ReadBoolean()} {reader.ReadDouble()} {reader.End}");
        foreach (byte[] wrong in (byte[][])[[0xC1], [0xD9, 0x20, 0x61], [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], []])
        {
            Try(wrong);
        }
    }

    private static void Try(byte[] bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            Console.WriteLine(bytes is [0xD9, ..] ? reader.ReadString() : reader.ReadArrayHeader().ToString());
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            Console.WriteLine($"{e.GetType().Name} {e.Message}");
        }
    }
}
