// The service: its numbers on the host, and the whole of it on the emulated machine.

using RustKernel.EndToEnd.Tests;
using RustKernel.Services.Counter;
using Xunit;

namespace RustKernel.Counter.Tests;

public sealed class CounterTests
{
    [Fact]
    public void Numbers_begin_with_0_and_wrap_around()
    {
        Numbers numbers = new();
        Assert.False(numbers.TryGet("a", out _));
        Assert.Equal(0ul, numbers.Add("a", 0));
        Assert.Equal(ulong.MaxValue, numbers.Add("a", ulong.MaxValue));
        Assert.Equal(1ul, numbers.Add("a", 2));
        Assert.True(numbers.TryGet("a", out ulong value));
        Assert.Equal(1ul, value);
        Assert.False(numbers.TryGet("b", out _));
    }

    [Fact]
    public void A_client_is_answered_on_the_machine()
    {
        ToolResult result = Tool.Rk("exec", "qemu-virt", "tests/CounterCheck", "--with", "Counter");
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] expected = ["nothing yet: NotFound", "20 and 22: 20, 42", "is kept: 42"];
        Assert.Equal(string.Join('\n', expected), result.Output.ReplaceLineEndings("\n").TrimEnd());
    }
}
