// The kernel's test documents, read by the rig's reader: two sides written separately must mean the same protocol.

using System;
using System.Linq;
using System.Text;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Hil.Protocols;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.SelfTests;
using Xunit;

namespace RustKernel.Kernel.Tests;

[Collection("console")]
public sealed class ProtocolTests
{
    [Fact]
    public void TheCheckValueOfTheCrcIsTheStandardsOne()
    {
        SelfTests.Crc16 crc = default;
        crc.Add("12345"u8);
        crc.Add("6789"u8);
        Assert.Equal(0x29b1, crc.Value);
        Assert.Equal(0xFFFF, default(SelfTests.Crc16).Value);
    }

    [Fact]
    public void ADocumentIsReadBackWholeAndTrusted()
    {
        SerialRecord record = Run("mixed,good");
        Assert.Empty(record.Problems);
        KtapDocument document = Assert.Single(record.Documents);
        Assert.True(document.IsComplete);
        Assert.Equal(5, document.Tests.Count);
        Assert.Equal(["passes", "fails", "skips", "first", "second"], document.Tests.Select(test => test.Name));
        Assert.Equal(
            [KtapOutcome.Ok, KtapOutcome.NotOk, KtapOutcome.Skip, KtapOutcome.Ok, KtapOutcome.Ok],
            document.Tests.Select(test => test.Outcome));
        Assert.Equal([KtapOutcome.NotOk, KtapOutcome.Ok], document.Suites.Select(suite => suite.Outcome));
        KtapMetric metric = Assert.Single(document.Metrics);
        Assert.Equal("mixed.size", metric.Name);
        Assert.True(document.HasTrustedFailure);
    }

    [Fact]
    public void AllRunsEverySuiteInOrder()
    {
        SerialRecord record = Run("all");
        Assert.Empty(record.Problems);
        Assert.Equal(["good", "mixed"], Assert.Single(record.Documents).Suites.Select(suite => suite.Name));
    }

    [Fact]
    public void AnUnknownSuiteRunsNothingAndNamesTheKnownOnes()
    {
        SerialRecord record = Run("good,nonsense");
        Assert.Empty(record.Documents);
        UnknownSuite unknown = Assert.Single(record.UnknownSuites);
        Assert.Equal("nonsense", unknown.Name);
    }

    [Fact]
    public void TheCommandLoopServesUntilQuit()
    {
        RecordingConsole console = Prepare();
        console.Type("run good\r\n\r\nhello\nrun nonsense\nrun mixed\nquit\nrun good\n");
        new TestCommandLoop(SampleSuites.Instance).Run();
        SerialRecord record = new();
        record.Feed(console.Bytes, 0);
        Assert.Empty(record.Problems);
        Assert.Equal(2, record.Documents.Count);
        Assert.Equal(5, record.ReadyCount);
        Assert.Contains("# unknown command: hello", console.Text, StringComparison.Ordinal);
        Assert.Single(record.UnknownSuites);
    }

    [Fact]
    public void TheCommandLoopEndsWhenTheConsoleIsGone()
    {
        RecordingConsole console = Prepare();
        console.Type("run go");
        new TestCommandLoop(SampleSuites.Instance).Run();
        Assert.Equal("# ready\r\n", console.Text);
    }

    private static SerialRecord Run(string suites)
    {
        RecordingConsole console = Prepare();
        new TestRunner(SampleSuites.Instance).Run(Encoding.ASCII.GetBytes(suites));
        SerialRecord record = new();
        record.Feed(console.Bytes, 0);
        return record;
    }

    private static RecordingConsole Prepare()
    {
        RecordingConsole console = new();
        KernelConsole.Use(console);
        KernelClock.Initialise(SystemRegisters.CNTVCT_EL0, 1_000_000);
        return console;
    }
}
