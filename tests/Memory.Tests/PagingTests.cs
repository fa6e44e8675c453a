// Unit tests of translation tables: every documented error, the leaf sizes chosen, the flush obligation, ASIDs and the
// upper half, rights, and costs in memory accesses.

using System;
using System.Globalization;
using System.IO;
using System.Reflection;
using System.Text.RegularExpressions;
using RustKernel.Memory.Paging;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class PagingTests
{
    private const ulong Page = 4096;
    private const ulong Block = 2ul << 20;
    private const ulong Gigabyte = 1ul << 30;

    private readonly TableMachine _machine = new();
    private TranslationTable<HostMemory, HostTables, HostTlb> _table;

    private void Start(AddressHalf half = AddressHalf.Lower, int bits = 40)
    {
        ushort asid = half == AddressHalf.Lower ? (ushort)3 : HostTlb.GlobalOnly;
        Assert.Equal(ErrorCode.None, Initialize(half, asid, bits));
        _machine.Link(_table.Root);
    }

    private ErrorCode Initialize(AddressHalf half, ushort asid, int bits) => _table.Initialize(
        new HostMemory(_machine.Memory), new HostTables(_machine), new HostTlb(_machine, asid), half, new Asid(asid), bits);

    private ErrorCode Map(ulong va, ulong pa, ulong size, MappingSize largest = MappingSize.Block1GiB)
        => _table.Map(new(va), new(pa), size, Protection.KernelReadWrite, MemoryKind.Normal, largest);

    private bool TryMapPage(ulong va) => _table.TryMapPage(new(va), new(16 * Page), Protection.KernelReadWrite, MemoryKind.Normal);

    [Fact]
    public void PagesAtOnceForgetATableThatWasGivenBack()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte, 4 * Page, Page));
        Assert.True(TryMapPage(Gigabyte + Page));
        Assert.Equal(ErrorCode.None, _table.Unmap(new(Gigabyte), 2 * Page).Complete());

        // The same frames at the same places in another gigabyte.
        Assert.Equal(ErrorCode.None, Map(3 * Gigabyte, 4 * Page, 2 * Page));
        Assert.False(TryMapPage(Gigabyte + (2 * Page)));
        Assert.False(_table.TryUnmapPage(new(Gigabyte)));
        Assert.False(_table.TryMapPages(new(Gigabyte), 2, new(64 * Page), Protection.KernelReadWrite, MemoryKind.Normal));
        Assert.False(_table.TryUnmapPages(new(Gigabyte), 2));
    }

    [Fact]
    public void PagesAtOnceForgetATableThatBecameABlock()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte, Gigabyte, Gigabyte, MappingSize.Block2MiB));
        Assert.False(TryMapPage(Gigabyte));
        Assert.Equal(ErrorCode.None, _table.Merge(new(Gigabyte), MappingSize.Block1GiB));

        // The table's frame becomes one whose first entry, a page, would look like a table.
        _machine.Memory.Watch = null;
        _machine.Memory.Fill(64 * Page, Page, 0);
        Assert.Equal(ErrorCode.None, Map(3 * Gigabyte, 64 * Page, Page));
        Assert.False(TryMapPage(Gigabyte + Page));
    }

    [Fact]
    public void PagesAtOnceAreTheirLegalOnes()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Page, 4 * Page, Page));
        Assert.False(TryMapPage(0));
        Assert.False(TryMapPage((2 * Page) + 8));
        Assert.False(TryMapPage(0xFFFF_0000_0000_2000));
        Assert.False(_table.TryMapPage(new(2 * Page), new(1ul << 40), Protection.KernelReadWrite, MemoryKind.Normal));
        Assert.False(_table.TryMapPages(new(2 * Page), 65, new(64 * Page), Protection.KernelReadWrite, MemoryKind.Normal));
        Assert.False(_table.TryMapPages(new(2 * Page), 0, new(64 * Page), Protection.KernelReadWrite, MemoryKind.Normal));
        Assert.False(_table.TryMapPages(new(511 * Page), 2, new(64 * Page), Protection.KernelReadWrite, MemoryKind.Normal));
        Assert.False(_table.TryUnmapPage(new(Page)), "the table would be empty");
        Assert.False(_table.TryUnmapPages(new(Page), 2), "the table would be empty");
        Assert.True(TryMapPage(2 * Page));
        Assert.True(_table.TryUnmapPage(new(Page)));
        _machine.AssertQuiet();
    }

    [Fact]
    public void InitializeChecks()
    {
        Assert.Equal(ErrorCode.InvalidArgument, Map(Page, Page, Page));
        Assert.Equal(ErrorCode.InvalidArgument, _table.Translate(default).Error);
        Assert.Equal(ErrorCode.InvalidState, _table.Destroy());
        Assert.Equal(ErrorCode.InvalidArgument, Initialize(AddressHalf.Lower, 1, 31));
        Assert.Equal(ErrorCode.InvalidArgument, Initialize(AddressHalf.Lower, 1, 49));
        _machine.Budget = 0;
        Assert.Equal(ErrorCode.OutOfMemory, Initialize(AddressHalf.Lower, 1, 40));
        _machine.Budget = -1;
        Start();
        Assert.Equal(ErrorCode.InvalidState, Initialize(AddressHalf.Lower, 1, 40));
        Assert.Equal(3, _table.Asid.Value);
    }

    [Theory]
    [InlineData(0x1001, 0x1000, 0x1000)]
    [InlineData(0x1000, 0x1001, 0x1000)]
    [InlineData(0x1000, 0x1000, 0x1001)]
    [InlineData(0x1000, 0x1000, 0)]
    [InlineData(0, 0x1000, 0x1000)]
    [InlineData(0, 0, 0x4000_0000)]
    [InlineData(0x1_0000_0000_0000, 0x1000, 0x1000)]
    [InlineData(0xFFFF_FFFF_F000, 0x1000, 0x2000)]
    [InlineData(0xFFFF_0000_0000_0000, 0x1000, 0x1000)]
    [InlineData(0x1000, 0x100_0000_0000, 0x1000)]
    [InlineData(0x1000, 0xFF_FFFF_F000, 0x2000)]
    [InlineData(0x1000, 0xFFFF_FFFF_FFFF_F000, 0x2000)]
    public void MapRefusesWhatCannotBe(ulong va, ulong pa, ulong size)
    {
        Start();
        Assert.Equal(ErrorCode.InvalidArgument, Map(va, pa, size));
        Assert.Equal(1ul, _table.Statistics.TableFrames);
        Assert.Equal(0ul, _table.Statistics.MappedBytes);
    }

    [Fact]
    public void MapRefusesUndefinedKindsSizesAndUserAccessAbove()
    {
        Start(AddressHalf.Upper);
        var va = new VirtualAddress(0xFFFF_0000_0000_0000);
        Assert.Equal(ErrorCode.InvalidArgument, _table.Map(va, default, Page, Protection.UserReadOnly, MemoryKind.Normal));
        Assert.Equal(ErrorCode.InvalidArgument, _table.Map(va, default, Page, Protection.KernelReadOnly, (MemoryKind)3));
        Assert.Equal(
            ErrorCode.InvalidArgument,
            _table.Map(va, default, Page, Protection.KernelReadOnly, MemoryKind.Normal, (MappingSize)0));
        Assert.Equal(
            ErrorCode.InvalidArgument,
            _table.Map(va, default, Page, Protection.KernelReadOnly, MemoryKind.Normal, (MappingSize)4));
        Assert.Equal(ErrorCode.InvalidArgument, _table.Map(new(0x1000), default, Page, Protection.KernelReadOnly, MemoryKind.Normal));
        Assert.Equal(ErrorCode.None, _table.Map(va, default, Page, Protection.KernelReadOnly, MemoryKind.Normal));
        Assert.Equal(ErrorCode.InvalidArgument, _table.Protect(va, Page, Protection.UserReadWrite).Complete());
    }

    [Fact]
    public void TheLargestLeavesThatFitAreUsed()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte - Block - Page, 3 * Gigabyte - Block - Page, Page + Block + Gigabyte + Block + Page));
        PagingStatistics s = _table.Statistics;
        Assert.Equal((1ul, 2ul, 2ul), (s.Blocks1GiB, s.Blocks2MiB, s.Pages4KiB));
        Assert.Equal(MappingSize.Block1GiB, _table.Translate(new(Gigabyte + 5)).Value.Size);
        Assert.Equal(3 * Gigabyte + 5, _table.Translate(new(Gigabyte + 5)).Value.Address.Value);
        Assert.Equal(ErrorCode.None, Map(4 * Gigabyte, 4 * Gigabyte, 2 * Block, MappingSize.Page4KiB));
        Assert.Equal(1026ul, _table.Statistics.Pages4KiB);
        Assert.Equal(ErrorCode.None, Map(5 * Gigabyte, 8 * Gigabyte, Gigabyte, MappingSize.Block2MiB));
        Assert.Equal(514ul, _table.Statistics.Blocks2MiB);
        Assert.Equal(ErrorCode.NotFound, _table.Translate(new(6 * Gigabyte)).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _table.Translate(new(1ul << 48)).Error);
    }

    [Fact]
    public void BothEndsOfBothHalvesWork()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Page, 0, Page));
        Assert.Equal(ErrorCode.None, Map(0xFFFF_FFFF_F000, 0xFF_FFFF_F000, Page));
        Assert.Equal(ErrorCode.None, _table.Unmap(new(0xFFFF_FFFF_F000), Page).Complete());
        _table = default;
        Start(AddressHalf.Upper);
        Assert.Equal(ErrorCode.None, Map(0xFFFF_0000_0000_0000, 0, Gigabyte));
        Assert.Equal(ErrorCode.None, Map(0xFFFF_FFFF_FFE0_0000, Block, Block));
        Assert.Equal(ErrorCode.None, _table.Unmap(new(0xFFFF_FFFF_FFFF_F000), Page).Complete());
        Assert.Equal(511ul, _table.Statistics.Pages4KiB);
        Assert.Equal(ErrorCode.None, _table.Unmap(new(0xFFFF_FFFF_FFE0_0000), Block - Page).Complete());
        _machine.AssertQuiet();
    }

    [Fact]
    public void AFailureInTheMiddleOfMapLeavesNothing()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte + 2 * Block, 0, Page));
        ulong tables = _table.Statistics.TableFrames;
        Assert.Equal(ErrorCode.AlreadyExists, Map(Gigabyte - Page, 0, Page + 2 * Block + Page));
        Assert.Equal(ErrorCode.AlreadyExists, Map(Gigabyte, 0, Gigabyte));
        Assert.Equal(tables, _table.Statistics.TableFrames);
        Assert.Equal(Page, _table.Statistics.MappedBytes);
        for (int budget = 0; budget < 5; budget++)
        {
            _machine.Budget = budget;
            // Needs three tables at the start and, beyond the 512 GiB line, three more.
            Assert.Equal(ErrorCode.OutOfMemory, Map(512 * Gigabyte - Page + (512 * Gigabyte), 0, 2 * Page));
            Assert.Equal(tables, _table.Statistics.TableFrames);
            Assert.Equal((int)tables, _machine.TablesOut);
        }
        _machine.AssertQuiet();
    }

    [Fact]
    public void AFailedSplitPutsTheBlockBack()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte, 0, 2 * Gigabyte));
        for (int budget = 0; budget < 4; budget++)
        {
            _machine.Budget = budget;
            TlbFlush<HostMemory, HostTables, HostTlb> flush = _table.Unmap(new(Gigabyte + Page), Gigabyte);
            Assert.Equal(ErrorCode.OutOfMemory, flush.Complete());
            Assert.Equal(2ul, _table.Statistics.Blocks1GiB);
            Assert.Equal(2ul, _table.Statistics.TableFrames);
            _machine.AssertQuiet();
        }
        _machine.Budget = 4;
        Assert.Equal(ErrorCode.None, _table.Unmap(new(Gigabyte + Page), Gigabyte).Complete());
        Assert.Equal(6ul, _table.Statistics.TableFrames);
    }

    [Fact]
    public void UnmapAndProtectNeedEverythingMapped()
    {
        Start();
        Map(Block, Block, 2 * Page);
        Assert.Equal(ErrorCode.NotFound, _table.Unmap(new(Block), 3 * Page).Complete());
        Assert.Equal(ErrorCode.NotFound, _table.Protect(new(Block - Page), 2 * Page, Protection.KernelReadOnly).Complete());
        Assert.Equal(ErrorCode.InvalidArgument, _table.Unmap(new(Block), 0).Complete());
        Assert.Equal(ErrorCode.InvalidArgument, _table.Unmap(new(Block + 8), Page).Complete());
        Assert.Equal(ErrorCode.InvalidArgument, _table.Protect(new(1ul << 50), Page, default).Complete());
        Assert.Equal(2ul, _table.Statistics.Pages4KiB);
    }

    [Fact]
    public void AnOwedFlushBlocksMapUntilPaid()
    {
        Start();
        Map(Block, Block, 4 * Page);
        TlbFlush<HostMemory, HostTables, HostTlb> first = _table.Unmap(new(Block), Page);
        TlbFlush<HostMemory, HostTables, HostTlb> second = _table.Unmap(new(Block + 2 * Page), 2 * Page);
        Assert.Equal(2u, _table.OwedFlushes);
        Assert.Equal(ErrorCode.InvalidState, Map(Block, 0, Page));
        Assert.Equal(ErrorCode.InvalidState, _table.Destroy());
        Assert.Throws<InvalidOperationException>(_machine.AssertQuiet);
        first.Join(ref second);
        Assert.Equal(1u, _table.OwedFlushes);
        Assert.Equal(ErrorCode.None, second.Complete());
        Assert.Equal(1u, _table.OwedFlushes);
        Assert.Equal(ErrorCode.None, first.Complete());
        Assert.Equal(ErrorCode.None, first.Complete());
        Assert.Equal(0u, _table.OwedFlushes);
        _machine.AssertQuiet();
        Assert.Equal(ErrorCode.None, Map(Block, 0, Page));
    }

    [Fact]
    public void EmptyTablesGoOnlyAfterTheFlush()
    {
        Start();
        Map(Block, Block, Page);
        TlbFlush<HostMemory, HostTables, HostTlb> flush = _table.Unmap(new(Block), Page);
        Assert.Equal(4, _machine.TablesOut);
        Assert.Equal(ErrorCode.None, flush.Complete());
        Assert.Equal(1, _machine.TablesOut);
        Assert.Equal((1ul, 4ul), (_table.Statistics.TableFrames, _table.Statistics.PeakTableFrames));
    }

    [Fact]
    public void LargeRangesAreInvalidatedAtOnce()
    {
        Start();
        Map(Block, Block, 65 * Page);
        Assert.Equal(ErrorCode.None, _table.Protect(new(Block), 64 * Page, Protection.KernelReadOnly).Complete());
        Assert.Equal((64, 0), (_machine.Invalidations, _machine.FullInvalidations));
        Assert.Equal(ErrorCode.None, _table.Unmap(new(Block), 65 * Page).Complete());
        Assert.Equal((65, 1), (_machine.Invalidations, _machine.FullInvalidations));
        Map(Gigabyte, Gigabyte, 4 * Gigabyte);
        Assert.Equal(ErrorCode.None, _table.Unmap(new(Gigabyte), 4 * Gigabyte).Complete());
        Assert.Equal((69, 1), (_machine.Invalidations, _machine.FullInvalidations));
    }

    [Fact]
    public void MergeMakesABlockOfEqualPages()
    {
        Start();
        Map(Block, 4 * Block, Block, MappingSize.Page4KiB);
        Assert.Equal(ErrorCode.InvalidArgument, _table.Merge(new(Block), MappingSize.Page4KiB));
        Assert.Equal(ErrorCode.InvalidArgument, _table.Merge(new(Block + Page), MappingSize.Block2MiB));
        Assert.Equal(ErrorCode.NotFound, _table.Merge(new(2 * Block), MappingSize.Block2MiB));
        Assert.Equal(ErrorCode.InvalidState, _table.Merge(new(0), MappingSize.Block1GiB));
        _table.Protect(new(Block + 7 * Page), Page, Protection.KernelReadOnly).Complete();
        Assert.Equal(ErrorCode.InvalidState, _table.Merge(new(Block), MappingSize.Block2MiB));
        _table.Protect(new(Block + 7 * Page), Page, Protection.KernelReadWrite).Complete();
        Assert.Equal(ErrorCode.None, _table.Merge(new(Block), MappingSize.Block2MiB));
        Assert.Equal((1ul, 0ul), (_table.Statistics.Blocks2MiB, _table.Statistics.Pages4KiB));
        Assert.Equal(4 * Block + 9, _table.Translate(new(Block + 9)).Value.Address.Value);
        Assert.Equal(ErrorCode.NotFound, _table.Merge(new(Block), MappingSize.Block2MiB));
        // Contiguous and equal, but the output does not begin on a 2 MiB line.
        Map(4 * Block, 8 * Block + Page, Block);
        Assert.Equal(ErrorCode.InvalidState, _table.Merge(new(4 * Block), MappingSize.Block2MiB));
        _machine.AssertQuiet();
    }

    [Fact]
    public void NothingIsWritableAndExecutable()
    {
        int found = 0;
        foreach (PropertyInfo property in typeof(Protection).GetProperties(BindingFlags.Static | BindingFlags.Public))
        {
            var protection = (Protection)property.GetValue(null)!;
            Assert.False(protection.IsWritable && protection.IsExecutable, property.Name);
            Assert.Equal(property.Name.StartsWith("User", StringComparison.Ordinal), protection.IsUser);
            Assert.Equal(property.Name.EndsWith("Execute", StringComparison.Ordinal), protection.IsExecutable);
            Assert.Equal(property.Name.EndsWith("ReadWrite", StringComparison.Ordinal), protection.IsWritable);
            found++;
        }
        Assert.Equal(6, found);
        Assert.True(default(Protection).Is(Protection.KernelReadOnly));
        Assert.Empty(typeof(Protection).GetConstructors());
    }

    [Fact]
    public void TheBootCodesAttributeTableIsTheSame()
    {
        // The assembly has its own copy of the number, because it turns the MMU on before any C# runs.
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        string source = File.ReadAllText(Path.Combine(folder, "bsp/Arm64/Boot.S"));
        Match value = Regex.Match(source, @"\.equ\s+MAIR_VALUE,\s+0x([0-9A-F]+)");
        Assert.True(value.Success);
        Assert.Equal(MemoryAttributes.MAIR_EL1, ulong.Parse(value.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void MappingAPageTouchesFewWords()
    {
        Start();
        Map(Block, Block, Page);
        long before = _machine.Memory.Reads + _machine.Memory.Writes;
        Map(Block + Page, Page, Page);
        long mapped = _machine.Memory.Reads + _machine.Memory.Writes;
        _table.Unmap(new(Block + Page), Page).Complete();
        Assert.InRange(mapped - before, 1, 7);
        Assert.InRange(_machine.Memory.Reads + _machine.Memory.Writes - mapped, 1, 11);
    }

    [Fact]
    public void BlocksAtOnceTouchTwoWordsEach()
    {
        Start();
        Map(Gigabyte - (5 * Block), 0, Block);
        Map(Gigabyte + (400 * Block), 0, Block);
        long before = _machine.Memory.Reads + _machine.Memory.Writes;
        Assert.Equal(ErrorCode.None, Map(Gigabyte - (4 * Block), 3 * Gigabyte, 304 * Block));
        Assert.InRange(_machine.Memory.Reads + _machine.Memory.Writes - before, 608, 650);
        Assert.Equal(306ul, _table.Statistics.Blocks2MiB);
        for (ulong at = 0; at < 304 * Block; at += Block / 2)
        {
            Result<Translation> found = _table.Translate(new(Gigabyte - (4 * Block) + at));
            Assert.Equal((3 * Gigabyte) + at, found.Value.Address.Value);
            Assert.Equal(MappingSize.Block2MiB, found.Value.Size);
        }

        Assert.Equal(ErrorCode.None, _table.Unmap(new(Gigabyte - (5 * Block)), 305 * Block).Complete());
        Assert.Equal(ErrorCode.None, _table.Unmap(new(Gigabyte + (400 * Block)), Block).Complete());
        Assert.Equal(1ul, _table.Statistics.TableFrames);
        _machine.AssertQuiet();
    }

    [Fact]
    public void BlocksAtOnceStopAtATakenEntryAndLeaveNothing()
    {
        Start();
        Assert.Equal(ErrorCode.None, Map(Gigabyte + (9 * Block), 0, Block));
        Assert.Equal(ErrorCode.AlreadyExists, Map(Gigabyte + Block, 4 * Gigabyte, 20 * Block));
        Assert.Equal(Block, _table.Statistics.MappedBytes);
        Assert.Equal(ErrorCode.NotFound, _table.Translate(new(Gigabyte + Block)).Error);
        Assert.Equal(ErrorCode.NotFound, _table.Translate(new(Gigabyte + (10 * Block))).Error);
        Assert.Equal(0ul, _table.Translate(new(Gigabyte + (9 * Block))).Value.Address.Value);
        _machine.AssertQuiet();
    }

    [Fact]
    public void DestroyGivesEverythingBack()
    {
        Start();
        Map(Page, Page, 3 * Block);
        Map(700 * Gigabyte, 0, Gigabyte + Block + Page);
        _machine.Dismantle();
        Assert.Equal(ErrorCode.None, _table.Destroy());
        Assert.Equal(0, _machine.TablesOut);
        Assert.Equal(0ul, _table.Root.Value);
    }
}
