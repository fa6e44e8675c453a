// System.Text.Json with code made at compile time, its document and node models, its reader and writer.

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

internal enum Colour
{
    Red,
    DarkGreen,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Box), "box")]
internal abstract record Shape(Colour Colour);

internal sealed record Circle(Colour Colour, double Radius) : Shape(Colour);

internal sealed record Box(Colour Colour, int Width, int? Height) : Shape(Colour);

internal sealed class Drawing
{
    public required string Name { get; init; }

    public DateTimeOffset At { get; init; }

    public Dictionary<string, Shape> Shapes { get; init; } = [];

    [JsonPropertyName("raw")]
    public byte[] Bytes { get; init; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Drawing))]
[JsonSerializable(typeof(List<decimal>))]
internal sealed partial class DrawingContext : JsonSerializerContext;

internal static class JsonProgram
{
    internal static void Main()
    {
        var drawing = new Drawing
        {
            Name = "häuser \"<&>\" 😀",
            At = new DateTimeOffset(2026, 11, 29, 16, 20, 0, TimeSpan.FromHours(1)),
            Shapes = { ["a"] = new Circle(Colour.DarkGreen, 2.5), ["b"] = new Box(Colour.Red, 3, null) },
            Bytes = [1, 2, 255],
        };
        string text = JsonSerializer.Serialize(drawing, DrawingContext.Default.Drawing);
        Console.WriteLine(text);
        Drawing back = JsonSerializer.Deserialize(text.Insert(1, "\"extra\": [1, {}],"), DrawingContext.Default.Drawing)!;
        Console.WriteLine($"{back.Name} {back.At:O} {back.Shapes["a"]} {back.Shapes["b"]} {back.Bytes[2]} {back.Others!["extra"]}");
        Console.WriteLine(JsonSerializer.Serialize([1.10m, 79228162514264337593543950335m], DrawingContext.Default.ListDecimal));

        JsonNode node = JsonNode.Parse("""{ "list": [1, 2, { "deep": true }], "n": 1e-7 }""")!;
        node["list"]![2]!["added"] = JsonValue.Create("x");
        node["list"]!.AsArray().RemoveAt(0);
        Console.WriteLine($"{node.ToJsonString()} {node["list"]![1]!.GetPath()} {node["n"]!.GetValue<double>()}");

        using JsonDocument document = JsonDocument.Parse("""[null, "\ud83d\ude00", 12345678901234567890, /* c */ -0.0]""",
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        Console.WriteLine(string.Join('|', document.RootElement.EnumerateArray().Select(e => $"{e.ValueKind}:{e}")));
        foreach (string wrong in (string[])["{\"name\":", "{\"name\": 1}", "{}",
            "{\"name\":\"x\",\"shapes\":{\"a\":{\"kind\":\"cube\"}}}", "[01]"])
        {
            try
            {
                JsonSerializer.Deserialize(wrong, DrawingContext.Default.Drawing);
            }
            catch (JsonException e)
            {
                Console.WriteLine($"{e.Path} {e.LineNumber} {e.BytePositionInLine} {e.Message}");
            }
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes("""{"a":[1,true,"\t"]}"""));
        while (reader.Read())
        {
            Console.Write($"{reader.TokenType}@{reader.TokenStartIndex} ");
        }

        Console.WriteLine();
    }
}
