// Long random sequences of map, unmap, protect and merge, compared with a model, the manual's walk and the recording
// TLB. Table frames run out at random moments, after which nothing may have changed.

using System;
using RustKernel.Memory.Paging;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class PagingRandomTests
{
    private const ulong Page = 4096;
    private const ulong Block = 2ul << 20;
    private const ulong Gigabyte = 1ul << 30;

    // The memory kinds themselves are repeated from the manual where results are compared.
    private const ulong Mair = MemoryAttributes.MAIR_EL1;

    private sealed class Run(Random random, ulong high, ulong window)
    {
        public readonly TableMachine Machine = new();
        public readonly MappingModel Model = new();
        public TranslationTable<HostMemory, HostTables, HostTlb> Table;
        private readonly bool _lower = high == 0;
        private int _runsMapped;
        private int _runsUnmapped;

        // Where the words of a memory object lie.
        private const ulong FrameWords = 0x3F_0000_0000;

        public void Start()
        {
            ushort asid = _lower ? (ushort)7 : HostTlb.GlobalOnly;
            AddressHalf half = _lower ? AddressHalf.Lower : AddressHalf.Upper;
            ErrorCode error = Table.Initialize(
                new HostMemory(Machine.Memory), new HostTables(Machine), new HostTlb(Machine, asid), half, new Asid(asid), 44);
            Assert.Equal(ErrorCode.None, error);
            Machine.Link(Table.Root);
        }

        private static Protection Rights(int number) => number switch
        {
            0 => Protection.KernelReadOnly,
            1 => Protection.KernelReadWrite,
            2 => Protection.KernelExecute,
            3 => Protection.UserReadOnly,
            4 => Protection.UserReadWrite,
            _ => Protection.UserExecute,
        };

        private int AnyRights() => random.Next(_lower ? 6 : 3);

        private ulong AnyAddress()
        {
            ulong gigabyte = (ulong)random.Next(3);
            ulong block = (ulong)(random.Next(2) == 0 ? random.Next(3) : 509 + random.Next(3));
            ulong page = random.Next(4) switch { 0 => 0ul, 1 => 1, 2 => 511, _ => (ulong)random.Next(512) };
            if (random.Next(4) == 0)
            {
                page = 0;
            }

            if (random.Next(8) == 0)
            {
                block = page = 0;
            }

            return window + gigabyte * Gigabyte + block * Block + page * Page;
        }

        private ulong AnySize() => random.Next(12) switch
        {
            0 => Gigabyte,
            1 => Gigabyte + Block * (ulong)random.Next(1, 3),
            2 or 3 => Block * (ulong)random.Next(1, 4),
            4 => Block + Page * (ulong)random.Next(1, 600),
            5 or 6 => Page * (ulong)random.Next(1, 100),
            _ => Page * (ulong)random.Next(1, 4),
        };

        public void Step()
        {
            Machine.Budget = random.Next(5) == 0 ? random.Next(4) : -1;
            switch (random.Next(15))
            {
                case < 4: Map(); break;
                case < 7: Unmap(); break;
                case < 9: Protect(); break;
                case < 12: MapPages(); break;
                case < 14: UnmapPages(); break;
                default: Merge(); break;
            }
            Machine.AssertQuiet();
            Assert.Equal(0u, Table.OwedFlushes);
            Assert.Equal((ulong)Machine.TablesOut, Table.Statistics.TableFrames);
            Assert.Equal(Model.MappedBytes, Table.Statistics.MappedBytes);
            for (int i = 0; i < 4; i++)
            {
                CheckAddress(AnyAddress() + (ulong)random.Next(4096));
            }

            for (int i = 0; i < 3 && Model.Segments.Count > 0; i++)
            {
                // The newest is the step's result; the others are samples.
                Segment s = Model.Segments[i == 0 ? Model.Segments.Count - 1 : random.Next(Model.Segments.Count)];
                CheckAddress(s.First);
                CheckAddress(s.Last);
                if (s.First > window)
                {
                    CheckAddress(s.First - 1);
                }

                if (s.Last != ulong.MaxValue)
                {
                    CheckAddress(s.Last + 1);
                }
            }
        }

        private bool Excuse(ErrorCode error) => error == ErrorCode.OutOfMemory && Machine.Budget == 0;

        private void Map()
        {
            ulong first = AnyAddress(), size = AnySize();
            ulong last = first + size - 1;
            if (last < first)
            {
                return;
            }

            ulong output = size >= Block
                ? (ulong)random.Next(1, 60) * Gigabyte + (first & (Gigabyte - 1)) + (random.Next(3) == 0 ? Block : 0)
                : (ulong)random.Next(1 << 28) * Page;
            MappingSize largest = size > 4 * Block ? (MappingSize)random.Next(1, 3) : (MappingSize)random.Next(1, 4);
            int rights = AnyRights(), kind = random.Next(3);
            ErrorCode error = Table.Map(new(first), new(output), size, Rights(rights), (MemoryKind)kind, largest);
            if (Excuse(error))
            {
                return;
            }

            bool free = Model.IsFree(first, last);
            Assert.Equal(free ? ErrorCode.None : ErrorCode.AlreadyExists, error);
            if (free)
            {
                Model.Map(first, last, output, rights, kind);
            }
        }

        private (ulong First, ulong Last) AnyRange()
        {
            if (Model.Segments.Count == 0 || random.Next(3) == 0)
            {
                ulong at = AnyAddress();
                return (at, at + AnySize() - 1);
            }
            Segment s = Model.Segments[random.Next(Model.Segments.Count)];
            ulong pages = (s.Last - s.First + 1) / Page;
            ulong from = random.Next(2) == 0 ? 0 : (ulong)random.NextInt64((long)pages);
            ulong count = random.Next(2) == 0 ? pages - from : 1 + (ulong)random.NextInt64((long)(pages - from));
            return (s.First + from * Page, s.First + (from + count) * Page - 1);
        }

        private void Unmap()
        {
            (ulong first, ulong last) = AnyRange();
            if (last < first)
            {
                return;
            }

            TlbFlush<HostMemory, HostTables, HostTlb> flush = Table.Unmap(new(first), last - first + 1);
            if (flush.Error == ErrorCode.None && random.Next(4) == 0)
            {
                Assert.Equal(ErrorCode.InvalidState, Table.Map(new(first), new(0), Page, Protection.KernelReadOnly, MemoryKind.Normal));
            }

            ErrorCode error = flush.Complete();
            if (Excuse(error))
            {
                return;
            }

            bool covered = Model.IsCovered(first, last);
            Assert.Equal(covered ? ErrorCode.None : ErrorCode.NotFound, error);
            if (covered)
            {
                Model.Unmap(first, last);
            }
        }

        // Pages at once change nothing or all, and only where a level 3 table exists and stays.
        private void MapPages()
        {
            ulong first = AnyAddress();
            uint count = (uint)(random.Next(2) == 0 ? 1 : random.Next(1, 67));
            ulong last = first + count * Page - 1;
            int rights = AnyRights(), kind = random.Next(3);
            ulong[] frames = new ulong[count];
            Action<ulong, ulong, ulong>? watch = Machine.Memory.Watch;
            Machine.Memory.Watch = null;
            for (uint i = 0; i < count; i++)
            {
                frames[i] = count > 1 && random.Next(4) == 0 ? 0 : (ulong)random.Next(1, 1 << 28) * Page;
                Machine.Memory.Write(FrameWords + i * 8, frames[i]);
            }
            Machine.Memory.Watch = watch;

            bool isDone = count == 1
                ? Table.TryMapPage(new(first), new(frames[0]), Rights(rights), (MemoryKind)kind)
                : Table.TryMapPages(new(first), count, new(FrameWords), Rights(rights), (MemoryKind)kind);
            if (!isDone)
            {
                return;
            }

            _runsMapped++;
            Assert.True(Model.IsFree(first, last) && first / Block == last / Block && count <= 64);
            for (uint i = 0; i < count; i++)
            {
                if (frames[i] != 0)
                {
                    Model.Map(first + i * Page, first + i * Page + Page - 1, frames[i], rights, kind);
                }
            }
        }

        private void UnmapPages()
        {
            (ulong first, ulong last) = AnyRange();
            uint count = (uint)Math.Min(last / Page - first / Page + 1, (ulong)random.Next(1, 66));
            last = first + count * Page - 1;
            if (!(count == 1 ? Table.TryUnmapPage(new(first)) : Table.TryUnmapPages(new(first), count)))
            {
                return;
            }

            _runsUnmapped++;
            Assert.True(first / Block == last / Block && count <= 64 && (count > 1 || Model.IsCovered(first, last)));
            for (ulong at = first; at - first < count * Page; at += Page)
            {
                if (Model.IsCovered(at, at + Page - 1))
                {
                    Model.Unmap(at, at + Page - 1);
                }
            }
        }

        private void Protect()
        {
            (ulong first, ulong last) = AnyRange();
            if (last < first)
            {
                return;
            }

            int rights = AnyRights();
            ErrorCode error = Table.Protect(new(first), last - first + 1, Rights(rights)).Complete();
            if (Excuse(error))
            {
                return;
            }

            bool covered = Model.IsCovered(first, last);
            Assert.Equal(covered ? ErrorCode.None : ErrorCode.NotFound, error);
            if (covered)
            {
                Model.Protect(first, last, rights);
            }
        }

        private void Merge()
        {
            MappingSize size = random.Next(3) == 0 ? MappingSize.Block1GiB : MappingSize.Block2MiB;
            ulong bytes = size == MappingSize.Block1GiB ? Gigabyte : Block;
            ErrorCode error = Table.Merge(new(AnyAddress() & ~(bytes - 1)), size);
            Assert.True(error is ErrorCode.None or ErrorCode.NotFound or ErrorCode.InvalidState, error.ToString());
        }

        private void CheckAddress(ulong va)
        {
            ManualResult hardware = ManualWalk.Translate(Machine.Memory, Table.Root.Value, Mair, va);
            Result<Translation> ours = Table.Translate(new(va));
            if (va >> 48 != high)
            {
                Assert.Equal(ErrorCode.InvalidArgument, ours.Error);
                return;
            }
            if (Model.Find(va) is not { } s)
            {
                Assert.False(hardware.Mapped, $"{va:x} should not be mapped");
                Assert.Equal(ErrorCode.NotFound, ours.Error);
                return;
            }
            ulong output = s.Output + (va - s.First);
            int mair = s.Kind switch { 0 => 0xFF, 1 => 0x04, _ => 0x44 };
            bool el0 = s.Rights >= 3, write = s.Rights % 3 == 1, execute = s.Rights % 3 == 2;
            var expected = new ManualResult(
                true, output, hardware.LeafBytes, el0, el0 && write, el0 && execute, write, !el0 && execute, mair,
                s.Kind == 1 ? 0b10 : 0b11, !_lower);
            Assert.Equal(expected, hardware);
            Assert.Equal(output, ours.Value.Address.Value);
            Assert.Equal(hardware.LeafBytes, ours.Value.Size.Bytes());
            Assert.True(ours.Value.Protection.Is(Rights(s.Rights)));
            Assert.Equal(s.Kind, (int)ours.Value.Kind);
        }

        /// <summary>Reads every table: correct counts, none empty, leaves as in the statistics.</summary>
        public void Sweep()
        {
            var leaves = new ulong[4];
            ulong tables = Sweep(Table.Root.Value, 0, leaves, out _);
            PagingStatistics s = Table.Statistics;
            Assert.Equal(s.TableFrames, tables);
            Assert.Equal((s.Blocks1GiB, s.Blocks2MiB, s.Pages4KiB), (leaves[1], leaves[2], leaves[3]));
        }

        private ulong Sweep(ulong table, int level, ulong[] leaves, out ulong entries)
        {
            ulong tables = 1;
            entries = 0;
            for (ulong i = 0; i < 512; i++)
            {
                ulong d = Machine.Memory.Read(table + i * 8);
                if ((d & 1) == 0)
                {
                    continue;
                }

                entries++;
                if (level == 3 || (d & 2) == 0)
                {
                    leaves[level]++;
                    continue;
                }
                tables += Sweep(d & 0xFFFF_FFFF_F000, level + 1, leaves, out ulong below);
                Assert.NotEqual(0ul, below);
                Assert.Equal(below, d >> 2 & 0x3FF);
            }
            return tables;
        }

        public void Finish()
        {
            Assert.True(_runsMapped > 500 && _runsUnmapped > 500, $"{_runsMapped} and {_runsUnmapped} runs");
            Machine.Budget = -1;
            while (Model.Segments.Count > 0)
            {
                Segment s = Model.Segments[0];
                Assert.Equal(ErrorCode.None, Table.Unmap(new(s.First), s.Last - s.First + 1).Complete());
                Model.Unmap(s.First, s.Last);
            }
            Assert.Equal(1ul, Table.Statistics.TableFrames);
            Machine.Dismantle();
            Assert.Equal(ErrorCode.None, Table.Destroy());
            Assert.Equal(0, Machine.TablesOut);
        }
    }

    private static void Walk(int seed, ulong high, ulong window, int steps)
        => Seeds.Run(seed, (random, progress) =>
        {
            var run = new Run(random, high, window);
            run.Start();
            for (progress.Step = 0; progress.Step < steps; progress.Step++)
            {
                run.Step();
                if (progress.Step % 256 == 0)
                {
                    run.Sweep();
                }
            }
            run.Finish();
        });

    [Fact]
    public void LowerHalfFollowsTheModel() => Walk(20101, 0, 511 * Gigabyte, 40_000);

    [Fact]
    public void UpperHalfFollowsTheModel() => Walk(20102, 0xFFFF, 0xFFFF_FFFF_4000_0000, 40_000);
}
