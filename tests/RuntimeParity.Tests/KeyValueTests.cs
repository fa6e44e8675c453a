// A service as its author first wrote it (tests/KeyValue), and a client of it, on the target.

using System.Linq;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class KeyValueTests
{
    [Fact]
    public void A_service_in_ordinary_CSharp_compiles_as_it_was_written_and_works()
    {
        string console = TargetRun.Boot(
        [
            ("keyvalue", "tests/KeyValue/keyvalue.service"), ("keyvalueclient", "tests/KeyValueClient/keyvalueclient.service"),
        ]);
        string[] lines = [.. console.Split('\n').Select(line => line.TrimEnd('\r'))];
        Assert.Contains(lines, line => line.StartsWith("keyvalue: Point { X = 1, Y = 2.5 } Top up at ") && line.EndsWith(", pi 3.142"));
        Assert.Contains(lines, line => line == "expired gone after 00:00:00.1000000");
        string[] expected =
        [
            "@set None None None", "@set for a time None", "@set without a key InvalidState", "@get alpha 12", "@get ALPHA 12",
            "@get beta 3000", "@get none NotFound", "@query count alpha: 2", "@query sum alpha: 42", "@query sum B: 3,000",
            "@query top 2: Beta    =004, alpha   =002", "@query : InvalidState", "@query other x: InvalidState", "@query sum g: 1",
            "@get gone NotFound", "@@END",
        ];
        Assert.Equal(expected, lines.Where(line => line.StartsWith('@')));
    }
}
