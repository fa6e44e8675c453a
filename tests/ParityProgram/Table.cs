// The result of a case is a line: its name and a text, or the type of its exception.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace RustKernel.ParityProgram;

/// <summary>Writes the lines of cases to <paramref name="sink"/>.</summary>
internal sealed class Table(Action<string> sink)
{
    private string _topic = "";

    /// <summary>Cases so far.</summary>
    internal int Count { get; private set; }

    /// <summary>Cases of <paramref name="topic"/>, with which their names begin.</summary>
    internal void Under(string topic, Action<Table> run)
    {
        _topic = topic + ": ";
        run(this);
        _topic = "";
    }

    /// <summary>One case.</summary>
    internal void Case(string name, Func<object?> make)
    {
        string text;
        try
        {
            text = Text(make());
        }
        catch (Exception e)
        {
            text = "!" + e.GetType().Name;
        }

        Count++;
        sink($"@{Escape(_topic + name).Replace("=", "\\003d")}={Escape(text)}");
    }

    /// <summary>A case for each of <paramref name="inputs"/>.</summary>
    internal void Each<T>(string name, IEnumerable<T> inputs, Func<T, object?> make)
    {
        foreach (T input in inputs)
        {
            Case($"{name}({Text(input)})", () => make(input));
        }
    }

    /// <summary>A case for each pair of <paramref name="inputs"/> and <paramref name="others"/>.</summary>
    internal void Pairs<T, TOther>(string name, IEnumerable<T> inputs, IEnumerable<TOther> others, Func<T, TOther, object?> make)
    {
        foreach (T input in inputs)
        {
            foreach (TOther other in others)
            {
                Case($"{name}({Text(input)}; {Text(other)})", () => make(input, other));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable items => List(items),
        _ => value.ToString() ?? "null",
    };

    private static string List(System.Collections.IEnumerable items)
    {
        StringBuilder text = new("[");
        foreach (object? item in items)
        {
            text.Append(text.Length > 1 ? "," : "").Append(Text(item));
        }

        return text.Append(']').ToString();
    }

    // A line stays one line, and survives a serial line.
    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            _ = c is >= ' ' and < (char)127 and not '\\' ? escaped.Append(c) : escaped.Append('\\').Append(((int)c).ToString("x4"));
        }

        return escaped.ToString();
    }
}
