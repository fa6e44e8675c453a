// Streams, readers and writers, encodings.

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace RustKernel.ParityProgram;

internal static class StreamCases
{
    private static readonly string[] s_texts =
    [
        "", "a", "abc", "aé€😀", "\ud800x", "x\udc00", "\ud83d", "äöüß", "Ā",
        "\0\u007f\u0080\u00ff\u0100", "line\r\nnext\rlast\n", "\ufeffmark",
        "日本語", "\ud83d\ude00\ud83d\ude00",
    ];

    private static readonly byte[][] s_bytes =
    [
        [], [0x61], [0x80], [0xFF], [0xC3, 0xA9], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80],
        [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x61, 0xFF, 0xC3, 0x28, 0xE2,
            0x82],
        [0xEF, 0xBB, 0xBF, 0x61], [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x3D, 0xD8, 0x00, 0xDE], [0x3D, 0xD8], [0x00, 0xDE,
            0x61, 0x00],
        [0x61, 0x00, 0x62], [0x00, 0x00, 0x01, 0x00], [0xFF, 0xFF, 0xFF, 0xFF], [0x41, 0x42, 0x43, 0x44, 0x45],
    ];

    private static readonly Encoding[] s_encodings =
        [Encoding.ASCII, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF8Encoding(false, true)];

    internal static void Run(Table table)
    {
        Encodings(table);
        Memories(table);
        Texts(table);
        Binaries(table);
        Parts(table);
    }

    private static void Encodings(Table table)
    {
        for (int i = 0; i < s_encodings.Length; i++)
        {
            Encoding encoding = s_encodings[i];
            string name = $"{encoding.WebName} #{i}";
            table.Each($"{name} GetBytes", s_texts, s => encoding.GetBytes(s));
            table.Each($"{name} GetByteCount", s_texts, s => encoding.GetByteCount(s));
            table.Each($"{name} GetString", s_bytes, b => encoding.GetString(b));
            table.Each($"{name} GetCharCount", s_bytes, b => encoding.GetCharCount(b));
            table.Each($"{name} decoder in parts", s_bytes, b => InParts(encoding, b));
            table.Each($"{name} encoder in parts", s_texts, s => InParts(encoding, s));
            table.Each($"{name} round through a writer", s_texts, s => Written(encoding, s));
            table.Case($"{name} names", () =>
                $"{encoding.CodePage} {encoding.BodyName} {encoding.IsSingleByte} {Convert.ToHexString(encoding.GetPreamble())}");
            table.Each($"{name} GetMaxByteCount", [0, 1, 10], n => encoding.GetMaxByteCount(n));
            table.Each($"{name} GetMaxCharCount", [0, 1, 10, 11], n => encoding.GetMaxCharCount(n));
        }

        table.Each("one other letter in UTF-8", [0, 1, 3, 4, 5, 8, 11], AllPlaces);

        table.Each("latin1 GetString", s_bytes, static b => Encoding.Latin1.GetString(b));
        table.Case("latin1 GetBytes", static () => Encoding.Latin1.GetBytes("aé\u00ff"));
        table.Each("StreamReader detects", s_bytes, static b => new StreamReader(new MemoryStream(b)).ReadToEnd());
        table.Each("GetEncoding", ["utf-8", "UTF-8", "ascii", "us-ascii", "utf-16", "latin1", "iso-8859-1", "utf-32", "nonsense", ""],
            static n => Encoding.GetEncoding(n).WebName);
        table.Each("GetEncoding by number", [65001, 20127, 1200, 1201, 28591, 12000, 7], static n => Encoding.GetEncoding(n).WebName);
        table.Case("GetString of a part", static () => Encoding.UTF8.GetString([0x61, 0x62, 0x63], 1, 2));
        table.Case("GetString of a part, too long", static () => Encoding.UTF8.GetString([0x61], 1, 2));
        table.Case("GetBytes(null)", static () => Encoding.ASCII.GetBytes((string)null!));
        table.Case("GetBytes, no room", static () => Encoding.UTF8.GetBytes("abc", 0, 3, new byte[2], 0));
        table.Case("Convert", static () => Encoding.Convert(Encoding.UTF8, Encoding.Unicode, [0x61, 0xC3, 0xA9]));
    }

    // A non-ASCII letter at each place of a text of that length, encoded and decoded, and the bytes left after it.
    private static string AllPlaces(int length)
    {
        StringBuilder all = new();
        foreach (char other in "\u007f\u0080\u00e9\u0100\u8041\uff41")
        {
            for (int place = 0; place <= length; place++)
            {
                string text = "abcdefghijk".Substring(0, length).Insert(place, other.ToString());
                byte[] bytes = new byte[(3 * text.Length) + 9];
                int count = Encoding.UTF8.GetBytes(text, bytes);
                char[] chars = new char[count + 9];
                int back = Encoding.UTF8.GetChars(bytes.AsSpan(0, count), chars);
                bool isClean = bytes.AsSpan(count).IndexOf((byte)'a') < 0 && new string(chars).TrimEnd('\0') == text;
                all.Append(Convert.ToHexString(bytes.AsSpan(0, count))).Append($" {back} {isClean};");
            }
        }

        return all.ToString();
    }

    private static void Memories(Table table)
    {
        table.Case("MemoryStream writes", static () =>
        {
            MemoryStream stream = new();
            stream.Write([1, 2, 3, 4], 1, 2);
            stream.WriteByte(9);
            return $"{stream.Length} {stream.Position} {stream.Capacity} {Convert.ToHexString(stream.ToArray())}";
        });
        table.Case("MemoryStream reads", static () =>
        {
            MemoryStream stream = new([1, 2, 3]);
            byte[] buffer = new byte[5];
            return $"{stream.Read(buffer, 1, 2)} {stream.ReadByte()} {stream.ReadByte()} {stream.Read(buffer, 0, 5)} "
                + $"{Convert.ToHexString(buffer)}";
        });
        table.Each("MemoryStream.Seek", [0L, 1, 5, -1, 100, int.MaxValue], static n => new MemoryStream(new byte[5]).Seek(n,
            SeekOrigin.Begin));
        table.Each("MemoryStream.Seek from end", [0L, 1, -5, -6], static n => new MemoryStream(new byte[5]).Seek(n, SeekOrigin.End));
        table.Each("MemoryStream.Seek from position", [0L, 3, -2, -3], static n => new MemoryStream(new byte[5]) { Position = 2 }.Seek(n,
            SeekOrigin.Current));
        table.Each("MemoryStream.SetLength", [0L, 3, 5, 6, -1], static n =>
        {
            MemoryStream stream = new(new byte[5]) { Position = 4 };
            stream.SetLength(n);
            return $"{stream.Length} {stream.Position}";
        });
        table.Each("MemoryStream.SetLength, growing", [0L, 3, 300], static n =>
        {
            MemoryStream stream = new();
            stream.Write([1, 2, 3, 4], 0, 4);
            stream.SetLength(n);
            return $"{stream.Length} {stream.Position} {stream.Capacity}";
        });
        table.Case("MemoryStream beyond its array", static () =>
        {
            new MemoryStream(new byte[1]).Write([1, 2], 0, 2);
            return "no";
        });
        table.Case("MemoryStream leaves a hole", static () =>
        {
            MemoryStream stream = new() { Position = 3 };
            stream.WriteByte(1);
            return stream.ToArray();
        });
        table.Case("MemoryStream not writable", static () =>
        {
            new MemoryStream([1], false).WriteByte(1);
            return "no";
        });
        table.Case("MemoryStream closed", static () =>
        {
            MemoryStream stream = new();
            stream.Dispose();
            return $"{stream.CanRead} {stream.CanWrite} {stream.ToArray().Length} {stream.Length}";
        });
        table.Case("MemoryStream.GetBuffer", static () => new MemoryStream([1, 2]).GetBuffer());
        table.Case("MemoryStream.TryGetBuffer", static () => new MemoryStream([1, 2, 3], 1, 2, true,
            true).TryGetBuffer(out ArraySegment<byte> part) ? $"{part.Offset} {part.Count}" : "no");
        table.Case("MemoryStream of a part", static () => new MemoryStream([1, 2, 3, 4], 1, 2).ToArray());
        table.Case("MemoryStream.WriteTo", static () =>
        {
            MemoryStream other = new();
            new MemoryStream([1, 2, 3]).WriteTo(other);
            return other.ToArray();
        });
        table.Case("Stream.CopyTo", static () =>
        {
            MemoryStream other = new();
            MemoryStream stream = new([1, 2, 3]) { Position = 1 };
            stream.CopyTo(other);
            return other.ToArray();
        });
        table.Case("Stream.CopyToAsync", static () => Copied().Result);
        table.Case("Stream.ReadExactly", static () =>
        {
            byte[] buffer = new byte[3];
            new MemoryStream([1, 2, 3, 4]).ReadExactly(buffer);
            return buffer;
        });
        table.Case("Stream.ReadExactly, too few", static () =>
        {
            new MemoryStream([1]).ReadExactly(new byte[3]);
            return "no";
        });
        table.Case("Stream.Null", static () => $"{Stream.Null.ReadByte()} {Stream.Null.Length} {Stream.Null.CanWrite}");
        table.Case("MemoryStream, bad arguments", static () => new MemoryStream(-1));
        table.Case("MemoryStream, null", static () => new MemoryStream((byte[])null!));
        table.Case("Read, bad offset", static () => new MemoryStream().Read(new byte[2], 1, 2));
        table.Case("Read, null", static () => new MemoryStream().Read(null!, 0, 0));
        table.Case("own stream", static () =>
        {
            Doubling stream = new();
            using (StreamWriter writer = new(stream))
            {
                writer.Write("ab");
            }

            return stream.Log;
        });
    }

    private static void Texts(Table table)
    {
        table.Each("StringReader lines", s_texts, static s => Lines(new StringReader(s)));
        table.Each("StreamReader lines", s_texts, static s => Lines(new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(s)))));
        table.Each("StringReader.ReadToEnd", s_texts, static s => new StringReader(s).ReadToEnd());
        table.Case("StringReader reads", static () =>
        {
            StringReader reader = new("abcdef");
            char[] buffer = new char[3];
            return $"{reader.Peek()} {reader.Read()} {reader.Read(buffer, 1, 2)} {buffer[1]}{buffer[2]} {reader.ReadToEnd()} "
                + $"{reader.Peek()} {reader.Read()} {reader.ReadLine() is null}";
        });
        table.Case("StringReader closed", static () =>
        {
            StringReader reader = new("a");
            reader.Dispose();
            return reader.Read();
        });
        table.Case("StringReader(null)", static () => new StringReader(null!));
        table.Case("StringWriter", static () =>
        {
            StringWriter writer = new() { NewLine = "|" };
            writer.Write('a');
            writer.Write("bc");
            writer.Write(1);
            writer.Write(2.5);
            writer.Write(true);
            writer.Write((object?)null);
            writer.Write(new[] { 'x', 'y', 'z' }, 1, 2);
            writer.Write("{0}-{1:D3}", "f", 7);
            writer.WriteLine();
            writer.WriteLine(9L);
            writer.WriteLine("{0}", 5);
            writer.WriteLine("end");
            return writer.ToString();
        });
        table.Case("StringWriter on a StringBuilder", static () =>
        {
            StringBuilder text = new("a");
            using (StringWriter writer = new(text))
            {
                writer.Write("b");
            }

            return text.ToString();
        });
        table.Case("StringWriter closed", static () =>
        {
            StringWriter writer = new();
            writer.Dispose();
            writer.Write('a');
            return "no";
        });
        table.Case("StreamWriter does not flush", static () =>
        {
            MemoryStream stream = new();
            StreamWriter writer = new(stream);
            writer.Write("abc");
            long before = stream.Length;
            writer.Flush();
            return $"{before} {stream.Length}";
        });
        table.Case("StreamWriter.AutoFlush", static () =>
        {
            MemoryStream stream = new();
            StreamWriter writer = new(stream) { AutoFlush = true };
            writer.Write("abc");
            return stream.Length;
        });
        table.Case("StreamWriter closes", static () =>
        {
            MemoryStream stream = new();
            using (StreamWriter writer = new(stream))
            {
                writer.Write("abc");
            }

            return $"{stream.CanWrite} {stream.ToArray().Length}";
        });
        table.Case("StreamWriter leaves open", static () =>
        {
            MemoryStream stream = new();
            using (StreamWriter writer = new(stream, leaveOpen: true))
            {
                writer.Write(new string('x', 5000));
            }

            return $"{stream.CanWrite} {stream.Length}";
        });
        table.Case("StreamWriter writes a mark", static () =>
        {
            MemoryStream stream = new();
            using (StreamWriter writer = new(stream, Encoding.UTF8))
            {
                writer.Write("a");
            }

            return stream.ToArray();
        });
        table.Case("StreamReader.EndOfStream", static () =>
        {
            StreamReader reader = new(new MemoryStream([0x61]));
            return $"{reader.EndOfStream} {reader.Read()} {reader.EndOfStream} {reader.Read()}";
        });
        table.Case("StreamReader, long", static () =>
        {
            StreamReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(new string('é', 3000) + "\nend")), Encoding.UTF8, true, 128);
            return $"{reader.ReadLine()!.Length} {reader.ReadLine()} {reader.ReadLine() is null}";
        });
        table.Case("StreamReader.ReadLineAsync", static () => new StreamReader(new MemoryStream([0x61, 0x0A,
            0x62])).ReadLineAsync().Result);
        table.Case("StreamReader on a closed stream", static () =>
        {
            MemoryStream stream = new();
            stream.Dispose();
            return new StreamReader(stream);
        });
        table.Case("TextWriter.Null", static () =>
        {
            TextWriter.Null.WriteLine("x");
            return TextWriter.Null.NewLine.Length;
        });
        table.Case("IOException", static () => new IOException("m", new Exception("i")).InnerException!.Message);
        table.Case("EndOfStreamException", static () => new EndOfStreamException() is IOException);
    }

    private static void Binaries(Table table)
    {
        table.Case("BinaryWriter", static () =>
        {
            MemoryStream stream = new();
            using (BinaryWriter writer = new(stream))
            {
                writer.Write(true);
                writer.Write((byte)1);
                writer.Write((sbyte)-1);
                writer.Write((short)-2);
                writer.Write((ushort)2);
                writer.Write(-3);
                writer.Write(3u);
                writer.Write(-4L);
                writer.Write(4ul);
                writer.Write(1.5f);
                writer.Write(-2.5);
                writer.Write('é');
                writer.Write("text €");
                writer.Write(new byte[] { 7, 8 });
                writer.Write7BitEncodedInt(300);
                writer.Write7BitEncodedInt64(-1);
            }

            return stream.ToArray();
        });
        table.Case("BinaryReader", static () =>
        {
            MemoryStream stream = new();
            BinaryWriter writer = new(stream);
            writer.Write(-3);
            writer.Write(-4L);
            writer.Write(1.5f);
            writer.Write(-2.5);
            writer.Write("text €");
            writer.Write('é');
            writer.Write((short)-7);
            writer.Write7BitEncodedInt(-300);
            stream.Position = 0;
            BinaryReader reader = new(stream);
            return $"{reader.ReadInt32()} {reader.ReadInt64()} {reader.ReadSingle()} {reader.ReadDouble()} {reader.ReadString()} "
                + $"{reader.PeekChar()} {reader.ReadChar()} {reader.ReadInt16()} {reader.Read7BitEncodedInt()} {reader.PeekChar()}";
        });
        table.Each("BinaryReader.ReadInt32", s_bytes, static b => new BinaryReader(new MemoryStream(b)).ReadInt32());
        table.Each("BinaryReader.ReadString", s_bytes, static b => new BinaryReader(new MemoryStream(b)).ReadString());
        table.Each("BinaryReader.Read7BitEncodedInt", s_bytes, static b => new BinaryReader(new MemoryStream(b)).Read7BitEncodedInt());
        table.Each("BinaryReader.ReadBytes", s_bytes, static b => new BinaryReader(new MemoryStream(b)).ReadBytes(3));
        table.Each("BinaryReader.ReadChars", s_bytes, static b => new string(new BinaryReader(new MemoryStream(b)).ReadChars(2)));
        table.Each("BinaryPrimitives.ReadInt32BigEndian", s_bytes, static b => BinaryPrimitives.ReadInt32BigEndian(b));
        table.Each("BinaryPrimitives.ReadInt16LittleEndian", s_bytes, static b => BinaryPrimitives.ReadInt16LittleEndian(b));
        table.Each("BinaryPrimitives.TryReadUInt32LittleEndian", s_bytes, static b => BinaryPrimitives.TryReadUInt32LittleEndian(b,
            out uint n) + " " + n);
    }

    private static void Parts(Table table)
    {
        table.Case("ArraySegment", static () =>
        {
            ArraySegment<int> part = new([1, 2, 3, 4, 5], 1, 3);
            return $"{part.Count} {part.Offset} {part[0]} {string.Join(",", part)} {string.Join(",", part.Slice(1))} "
                + $"{string.Join(",", part.ToArray())}";
        });
        table.Case("ArraySegment, index", static () => new ArraySegment<int>([1, 2], 1, 1)[1]);
        table.Case("ArraySegment, bad", static () => new ArraySegment<int>([1, 2], 1, 2));
        table.Case("ArraySegment, default", static () => default(ArraySegment<int>).ToArray());
        table.Case("ArraySegment equality", static () => new ArraySegment<int>([1, 2]) == new ArraySegment<int>([1, 2]));
        table.Each("ArrayPool.Rent", [0, 1, 16, 17, 100, 1000, 5000, -1], static n => ArrayPool<byte>.Shared.Rent(n).Length);
        table.Case("ArrayPool gives again", static () =>
        {
            ArrayPool<int> pool = ArrayPool<int>.Create();
            int[] first = pool.Rent(20);
            first[0] = 5;
            pool.Return(first, true);
            return $"{ReferenceEquals(pool.Rent(20), first)} {first[0]}";
        });
        table.Case("ArrayBufferWriter", static () =>
        {
            ArrayBufferWriter<byte> writer = new();
            writer.GetSpan(3)[0] = 7;
            writer.Advance(2);
            return $"{writer.WrittenCount} {writer.Capacity} {Convert.ToHexString(writer.WrittenSpan)}";
        });
        table.Case("ArrayBufferWriter, too far", static () =>
        {
            new ArrayBufferWriter<byte>(4).Advance(5);
            return "no";
        });
        table.Case("Buffer.BlockCopy", static () =>
        {
            int[] numbers = [1, 2, 3];
            byte[] bytes = new byte[8];
            Buffer.BlockCopy(numbers, 4, bytes, 0, 8);
            return bytes;
        });
        table.Case("Buffer.BlockCopy, overlapping", static () =>
        {
            byte[] bytes = [1, 2, 3, 4, 5];
            Buffer.BlockCopy(bytes, 0, bytes, 1, 4);
            return bytes;
        });
        table.Case("Buffer.BlockCopy, strings", static () =>
        {
            Buffer.BlockCopy(new string[1], 0, new byte[8], 0, 8);
            return "no";
        });
        table.Case("Buffer.BlockCopy, too far", static () =>
        {
            Buffer.BlockCopy(new byte[2], 1, new byte[8], 0, 2);
            return "no";
        });
        table.Case("Buffer.ByteLength", static () => Buffer.ByteLength(new long[3]));
        table.Case("Buffer.GetByte", static () => Buffer.GetByte(new short[] { 0x102 }, 1));
        table.Case("Activator.CreateInstance", static () => Activator.CreateInstance<StringBuilder>().Append('x').ToString());
        table.Case("new T()", static () => Made<object>().GetType().Name + Made<int>() + Made<Counted>().Count);
    }

    private static T Made<T>()
        where T : new() => new();

    private static async Task<byte[]> Copied()
    {
        MemoryStream other = new();
        await new MemoryStream([1, 2, 3]).CopyToAsync(other);
        return other.ToArray();
    }

    private static string Lines(TextReader reader)
    {
        StringBuilder text = new();
        while (reader.ReadLine() is { } line)
        {
            text.Append(line).Append('|');
        }

        return text.ToString();
    }

    private static string InParts(Encoding encoding, byte[] bytes)
    {
        Decoder decoder = encoding.GetDecoder();
        char[] chars = new char[8];
        string text = "";
        for (int i = 0; i < bytes.Length; i++)
        {
            text += new string(chars, 0, decoder.GetChars(bytes, i, 1, chars, 0, false)) + "/";
        }

        return text + new string(chars, 0, decoder.GetChars(bytes, 0, 0, chars, 0, true));
    }

    private static string InParts(Encoding encoding, string text)
    {
        Encoder encoder = encoding.GetEncoder();
        byte[] bytes = new byte[16];
        StringBuilder all = new();
        foreach (char c in text)
        {
            all.Append(Convert.ToHexString(bytes, 0, encoder.GetBytes([c], 0, 1, bytes, 0, false))).Append('/');
        }

        return all.Append(Convert.ToHexString(bytes, 0, encoder.GetBytes([], 0, 0, bytes, 0, true))).ToString();
    }

    private static byte[] Written(Encoding encoding, string text)
    {
        MemoryStream stream = new();
        using (StreamWriter writer = new(stream, encoding))
        {
            writer.Write(text);
        }

        return stream.ToArray();
    }

    private sealed class Counted
    {
        internal int Count { get; } = 3;
    }

    // Writes each byte twice.
    private sealed class Doubling : Stream
    {
        internal string Log { get; private set; } = "";

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => Log += "flush ";

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Log += $"{buffer[offset + i]} {buffer[offset + i]} ";
            }
        }

        protected override void Dispose(bool disposing) => Log += "disposed";
    }
}
