using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Reports.Symbols;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

public class PanicAnnotatorTests
{
    private static Dictionary<ulong, IReadOnlyList<SymbolLocation>> Name(IReadOnlyCollection<ulong> addresses)
        => addresses.ToDictionary(
            address => address,
            address => (IReadOnlyList<SymbolLocation>)[new SymbolLocation($"f{address & 0xFFFF:x}", "kernel/A.cs", 7)]);

    private static string[] Annotate(params string[] lines) => [.. PanicAnnotator.Annotate(lines, Name)];

    [Fact]
    public void Frames_get_places_callers_those_of_the_call()
        => Assert.Equal(
            [
                "PANIC: x",
                "  #0 0xffffffff80001234  f1234 at kernel/A.cs:7",
                "  #1 0xffffffff80002000  f1ffc at kernel/A.cs:7",
                "# panic end"
            ],
            Annotate("PANIC: x", "  #0 0xffffffff80001234", "  #1 0xffffffff80002000", "# panic end"));

    [Fact]
    public void Lines_with_several_addresses_get_them_below_and_other_numbers_stay()
        => Assert.Equal(
            [
                "PANIC: x",
                "ELR=0xffffffff80001234 x30=0xffffffff80002000 FAR=0x0000000000000010",
                "      0xffffffff80001234  f1234 at kernel/A.cs:7",
                "      0xffffffff80002000  f1ffc at kernel/A.cs:7"
            ],
            Annotate("PANIC: x", "ELR=0xffffffff80001234 x30=0xffffffff80002000 FAR=0x0000000000000010"));

    [Fact]
    public void Lines_outside_a_panic_stay_as_they_are()
        => Assert.Equal(
            ["Vectors at 0xffffffff80001000", "# panic end", "0xffffffff80001000"],
            Annotate("Vectors at 0xffffffff80001000", "# panic end", "0xffffffff80001000"));

    [Fact]
    public void The_builds_that_a_log_names_are_found()
        => Assert.Equal(
            ["abc1234-dirty"],
            PanicAnnotator.Builds(["Build: abc1234-dirty protocol 1 board x", "Build: abc1234-dirty", "Building"]));

    [Theory]
    [InlineData("Build:\e[1;33m abc1234")]
    [InlineData("Build: \e]8;;http://x\e\\abc1234\e]8;;\e\\")]
    [InlineData("Build: \e]8;;http://x\aabc1234")]
    [InlineData("Build: \u009b31mabc1234")]
    [InlineData("Build: \uFFFD31mabc1234")]
    [InlineData("Build: \0abc1234")]
    [InlineData("Build: \e(Babc1234")]
    [InlineData("{\"m\":\"\\u001b[1mBuild:\\u0020abc1234\\u001b[0m\"}")]
    [InlineData("Build: \\x1b[31mabc1234")]
    [InlineData("Build: \\033[31mabc1234\\033[0m")]
    [InlineData("Build: \\e[31mabc1234")]
    [InlineData("Build:abc1234")]
    [InlineData("Nov 28 10:00:00 host rk[123]: Build: ABC1234 protocol 1 board x")]
    public void A_build_is_found_whatever_other_programs_made_of_its_line(string line)
        => Assert.Equal(["abc1234"], PanicAnnotator.Builds([line]));

    [Fact]
    public void The_build_id_is_found_in_an_image()
    {
        Assert.Equal("abc1234", BuildId.Find("\u0001\u0002RustKernel-build-id: abc1234\nrest"u8));
        Assert.Equal("", BuildId.Find("nothing here"u8));
    }
}
