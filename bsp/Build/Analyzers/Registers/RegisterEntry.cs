using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Build.Analyzers.Registers;

/// <summary>A register of a table: its place, its kinds of access, the meaning of its bits.</summary>
public sealed class RegisterEntry
{
    private readonly IReadOnlyList<string> _kinds;

    /// <summary>A register that begins in line <paramref name="line"/> of its table.</summary>
    public RegisterEntry(string name, uint offset, string offsetText, uint width, IReadOnlyList<string> kinds, int line)
    {
        Name = name;
        Offset = offset;
        OffsetText = offsetText;
        Width = width;
        _kinds = kinds;
        Line = line;
    }

    /// <summary>Its name in the manual.</summary>
    public string Name { get; }

    /// <summary>Bytes from the start of the device's window.</summary>
    public uint Offset { get; }

    /// <summary>The offset as the table writes it.</summary>
    public string OffsetText { get; }

    /// <summary>8, 16, 32 or 64 bits.</summary>
    public uint Width { get; }

    /// <summary>Its first line in the table, from 1.</summary>
    public int Line { get; }

    /// <summary>How many there are; 0 for a single register.</summary>
    public uint Count { get; set; }

    /// <summary>Bytes from one to the next.</summary>
    public uint Stride { get; set; }

    /// <summary>Its description, without the source.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The source of the description: a key of docs/REFERENCES.md and a section.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Its fields in the order of the table.</summary>
    public List<RegisterField> Fields { get; } = new();

    /// <summary>True when reading has no effect.</summary>
    public bool IsRead => _kinds.Contains("read");

    /// <summary>True when reading changes the device.</summary>
    public bool IsTaken => _kinds.Contains("take");

    /// <summary>True when a written value is taken whole.</summary>
    public bool IsWritten => _kinds.Contains("write");

    /// <summary>True when a written 1 sets.</summary>
    public bool IsSet => _kinds.Contains("set");

    /// <summary>True when a written 1 clears.</summary>
    public bool IsCleared => _kinds.Contains("clear");

    /// <summary>True when it has a value to read, with or without effect.</summary>
    public bool IsReadable => IsRead || IsTaken;

    /// <summary>
    /// Adds a line of text; a source in brackets at its end replaces the table's source, in which * is the register's name.
    /// </summary>
    public void AddText(string line, string tableSource)
    {
        Source = tableSource.Replace("*", Name);
        int bracket = line.LastIndexOf('[');
        if (bracket > 0 && line.EndsWith("]", System.StringComparison.Ordinal))
        {
            Source = line.Substring(bracket + 1, line.Length - bracket - 2);
            line = line.Substring(0, bracket).TrimEnd();
        }

        Text = (Text + " " + line).Trim();
    }
}
