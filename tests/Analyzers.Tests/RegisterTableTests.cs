// Tables of registers: every mistake is reported with its line, and the real tables give the structs that the drivers use.

using System;
using System.IO;
using RustKernel.Build.Analyzers.Registers;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class RegisterTableTests
{
    private const string Good = "source IHI0048, *\nregister A 0x004 32 read write\n  > Text.\n  0  F  A flag.\n";

    [Theory]
    [InlineData(
        "register A 4 32 read",
        "line 1: expected 'register NAME 0xOFFSET 8|16|32|64 read|take|write|set|clear ... [xCOUNT step BYTES]'")]
    [InlineData("register A 0x4 24 read", "line 1: expected 'register NAME")]
    [InlineData("register A 0x4 32 fetch", "line 1: expected 'register NAME")]
    [InlineData("register A 0x4 32", "line 1: expected 'register NAME")]
    [InlineData("register A 0x2 32 read", "line 1: A: offset 0x2 is no multiple of its 4 bytes")]
    [InlineData("register A 0x4 32 read take", "line 1: A: reading either has an effect (take) or has none (read)")]
    [InlineData(
        "register A 0x4 32 write set",
        "line 1: A: a written value is taken whole (write), sets (set) or clears (clear), one of them")]
    [InlineData(
        "register A 0x4 32 set clear",
        "line 1: A: a written value is taken whole (write), sets (set) or clears (clear), one of them")]
    [InlineData("register A 0x4 32 read x4", "line 1: A: expected 'xCOUNT step BYTES' with at least 4 bytes, not 'x4'")]
    [InlineData("register A 0x4 32 read x4 step 2", "line 1: A: expected 'xCOUNT step BYTES' with at least 4 bytes, not 'x4 step 2'")]
    [InlineData("register A 0x4 32 read x0 step 4", "line 1: A: expected 'xCOUNT step BYTES'")]
    [InlineData("0 F A flag.", "line 1: '0' before the first register")]
    [InlineData(Good + "  32  G  Too high.", "line 5: A: expected 'BIT|HIGH:LOW|all NAME [(read)] TEXT' with bits below 32")]
    [InlineData(Good + "  3:4  G  Turned round.", "line 5: A: expected 'BIT|HIGH:LOW|all NAME [(read)] TEXT' with bits below 32")]
    [InlineData(Good + "  3  G", "line 5: A: expected 'BIT|HIGH:LOW|all NAME [(read)] TEXT'")]
    [InlineData(Good + "  3  -  Nameless.", "line 5: A: '-' is no name of a field")]
    [InlineData(Good + "  3  F  Again.", "line 5: A has a field F already")]
    [InlineData(Good + "  3:0  G  Over it.", "line 5: A.G overlaps another field")]
    [InlineData(Good + Good, "line 6: there is a register A already")]
    [InlineData("register A 0x4 32 read\n  0 F A flag.", "line 1: A has no line '> TEXT'")]
    [InlineData("register A 0x4 32 read\n  > Text. [X]", "line 1: A has no field")]
    [InlineData("# nothing", "the table has no registers")]
    public void A_mistake_is_reported_with_its_line(string text, string expected) =>
        Assert.Contains(RegisterTable.Parse(text).Mistakes, mistake => mistake.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_good_table_has_no_mistake_and_its_source_names_the_register()
    {
        RegisterTable table = RegisterTable.Parse(Good);
        Assert.Empty(table.Mistakes);
        Assert.Equal("IHI0048, A", Assert.Single(table.Registers).Source);
    }

    [Fact]
    public void Every_table_of_the_drivers_is_sound_and_every_register_has_a_source_that_the_references_know()
    {
        string root = RepositoryRoot.Path;
        string references = File.ReadAllText(Path.Combine(root, "docs", "REFERENCES.md"));
        string[] files = Directory.GetFiles(Path.Combine(root, "bsp", "Drivers"), "*.registers", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            RegisterTable table = RegisterTable.Parse(File.ReadAllText(file));
            Assert.Empty(table.Mistakes);
            Assert.All(
                table.Registers,
                register => Assert.Contains(register.Source.Split(',', ' ')[0], references, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("read write", "0  F  Text.", "WithF(bool value)", "IReadable, IWritable")]
    [InlineData("read write", "7:4  F  Text.", "WithF(uint value)", "IReadable, IWritable")]
    [InlineData("read write", "all  F  Text.", "Of(uint value)", "IReadable, IWritable")]
    [InlineData("clear", "3  F  Text.", "get => new(1u << 3)", "IWriteOneToClear")]
    [InlineData("read set", "all  F  Text.", "operator |", "IReadable, IWriteOneToSet")]
    [InlineData("take", "7:0  F  Text.", "_bits & 0xFF", "IConsumedByRead")]
    public void The_access_kinds_decide_what_a_register_offers(string kinds, string field, string member, string markers)
    {
        string source = RegisterWriter.Write("Block", RegisterTable.Parse($"register A 0x4 32 {kinds}\n  > Text. [X]\n  {field}\n"));
        Assert.Contains(member, source, StringComparison.Ordinal);
        Assert.Contains(": IRegister32<A>, " + markers, source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read", "0  F  Text.")]
    [InlineData("read write", "0  F (read)  Text.")]
    [InlineData("clear", "0  F  Text.")]
    public void What_is_not_written_whole_has_no_With(string kinds, string field) =>
        Assert.DoesNotContain(
            "WithF",
            RegisterWriter.Write("Block", RegisterTable.Parse($"register A 0x4 32 {kinds}\n  > Text. [X]\n  {field}\n")),
            StringComparison.Ordinal);
}
