// The JSON schema of rig.yaml, for editors.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Targets.Schema;

/// <summary>Made from the same keys that the reader asks for. docs/rig.schema.json is its output; a test compares.</summary>
public static class RigSchema
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>The schema's text.</summary>
    public static string Text()
    {
        JsonObject target = Section(RigKeys.Target);
        JsonObject keys = (JsonObject)target["properties"]!;
        keys["console"] = Drivers(DriverSchemas.Consoles);
        keys["power"] = Drivers(DriverSchemas.Powers);
        keys["media"] = Drivers(DriverSchemas.Media);
        keys["meter"] = Drivers(DriverSchemas.Meters);
        keys["qemu"] = Section(RigKeys.Qemu);
        keys["strategy"] = Section(RigKeys.Strategy);
        keys["deadlines"] = Section(RigKeys.Deadlines);
        JsonObject schema = new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "RustKernel rig.yaml",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("targets"),
            ["patternProperties"] = new JsonObject
            {
                ["^" + YamlSection.OwnPrefix] = new JsonObject
                {
                    ["description"] = "your own: mappings with anchors, merged elsewhere by <<"
                }
            },
            ["properties"] = new JsonObject { ["hosts"] = List(Section(RigKeys.Host)), ["targets"] = List(target) },
        };
        return schema.ToJsonString(s_format) + "\n";
    }

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Drivers(IReadOnlyList<DriverSchema> drivers)
        => new() { ["oneOf"] = new JsonArray([.. drivers.Select(driver => (JsonNode)Driver(driver))]) };

    private static JsonObject Driver(DriverSchema driver)
    {
        JsonObject section = Section(driver.Keys);
        section["description"] = driver.Help;
        ((JsonObject)section["properties"]!).Insert(0, "driver", new JsonObject { ["const"] = driver.Name });
        ((JsonArray)section["required"]!).Insert(0, "driver");
        return section;
    }

    private static JsonObject Section(IReadOnlyList<DriverKey> keys)
        => new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)]),
            ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Property(key)))),
        };

    private static JsonObject Property(DriverKey key)
    {
        JsonObject property = new() { ["description"] = key.Help };
        switch (key.Kind)
        {
            case KeyKind.Texts:
                property["type"] = "array";
                property["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
                break;
            case KeyKind.Integer:
                property["type"] = "integer";
                property["minimum"] = key.Minimum;
                if (key.Maximum < int.MaxValue)
                {
                    property["maximum"] = key.Maximum;
                }

                break;
            case KeyKind.Seconds:
                property["type"] = "number";
                property[key.Default == "0" ? "minimum" : "exclusiveMinimum"] = 0;
                break;
            case KeyKind.Boolean:
                property["type"] = "boolean";
                break;
            default:
                property["type"] = "string";
                break;
        }

        if (key.Choices.Count > 0)
        {
            property["enum"] = new JsonArray([.. key.Choices.Select(choice => (JsonNode)choice)]);
        }

        if (key.Default.Length > 0)
        {
            property["default"] = Value(key);
        }

        return property;
    }

    private static JsonNode Value(DriverKey key)
        => key.Kind switch
        {
            KeyKind.Integer => int.Parse(key.Default, CultureInfo.InvariantCulture),
            KeyKind.Seconds => double.Parse(key.Default, CultureInfo.InvariantCulture),
            KeyKind.Boolean => key.Default == "true",
            _ => key.Default,
        };
}
