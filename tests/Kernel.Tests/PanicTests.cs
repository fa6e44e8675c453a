// The report of a panic: complete, bounded, and it ends whatever happens.

using System.Text.RegularExpressions;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Kernel.Tests.Fakes;
using RustKernel.Panic;
using Xunit;

namespace RustKernel.Kernel.Tests;

[Collection("console")]
public sealed class PanicTests
{
    [Fact]
    public void TheReportHasReasonBuildRegistersBacktraceAndEnd()
    {
        // One panic per process: the second is "again", which the next assertions show.
        RecordingConsole console = new();
        KernelConsole.Use(console);
        KernelStack.Words.Clear();
        KernelStack.Words[0x1000] = 0x1010;
        KernelStack.Words[0x1008] = 0xffffffff80001111;
        KernelStack.Words[0x1010] = 0x1000;
        KernelStack.Words[0x1018] = 0xffffffff80002222;
        ExceptionFrame frame = default;
        frame.Vector = 4;
        frame.ESR_EL1 = 0x9600004f;
        frame.ELR_EL1 = 0xffffffff80000abc;
        frame.FAR_EL1 = 0xdead0000;
        frame.SetRegister(29, 0x1000);
        frame.SetRegister(7, 0x7777);
        Assert.Throws<HaltException>(() => KernelPanic.BecauseOf(in frame, "unhandled exception"u8));
        string text = console.Text.ReplaceLineEndings("\n");
        Assert.StartsWith("\nPANIC: unhandled exception\nBuild: 0123456789ab\n", text, System.StringComparison.Ordinal);
        Assert.Contains(
            "synchronous, from the kernel, data abort: permission fault at level 3, on a write",
            text,
            System.StringComparison.Ordinal);
        Assert.Contains("x7  0x0000000000007777", text, System.StringComparison.Ordinal);

        // The chain turns back on itself at 0x1010: it must end there and not loop.
        Assert.Equal(
            ["#0 0xffffffff80000abc", "#1 0xffffffff80001111", "#2 0xffffffff80002222"],
            System.Linq.Enumerable.Select(Regex.Matches(text, "#[0-9]+ 0x[0-9a-f]+"), match => match.Value));
        Assert.EndsWith("# panic end\n", text, System.StringComparison.Ordinal);

        Assert.Throws<HaltException>(() => KernelPanic.Because("second"u8));
        Assert.EndsWith("\nPANIC: again: second\n# panic end\n", console.Text.ReplaceLineEndings("\n"), System.StringComparison.Ordinal);
        int length = console.Text.Length;
        Assert.Throws<HaltException>(() => KernelPanic.Because("third"u8));
        Assert.Equal(length, console.Text.Length);
    }
}
