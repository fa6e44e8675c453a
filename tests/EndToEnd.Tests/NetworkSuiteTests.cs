// Suite network on the board, with the rig's peer.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The peer's cases over QEMU's datagram sockets; the same cases run on the stack alone in Network.Tests.</summary>
public sealed class NetworkSuiteTests : IDisposable
{
    private const int LeastCases = 380;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(65);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_board_does_what_is_written_in_each_case_of_the_peer()
    {
        ToolResult result = Tool.Rk("test", "qemu-virt", "--suite", "network", "--log", _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("the rig's peer is at the other end of the wire", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("# SKIP", result.Output, StringComparison.Ordinal);
        List<JsonNode> cases = Cases();
        Assert.InRange(cases.Select(one => (string)one["name"]!).Distinct().Count(), LeastCases, int.MaxValue);
        Assert.All(cases, one => Assert.True((bool)one["ok"]!, one.ToJsonString()));
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_hundred_thousand_mutated_frames_and_64_MB_over_a_bad_wire_do_no_harm()
    {
        string[] words = ["test", "qemu-virt", "--suite", "networksoak", "--timeout", "3600", "--log", _folder.Path];
        ToolResult result = Tool.Finish(Tool.Start(Tool.Path, words), s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("# SKIP", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, Cases().Count(one => (bool)one["ok"]!));
    }

    private List<JsonNode> Cases() =>
    [
        .. File.ReadLines(Directory.GetFiles(_folder.Path, "*.jsonl").Single())
            .Where(line => line.Contains("peer.case", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line)!),
    ];
}
