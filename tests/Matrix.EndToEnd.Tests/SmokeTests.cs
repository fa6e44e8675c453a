using System.Linq;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>A row for every axis.</summary>
public sealed class SmokeTests(SmokeTable table) : IClassFixture<SmokeTable>
{
    public static TheoryData<string> Names => [.. MatrixRows.Smoke.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_row_passes(string name) => MatrixRun.Check(MatrixRows.Smoke.Single(row => row.Name == name), table);
}
