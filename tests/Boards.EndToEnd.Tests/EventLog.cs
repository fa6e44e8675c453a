using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>A machine's output, from the only event log in a folder.</summary>
internal static class EventLog
{
    public static string Console(string folder)
    {
        using MemoryStream bytes = new();
        foreach (string line in File.ReadLines(Directory.GetFiles(folder, "*.jsonl").Single()).Skip(1))
        {
            JsonNode logged = JsonNode.Parse(line)!;
            if ((string?)logged["kind"] == "serial.rx")
            {
                bytes.Write(Convert.FromBase64String((string)logged["data"]!));
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\n");
    }
}
