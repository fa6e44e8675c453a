// Reads kernel/Abstractions/SystemCalls.table. The head of that file describes its lines.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>All system calls, or the mistakes in the table.</summary>
public sealed class SystemCallTable
{
    private static readonly string[] s_flags = { "vector", "message", "switches", "early", "cpu", "blocks", "ends", "program" };

    private readonly List<SystemCallEntry> _calls = new();
    private readonly List<string> _mistakes = new();
    private int _line;

    private SystemCallTable()
    {
    }

    /// <summary>The calls in the order of their numbers, which are 0, 1, 2 ...</summary>
    public IReadOnlyList<SystemCallEntry> Calls => _calls;

    /// <summary>"line N: the mistake and what was expected"; empty for a good table.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Reads the text of a table.</summary>
    public static SystemCallTable Parse(string text)
    {
        SystemCallTable table = new();
        foreach (string raw in text.Split('\n'))
        {
            table._line++;
            string line = raw.Trim();
            if (line.Length != 0 && line[0] != '#')
            {
                table.Take(line);
            }
        }

        if (table._calls.Count == 0)
        {
            table.Mistake("the table has no calls");
        }

        return table;
    }

    private void Take(string line)
    {
        string[] words = line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "call")
        {
            TakeCall(words);
            return;
        }

        if (_calls.Count == 0)
        {
            Mistake($"'{words[0]}' before the first call");
            return;
        }

        SystemCallEntry call = _calls[_calls.Count - 1];
        switch (words[0])
        {
            case ">":
                call.Text = (call.Text + " " + line.Substring(1).Trim()).Trim();
                break;
            case "in":
                TakeParameter(call.Arguments, words, 8);
                break;
            case "out":
                TakeParameter(call.Results, words, 7);
                if (call.HasResultStructure && call.Arguments.Count > SystemCallEntry.MostArgumentsOfSeveralResults)
                {
                    Mistake($"a call with several results has at most {SystemCallEntry.MostArgumentsOfSeveralResults} arguments");
                }

                break;
            case "error":
                TakeError(call, words);
                break;
            default:
                Mistake($"'{words[0]}' is none of call, >, in, out, error");
                break;
        }
    }

    private void TakeCall(string[] words)
    {
        if (words.Length < 3
            || !uint.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            || number != _calls.Count)
        {
            Mistake($"expected 'call {_calls.Count} NAME [flag ...]'");
            return;
        }

        string? unknown = words.Skip(3).FirstOrDefault(word => !s_flags.Contains(word));
        if (unknown is not null || _calls.Any(c => c.Name == words[2]))
        {
            Mistake(unknown is null
                ? $"there is a call {words[2]} already"
                : $"'{unknown}' is none of the flags {string.Join(", ", s_flags)}");
        }

        _calls.Add(new SystemCallEntry(number, words[2], words.Skip(3).ToList()));
    }

    private void TakeParameter(List<CallParameter> list, string[] words, int most)
    {
        if (words.Length < 3)
        {
            Mistake($"expected '{words[0]} NAME TYPE'");
            return;
        }

        int used = list.Sum(known => known.Registers);
        CallParameter parameter = new(words[1], words[2], words.Skip(3).ToList(), used + 8 - most);
        string? mistake = used + parameter.Registers > most ? $"more than {most} registers" : parameter.Mistake;
        if (mistake is null)
        {
            list.Add(parameter);
        }
        else
        {
            Mistake(mistake);
        }
    }

    private void TakeError(SystemCallEntry call, string[] words)
    {
        bool isRare = words.Length > 1 && words[1] == "rare";
        int at = isRare ? 2 : 1;
        if (words.Length < at + 2)
        {
            Mistake("expected 'error [rare] NAME when it comes'");
            return;
        }

        call.Errors.Add(new CallError(words[at], string.Join(" ", words.Skip(at + 1)), isRare));
    }

    private void Mistake(string text) => _mistakes.Add($"line {_line.ToString(CultureInfo.InvariantCulture)}: {text}");
}
