using System.Linq;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>All rows.</summary>
[Trait("Run", "hil")]
public sealed class MatrixTests(WholeTable table) : IClassFixture<WholeTable>
{
    public static TheoryData<string> Names => [.. MatrixRows.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_row_passes(string name) => MatrixRun.Check(MatrixRows.All.Single(row => row.Name == name), table);
}
