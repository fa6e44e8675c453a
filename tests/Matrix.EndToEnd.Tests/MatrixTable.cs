// The table, written when all rows of a class have run.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>Collects results; at the end it writes artifacts/test-results/NAME-matrix.txt, which the test runner prints.</summary>
public abstract class MatrixTable(string name) : IDisposable
{
    private readonly List<MatrixResult> _results = [];

    /// <summary>The hash of the file that every row boots, computed once: the test fails if the rows use different files.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(MatrixMachine.Image)));

    /// <summary>Adds a row's result.</summary>
    public void Add(MatrixResult result) => _results.Add(result);

    /// <inheritdoc/>
    public void Dispose()
    {
        string folder = Directory.CreateDirectory(Path.Combine(MatrixMachine.Root, "artifacts", "test-results")).FullName;
        File.WriteAllLines(Path.Combine(folder, $"{name}-matrix.txt"), Lines());
        GC.SuppressFinalize(this);
    }

    private IEnumerable<string> Lines()
    {
        int width = _results.Select(result => result.Row.Name.Length).Append(3).Max();
        yield return $"artifacts/Image, SHA-256 {Hash}";
        yield return $"{"ROW".PadRight(width)}  {"VERDICT",-14}  {"SECONDS TO # done",17}  {"INSTRUCTIONS",13}";
        foreach (MatrixResult result in _results.OrderBy(result => MatrixRows.All.ToList().IndexOf(result.Row)))
        {
            string seconds = result.Seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
            yield return $"{result.Row.Name.PadRight(width)}  {result.Verdict,-14}  {seconds,17}  "
                + $"{result.Instructions?.ToString(CultureInfo.InvariantCulture) ?? "-",13}";
        }

        yield return $"{_results.Count(result => result.Verdict == "pass")} of {_results.Count} rows pass";
    }
}
