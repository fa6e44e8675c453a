// Prints a device tree as DTS source, guessing each value's type the way dtc does: a flattened tree keeps no types.

using System;
using System.Globalization;
using System.IO;
using System.Text;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Writes nodes and values as DTS source. Names and strings are taken as Latin-1, so that every byte survives.</summary>
public sealed class DtsWriter
{
    private readonly TextWriter _output;

    /// <summary>Writes to <paramref name="output"/>.</summary>
    public DtsWriter(TextWriter output) => _output = output;

    /// <summary>The whole tree: version line, memory reservations, nodes.</summary>
    public void WriteTree(DeviceTreeBlob tree)
    {
        _output.Write("/dts-v1/;\n\n");
        bool any = false;
        foreach (AddressRange range in tree.Reservations)
        {
            _output.Write(string.Create(CultureInfo.InvariantCulture, $"/memreserve/\t0x{range.Start:x16} 0x{range.SizeBytes:x16};\n"));
            any = true;
        }
        if (any)
        {
            _output.Write("\n");
        }

        WriteNode(tree.Root);
    }

    /// <summary>One node with all below it.</summary>
    public void WriteNode(DeviceTreeNode node) => WriteNode(node, 0);

    /// <summary>A value as written after the equals sign; empty for an empty one.</summary>
    public static string ValueText(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
        {
            return string.Empty;
        }

        if (LooksLikeStrings(value))
        {
            return StringsText(value);
        }

        return (value.Length & 3) == 0 ? CellsText(value) : BytesText(value);
    }

    private void WriteNode(DeviceTreeNode node, int depth)
    {
        string indent = new('\t', depth);
        string name = node.Level == 1 ? "/" : Encoding.Latin1.GetString(node.Name);
        _output.Write($"{indent}{name} {{\n");
        foreach (DeviceTreeProperty property in node.Properties)
        {
            string text = ValueText(property.Value);
            _output.Write($"{indent}\t{Encoding.Latin1.GetString(property.Name)}{(text.Length > 0 ? " = " : "")}{text};\n");
        }
        bool first = true;
        foreach (DeviceTreeNode child in node.Children)
        {
            if (!first || node.Properties.MoveNext())
            {
                _output.Write("\n");
            }

            first = false;
            WriteNode(child, depth + 1);
        }
        _output.Write($"{indent}}};\n");
    }

    // dtc's rule: ends in NUL, holds only printable characters, NULs and the usual escapes, and no more NULs than the rest.
    private static bool LooksLikeStrings(ReadOnlySpan<byte> value)
    {
        int nulCount = 0;
        foreach (byte character in value)
        {
            if (character == 0)
            {
                nulCount++;
            }
            else if (character is not (>= 0x20 and <= 0x7e or >= 7 and <= 13))
            {
                return false;
            }
        }
        return value[^1] == 0 && nulCount <= value.Length - nulCount;
    }

    private static string StringsText(ReadOnlySpan<byte> value)
    {
        StringBuilder text = new("\"");
        foreach (byte character in value[..^1])
        {
            switch (character)
            {
                case 0: text.Append("\", \""); break;
                case 7: text.Append("\\a"); break;
                case 8: text.Append("\\b"); break;
                case 9: text.Append("\\t"); break;
                case 10: text.Append("\\n"); break;
                case 11: text.Append("\\v"); break;
                case 12: text.Append("\\f"); break;
                case 13: text.Append("\\r"); break;
                case (byte)'"': text.Append("\\\""); break;
                case (byte)'\\': text.Append("\\\\"); break;
                default: text.Append((char)character); break;
            }
        }
        return text.Append('"').ToString();
    }

    private static string CellsText(ReadOnlySpan<byte> value)
    {
        StringBuilder text = new("<");
        DeviceTreeCells cells = new(value);
        for (int i = 0; i < cells.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}0x{cells[i]:x2}");
        }

        return text.Append('>').ToString();
    }

    private static string BytesText(ReadOnlySpan<byte> value)
    {
        StringBuilder text = new("[");
        for (int i = 0; i < value.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}{value[i]:x2}");
        }

        return text.Append(']').ToString();
    }
}
