using System;
using System.Linq;
using RustKernel.Hil.Cli.Outside;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Strategies.Outside;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>C# tests that share one boot of a target: RK_TARGET chooses which.</summary>
public sealed class WaitingTargetTests(TargetFixture target) : IClassFixture<TargetFixture>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("boot")]
    [InlineData("memory")]
    [InlineData("timer")]
    public void A_suite_passes_on_a_boot_that_others_use_too(string suite)
    {
        KtapDocument document = target.Session.RunSuites(s_limit, suite);
        Assert.True(document.IsComplete);
        Assert.Equal(suite, Assert.Single(document.Suites).Name);
        Assert.DoesNotContain(document.Tests, test => test.Outcome == KtapOutcome.NotOk);
    }

    [Fact]
    public void Two_suites_come_in_one_document()
        => Assert.Equal(["boot", "lang"], target.Session.RunSuites(s_limit, "boot", "lang").Suites.Select(suite => suite.Name));

    [Fact]
    public void What_does_not_come_fails_with_what_came_instead()
    {
        target.Session.RunSuites(s_limit, "lang");
        target.Session.SendLine("dance");
        string message = Assert.Throws<ExpectationException>(() => target.Session.WaitFor("song", TimeSpan.FromSeconds(5))).Message;
        Assert.Contains("/song/ did not come within 5 s", message, StringComparison.Ordinal);
        Assert.Contains("# unknown command: dance", message, StringComparison.Ordinal);
    }
}
