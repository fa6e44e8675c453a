// The measurements of one kind.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Flash.TftpSpeed;

/// <summary>A row of the table: values for each server, ours first.</summary>
internal sealed class Samples(string name, int servers)
{
    private readonly List<double>[] _values = [.. Enumerable.Range(0, servers).Select(_ => new List<double>())];

    /// <summary>One value for each server.</summary>
    public double[] Medians => [.. _values.Select(values => values.Order().ElementAt(values.Count / 2))];

    /// <summary>Ours divided by the largest other.</summary>
    public double Ratio => Medians[0] / Medians[1..].Max();

    /// <summary>Adds a value of one server.</summary>
    public void Add(int server, double value) => _values[server].Add(value);

    /// <summary>The row as Markdown.</summary>
    public string Row(bool withRatio)
    {
        string medians = string.Join(
            " | ",
            Medians.Select(value => value.ToString(withRatio ? "0.0" : "0.00", CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {medians} | {(withRatio ? Ratio.ToString("0.00", CultureInfo.InvariantCulture) : "")} |");
    }
}
