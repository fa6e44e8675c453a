using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>The tables of the judging rules in the documents match the rules.</summary>
public class RuleTableTests
{
    private static List<string[]> Rows(string document, string heading)
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", document));
        int at = Array.FindIndex(lines, line => line.StartsWith(heading, StringComparison.Ordinal));
        Assert.True(at >= 0, $"{document} has no table {heading}");
        return [.. lines
            .Skip(at + 2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
    }

    private static string[] Words(IEnumerable<JudgeRule> rules) =>
        [.. rules.Select(rule => $"{rule.Name} {new Verdict(rule.Kind, "", "", []).Word}")];

    [Fact]
    public void REPORTS_lists_the_rules_of_a_test_run_in_their_order()
        => Assert.Equal(
            Words(Judge.TestRules),
            Rows("REPORTS.md", "| rule | verdict | applies when |").Select(row => $"{row[0]} {row[1]}"));

    [Fact]
    public void RIG_lists_the_rules_of_a_look_from_outside_and_what_switches_each_off()
    {
        List<string[]> rows = Rows("RIG.md", "| rule | verdict | expected by |");
        Assert.Equal(Words(Judge.OutsideRules), rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.Equal(Tolerances.Words.Order(), rows.Select(row => row[2]).Where(word => word != "-").Distinct().Order());
    }

    /// <summary>Each rule's words decide a run of their own: the verdict in the table, or none when the rule is expected.</summary>
    [Theory]
    [InlineData("panic", "PANIC: x\r\n# panic end\r\n")]
    [InlineData("restart", "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 4c1d0a7be955 protocol 1 board raspberrypi,4-model-b\r\n")]
    public void What_is_expected_decides_nothing(string word, string said)
    {
        Story Story(params string[] tolerated) => new Story().Add(Events.EventKind.RunStart, new System.Text.Json.Nodes.JsonObject
        {
            ["driver"] = "lab",
            ["tolerates"] = new System.Text.Json.Nodes.JsonArray([.. tolerated.Select(one => (System.Text.Json.Nodes.JsonNode)one)]),
        }).Receives(BootTranscript.Whole + said);
        Assert.Equal(VerdictKind.Fail, Judge.OfOutside(Story().Observe()).Kind);
        Assert.Equal(VerdictKind.Fail, Judge.OfConsole(Story().Observe()).Kind);
        Assert.Equal(VerdictKind.Pass, Judge.OfOutside(Story(word).Observe()).Kind);
    }
}
