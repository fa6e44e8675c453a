// What bash offers after rk, as bash itself computes it.

using System;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("rk te", "test")]
    [InlineData("rk test qemu-v", "qemu-versal qemu-virt")]
    [InlineData("rk test qemu-virt --su", "--suite")]
    [InlineData("rk image qemu-vir", "qemu-virt")]
    [InlineData("rk farm sched", "schedule")]
    [InlineData("rk test no-such-", "")]
    public void Bash_offers_what_fits(string line, string expected)
    {
        string word = line[(line.LastIndexOf(' ') + 1)..];
        string script = $"""
            rk() {'{'} "{Tool.Path}" "$@"; {'}'}
            eval "$(rk completion bash)"
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({line}) COMP_CWORD={line.Split(' ').Length - 1}
            _rk rk '{word}' ''
            echo "${'{'}COMPREPLY[*]{'}'}"
            """;
        ToolResult result = Tool.Finish(Tool.Start("bash", ["-c", script]), TimeSpan.FromMinutes(2));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(expected, result.Output.Trim());
    }

    [Fact]
    public void What_a_name_would_run_is_not_run()
    {
        string script = $$"""
            rk() { if [ "$1" = completion ]; then "{{Tool.Path}}" "$@"; else echo 'board$(echo expanded)'; fi; }
            eval "$(rk completion bash)"
            COMP_LINE='rk test b' COMP_POINT=9 COMP_WORDS=(rk test b) COMP_CWORD=2
            _rk rk b test
            echo "${COMPREPLY[*]}"
            """;
        ToolResult result = Tool.Finish(Tool.Start("bash", ["-c", script]), TimeSpan.FromMinutes(2));
        Assert.Equal("board$(echo expanded)", result.Output.Trim());
    }

    [Fact]
    public void Another_shell_is_refused_with_those_there_are()
    {
        ToolResult result = Tool.Rk("completion", "tcsh");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'bash'", result.Error, StringComparison.Ordinal);
        Assert.Contains("'fish'", result.Error, StringComparison.Ordinal);
    }
}
