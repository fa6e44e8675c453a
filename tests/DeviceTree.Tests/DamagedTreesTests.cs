// A hundred thousand damaged trees: no exception, no endless loop, no byte read outside. The reader has no unsafe code
// and every tree is in an array of exactly its size, so a read outside throws and fails the test.

using System;
using System.Diagnostics;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.DeviceTree.Tests;

public class DamagedTreesTests(ITestOutputHelper log)
{
    private static readonly string[] s_small =
        ["everything", "cyclic-phandles", "absurd-cells", "uart-outside-ranges", "overlapping-reservations", "zero-size-banks", "no-cpus"];

    [Fact]
    public void AHundredThousandDamagedTreesAreSurvived()
    {
        byte[][] good = [.. s_small.Select(Tool.Compile)];
        int seed = 20261128;
        if (Environment.GetEnvironmentVariable("FDT_SEED") is { Length: > 0 } given)
        {
            seed = int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
        }

        log.WriteLine($"seed {seed} (FDT_SEED={seed} repeats this run)");
        int opened = 0;
        int intact = 0;
        TimeSpan slowest = TimeSpan.Zero;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = new TreeDamage(unchecked(seed + i)).Of(good[i % good.Length]);
            long before = Stopwatch.GetTimestamp();
            try
            {
                ReadEverything.From(bytes, interruptLimit: 100);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, tree {i}: {exception}");
            }
            TimeSpan took = Stopwatch.GetElapsedTime(before);
            slowest = took > slowest ? took : slowest;
            DeviceTreeError error = DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
            opened += error == DeviceTreeError.None ? 1 : 0;
            intact += error == DeviceTreeError.None && tree.Check(out _) == DeviceTreeError.None ? 1 : 0;
        }
        log.WriteLine(
            $"100000 trees in {Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s, slowest {slowest.TotalMilliseconds:f1} ms, " +
            $"{opened} with a usable header, {intact} still well-formed");

        // The damage must reach past the header, or the test would try little.
        Assert.InRange(opened, 50_000, 99_999);
        Assert.InRange(intact, 4_000, 95_000);
        // They take microseconds; a loop that hardly ends takes hours, and a stalled host takes less than this.
        Assert.True(slowest < TimeSpan.FromMinutes(5), $"one tree took {slowest}");
    }

    [Fact]
    public void EveryTruncationIsSurvived()
    {
        byte[] good = Tool.Compile("everything");
        for (int length = 0; length < good.Length; length++)
        {
            byte[] bytes = good[..length];
            Assert.NotEqual(DeviceTreeError.None, DeviceTreeBlob.Open(bytes, out _));
            ReadEverything.From(bytes, interruptLimit: 4);
        }
    }

    [Fact]
    public void TheHeadOfATruncatedTreeIsStillRead()
    {
        // dtc puts the strings last: one missing byte spoils only the last property name.
        byte[] good = Tool.Compile("everything");
        Assert.Equal(DeviceTreeError.Truncated, DeviceTreeBlob.Open(good.AsSpan(0, good.Length - 1), out DeviceTreeBlob tree));
        Assert.True(tree.Chosen.Console.Node.Exists);
        Assert.Equal(0x9001000ul, tree.Chosen.Console.Node.Register(0).Value.Start);
    }

    [Theory]
    [InlineData(32, true, DeviceTreeError.None)]
    [InlineData(33, true, DeviceTreeError.TooDeep)]
    [InlineData(100_000, true, DeviceTreeError.TooDeep)]
    [InlineData(10, false, DeviceTreeError.Unbalanced)]
    public void DeepNestingEnds(int levels, bool closed, DeviceTreeError error)
    {
        byte[] bytes = TreeDamage.Deep(levels, closed);
        Assert.Equal(DeviceTreeError.None, DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree));
        Assert.Equal(error, tree.Check(out _));
        ReadEverything.From(bytes, interruptLimit: 100);
        int nodes = 0;
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            Assert.Equal(++nodes, node.Level);
        }

        Assert.Equal(Math.Min(levels, DeviceTreeBlob.MaximumDepth), nodes);
    }

    [Theory]
    [InlineData(0, 0xd00dfeeeu, DeviceTreeError.BadMagic)]
    [InlineData(4, 39u, DeviceTreeError.BadTotalSize)]
    [InlineData(4, 0x01000001u, DeviceTreeError.BadTotalSize)]
    [InlineData(4, 0x00ffffffu, DeviceTreeError.Truncated)]
    [InlineData(8, 0x3au, DeviceTreeError.BadStructureBlock)]
    [InlineData(8, 0xfffffffcu, DeviceTreeError.BadStructureBlock)]
    [InlineData(12, 0xffffffffu, DeviceTreeError.BadStringsBlock)]
    [InlineData(16, 0x2cu, DeviceTreeError.BadReservationBlock)]
    [InlineData(16, 0xfffffff8u, DeviceTreeError.BadReservationBlock)]
    [InlineData(20, 15u, DeviceTreeError.UnsupportedVersion)]
    [InlineData(24, 18u, DeviceTreeError.UnsupportedVersion)]
    [InlineData(32, 0xffffffffu, DeviceTreeError.BadStringsBlock)]
    [InlineData(36, 0xfffffffcu, DeviceTreeError.BadStructureBlock)]
    public void HeadersAreChecked(int offset, uint value, DeviceTreeError error)
    {
        byte[] bytes = Tool.Compile("no-cpus");
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset), value);
        Assert.Equal(error, DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree));
        Assert.Equal(error != DeviceTreeError.Truncated, tree.IsEmpty);
        Assert.False(DeviceTreeErrorText.Of(error).Length == 0);
    }

    [Fact]
    public void AnEmptyTreeHasNothing()
    {
        DeviceTreeBlob tree = default;
        Assert.True(tree.IsEmpty);
        Assert.False(tree.Root.Exists);
        Assert.False(tree.Nodes.MoveNext());
        Assert.False(tree.MemoryBanks.MoveNext());
        Assert.False(tree.Reservations.MoveNext());
        Assert.False(tree.Cpus.MoveNext());
        Assert.False(tree.Find("/a"u8).Exists);
        Assert.False(tree.FindByPhandle(1).Exists);
        Assert.False(tree.Chosen.Console.Node.Exists);
        Assert.Equal(0, ReadEverything.From([], 10) - 1);
    }
}
