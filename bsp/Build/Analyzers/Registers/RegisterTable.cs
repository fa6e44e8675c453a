// Reads a table of device registers (*.registers). docs/REGISTERS.md describes the lines.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Build.Analyzers.Registers;

/// <summary>The registers of one IP block, or the mistakes in their table.</summary>
public sealed class RegisterTable
{
    private static readonly string[] s_kinds = { "read", "take", "write", "set", "clear" };
    private static readonly uint[] s_widths = { 8, 16, 32, 64 };

    private readonly List<RegisterEntry> _registers = new();
    private readonly List<RegisterMistake> _mistakes = new();
    private string _source = "";
    private int _line;

    private RegisterTable()
    {
    }

    /// <summary>The registers in the order of the table.</summary>
    public IReadOnlyList<RegisterEntry> Registers => _registers;

    /// <summary>The mistakes, by line; empty for a good table.</summary>
    public IReadOnlyList<RegisterMistake> Mistakes => _mistakes;

    /// <summary>Reads the text of a table.</summary>
    public static RegisterTable Parse(string text)
    {
        RegisterTable table = new();
        foreach (string raw in text.Split('\n'))
        {
            table._line++;
            string line = raw.Trim();
            if (line.Length != 0 && line[0] != '#')
            {
                table.ReadLine(line);
            }
        }

        table.CheckEnd();
        return table;
    }

    private void ReadLine(string line)
    {
        string[] words = line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "source")
        {
            _source = line.Substring("source".Length).Trim();
        }
        else if (words[0] == "register")
        {
            ReadRegister(words);
        }
        else if (_registers.Count == 0)
        {
            Mistake($"'{words[0]}' before the first register");
        }
        else if (words[0] == ">")
        {
            _registers[_registers.Count - 1].AddText(line.Substring(1).Trim(), _source);
        }
        else
        {
            ReadField(_registers[_registers.Count - 1], words);
        }
    }

    private void ReadRegister(string[] words)
    {
        int kinds = words.Skip(4).TakeWhile(word => s_kinds.Contains(word)).Count();
        bool isSized = words.Length > 4
            && uint.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out uint width)
            && s_widths.Contains(width);
        if (!isSized || kinds == 0 || !IsName(words[1]) || !TryOffset(words[2], out uint offset))
        {
            Mistake("expected 'register NAME 0xOFFSET 8|16|32|64 read|take|write|set|clear ... [xCOUNT step BYTES]'");
            return;
        }

        RegisterEntry entry = new(
            words[1],
            offset,
            words[2],
            uint.Parse(words[3], CultureInfo.InvariantCulture),
            words.Skip(4).Take(kinds).ToArray(),
            _line);
        CheckKinds(entry);
        if (offset % (entry.Width / 8) != 0)
        {
            Mistake($"{entry.Name}: offset {words[2]} is no multiple of its {entry.Width / 8} bytes");
        }

        if (_registers.Any(other => other.Name == entry.Name))
        {
            Mistake($"there is a register {entry.Name} already");
        }

        ReadArray(entry, words.Skip(4 + kinds).ToArray());
        _registers.Add(entry);
    }

    private void CheckKinds(RegisterEntry entry)
    {
        if (entry.IsRead && entry.IsTaken)
        {
            Mistake($"{entry.Name}: reading either has an effect (take) or has none (read)");
        }

        if ((entry.IsWritten ? 1 : 0) + (entry.IsSet ? 1 : 0) + (entry.IsCleared ? 1 : 0) > 1)
        {
            Mistake($"{entry.Name}: a written value is taken whole (write), sets (set) or clears (clear), one of them");
        }
    }

    private void ReadArray(RegisterEntry entry, string[] words)
    {
        if (words.Length == 0)
        {
            return;
        }

        bool isArray = words.Length == 3 && words[0][0] == 'x' && words[1] == "step";
        uint step = 0;
        if (!isArray
            || !uint.TryParse(words[0].Substring(1), out uint count)
            || count == 0
            || !uint.TryParse(words[2], out step)
            || step < entry.Width / 8)
        {
            Mistake($"{entry.Name}: expected 'xCOUNT step BYTES' with at least {entry.Width / 8} bytes, not '{string.Join(" ", words)}'");
            return;
        }

        entry.Count = count;
        entry.Stride = step;
    }

    private void ReadField(RegisterEntry entry, string[] words)
    {
        bool isReadOnly = words.Length > 2 && words[2] == "(read)";
        string text = string.Join(" ", words.Skip(isReadOnly ? 3 : 2));
        if (text.Length == 0 || !TryBits(words[0], entry.Width, out int high, out int low))
        {
            Mistake($"{entry.Name}: expected 'BIT|HIGH:LOW|all NAME [(read)] TEXT' with bits below {entry.Width}");
            return;
        }

        bool isAll = words[0] == "all";
        if (!IsName(words[1]) && !(isAll && words[1] == "-" && !entry.IsReadable))
        {
            Mistake($"{entry.Name}: '{words[1]}' is no name of a field");
        }

        if (entry.Fields.Any(field => field.Name == words[1]))
        {
            Mistake($"{entry.Name} has a field {words[1]} already");
        }

        if (!isAll && entry.Fields.Any(field => !field.IsAll && field.Low <= high && low <= field.High))
        {
            Mistake($"{entry.Name}.{words[1]} overlaps another field");
        }

        entry.Fields.Add(new RegisterField(words[1], text, high, low, isAll, words[0].Contains(":"), isReadOnly));
    }

    private static bool TryBits(string text, uint width, out int high, out int low)
    {
        if (text == "all")
        {
            (high, low) = ((int)width - 1, 0);
            return true;
        }

        string[] ends = text.Split(':');
        low = 0;
        return int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out high)
            && int.TryParse(ends[ends.Length - 1], NumberStyles.None, CultureInfo.InvariantCulture, out low)
            && ends.Length <= 2 && low <= high && high < width;
    }

    private static bool TryOffset(string text, out uint offset)
    {
        offset = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && uint.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset);
    }

    private static bool IsName(string text) => char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_');

    private void CheckEnd()
    {
        if (_registers.Count == 0)
        {
            Mistake("the table has no registers");
        }

        foreach (RegisterEntry entry in _registers)
        {
            if (entry.Text.Length == 0)
            {
                _mistakes.Add(new RegisterMistake(entry.Line, $"{entry.Name} has no line '> TEXT'"));
            }

            if (entry.Fields.Count == 0)
            {
                _mistakes.Add(new RegisterMistake(entry.Line, $"{entry.Name} has no field"));
            }
        }
    }

    private void Mistake(string text) => _mistakes.Add(new RegisterMistake(_line, text));
}
