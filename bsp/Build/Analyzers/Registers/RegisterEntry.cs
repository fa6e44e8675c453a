// One register of a table.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Build.Analyzers.Registers;

/// <summary>A register: where it is, how it may be accessed, what its bits mean.</summary>
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

    /// <summary>Its name as the manual has it.</summary>
    public string Name { get; }

    /// <summary>Bytes from the start of the device's window.</summary>
    public uint Offset { get; }

    /// <summary>The offset as the table writes it.</summary>
    public string OffsetText { get; }

    /// <summary>8, 16, 32 or 64 bits.</summary>
    public uint Width { get; }

    /// <summary>Its first line in the table, from 1.</summary>
    public int Line { get; }

    /// <summary>How many there are; 0 for a register that comes once.</summary>
    public uint Count { get; set; }

    /// <summary>Bytes from one to the next.</summary>
    public uint Stride { get; set; }

    /// <summary>What it is, without the source.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where that is said: a key of docs/REFERENCES.md and a section.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Its fields in the order of the table.</summary>
    public List<RegisterField> Fields { get; } = new();

    /// <summary>Reading has no effect.</summary>
    public bool IsRead => _kinds.Contains("read");

    /// <summary>Reading changes the device.</summary>
    public bool IsTaken => _kinds.Contains("take");

    /// <summary>A written value is taken whole.</summary>
    public bool IsWritten => _kinds.Contains("write");

    /// <summary>A written 1 sets.</summary>
    public bool IsSet => _kinds.Contains("set");

    /// <summary>A written 1 clears.</summary>
    public bool IsCleared => _kinds.Contains("clear");

    /// <summary>It has a value to read, with effect or without.</summary>
    public bool IsReadable => IsRead || IsTaken;

    /// <summary>
    /// Adds a line of text; a source in brackets at its end replaces that of the table, in which *
    /// is the register's name.
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
