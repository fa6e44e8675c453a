// Protocol buffers: the wire format, the well-known types, their text.

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

internal static class ProtocolProgram
{
    internal static void Main()
    {
        var settings = new Struct
        {
            Fields =
            {
                ["name"] = Value.ForString("häuser"),
                ["list"] = Value.ForList(Value.ForNumber(1.5), Value.ForBool(true), Value.ForNull()),
                ["deep"] = Value.ForStruct(new Struct { Fields = { ["x"] = Value.ForNumber(-0.0) } }),
            },
        };
        byte[] bytes = settings.ToByteArray();
        Struct back = Struct.Parser.ParseFrom(bytes);
        Console.WriteLine($"{bytes.Length} {settings.CalculateSize()} {back.Equals(settings)} "
            + $"{back.GetHashCode() == settings.GetHashCode()}");
        Console.WriteLine(JsonFormatter.Default.Format(back));

        Timestamp at = Timestamp.FromDateTime(new DateTime(2026, 11, 29, 16, 20, 0, 123, DateTimeKind.Utc));
        Duration span = Duration.FromTimeSpan(TimeSpan.FromSeconds(-3.5));
        Console.WriteLine($"{Convert.ToHexString(at.ToByteArray())} {at} {span} {at + span} "
            + $"{(at - new Timestamp { Seconds = 1_700_000_000 }).Seconds}");
        var any = Any.Pack(span);
        Console.WriteLine($"{any.TypeUrl} {any.Is(Timestamp.Descriptor)} {any.Unpack<Duration>()} "
            + $"{Convert.ToHexString(any.ToByteArray())}");
        var fields = Timestamp.Descriptor.Fields.InFieldNumberOrder()
            .Select(field => $"{field.FieldNumber}:{field.Name}:{field.FieldType}");
        Console.WriteLine($"{new FieldMask { Paths = { "a.b", "c_d" } }} {string.Join(' ', fields)}");

        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            for (int i = 1; i <= 5; i++)
            {
                output.WriteTag(i, WireFormat.WireType.Varint);
                output.WriteSInt64(-(1L << (12 * i)));
            }

            output.WriteTag(6, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFromUtf8("text"));
            output.WriteTag(7, WireFormat.WireType.Fixed64);
            output.WriteDouble(Math.PI);
        }

        Console.WriteLine(Convert.ToHexString(memory.ToArray()));
        var input = new CodedInputStream(memory.ToArray());
        while (input.ReadTag() is var tag && tag != 0)
        {
            Console.Write(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => $"{input.ReadSInt64()} ",
                WireFormat.WireType.LengthDelimited => $"{input.ReadBytes().ToBase64()} ",
                _ => $"{input.ReadDouble():R} ",
            });
        }

        Console.WriteLine();
        foreach (byte[] wrong in (byte[][])[[0x08], [0x0A, 0x7F, 1], [0x07],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]])
        {
            try
            {
                _ = Timestamp.Parser.ParseFrom(wrong);
            }
            catch (InvalidProtocolBufferException e)
            {
                Console.WriteLine(e.Message);
            }
        }
    }
}
