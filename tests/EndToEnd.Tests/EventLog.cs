// The machine's output in an event log.

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Reads a finished event log.</summary>
public static class EventLog
{
    /// <summary>All bytes from the serial line as text.</summary>
    public static string Console(string file)
        => Encoding.UTF8.GetString([.. File.ReadLines(file)
            .Where(line => line.Contains("serial.rx", StringComparison.Ordinal))
            .SelectMany(line => Convert.FromBase64String((string)JsonNode.Parse(line)!["data"]!))]);
}
