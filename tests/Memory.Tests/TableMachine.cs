// The machine for tests of translation tables: memory, frames for tables, and a TLB that records what it owes. It
// checks every store to a linked table against the break-before-make rules at once. [DDI0487 D8.16.1]

using System;
using System.Collections.Generic;
using RustKernel.Memory.Paging;

namespace RustKernel.Memory.Tests;

public sealed class TableMachine
{
    private readonly record struct Place(int Level, ulong Base);

    private sealed class Stale
    {
        public ulong First, Last, OldAddress;
        public bool WasTable, Invalidated, BreaksBeforeMake;
    }

    private readonly Dictionary<ulong, Place> _linked = [];
    private readonly Dictionary<ulong, Stale> _stale = [];
    private readonly Stack<ulong> _pool = [];
    private readonly HashSet<ulong> _out = [];
    private ulong _nextFrame = 0x10_0000_0000;
    private ulong _root;
    private bool _published = true;

    public EmulatedMachine Memory { get; } = new();

    /// <summary>Table frames that may still be allocated; negative: any number.</summary>
    public int Budget { get; set; } = -1;

    public int TablesOut => _out.Count;

    public int Invalidations { get; private set; }

    public int FullInvalidations { get; private set; }

    public TableMachine() => Memory.Watch = Judge;

    /// <summary>Call this when the table under test has its root.</summary>
    public void Link(PhysicalAddress root)
    {
        _root = root.Value;
        _linked[_root] = new Place(0, 0);
    }

    /// <summary>From now on the tables are unused and may be freed in any order, after everything cached has been dropped.</summary>
    public void Dismantle()
    {
        foreach (ulong table in _linked.Keys)
        {
            _stale[table] = new Stale { First = 0, Last = ulong.MaxValue, OldAddress = table, WasTable = true };
        }

        _linked.Clear();
    }

    /// <summary>With no flush owed, nothing stale may remain and every store must be published.</summary>
    public void AssertQuiet()
    {
        if (_stale.Count != 0)
        {
            throw new InvalidOperationException($"{_stale.Count} stale translations left without a flush");
        }

        if (!_published)
        {
            throw new InvalidOperationException("stores to tables left without a barrier");
        }
    }

    public Result<PhysicalAddress> AllocateTable()
    {
        if (Budget == 0)
        {
            return ErrorCode.OutOfMemory;
        }

        if (Budget > 0)
        {
            Budget--;
        }

        ulong frame = _pool.Count > 0 ? _pool.Pop() : _nextFrame += 4096;
        _out.Add(frame);
        Memory.Watch = null;
        Memory.Fill(frame, 4096, 0);
        Memory.Watch = Judge;
        return new PhysicalAddress(frame);
    }

    public void FreeTable(ulong frame)
    {
        if (!_out.Remove(frame))
        {
            throw new InvalidOperationException($"table {frame:x} freed but not out");
        }

        if (_linked.ContainsKey(frame) && frame != _root)
        {
            throw new InvalidOperationException($"table {frame:x} freed while linked");
        }

        foreach ((ulong entry, Stale stale) in _stale)
        {
            if ((entry & ~0xFFFul) == frame)
            {
                throw new InvalidOperationException($"table {frame:x} freed before the flush of its entries");
            }

            if (stale.WasTable && stale.OldAddress == frame)
            {
                throw new InvalidOperationException(
                $"table {frame:x} freed while walks may be cached");
            }
        }
        _linked.Remove(frame);
        _pool.Push(frame);
        // Code that follows a stale pointer into it must find something recognisable.
        Memory.Watch = null;
        Memory.Fill(frame, 4096, 0x0000_7777_7777_7003);
        Memory.Watch = Judge;
    }

    public void Publish() => _published = true;

    public void InvalidateWhere(Func<ulong, ulong, bool> covers, bool all)
    {
        if (!_published)
        {
            throw new InvalidOperationException("TLBI before the store was made visible");
        }

        Invalidations++;
        if (all)
        {
            FullInvalidations++;
        }

        foreach (Stale stale in _stale.Values)
        {
            if (covers(stale.First, stale.Last))
            {
                stale.Invalidated = true;
            }
        }
    }

    public void Complete()
    {
        foreach ((ulong entry, Stale stale) in new List<KeyValuePair<ulong, Stale>>(_stale))
        {
            if (stale.Invalidated)
            {
                _stale.Remove(entry);
            }
        }
    }

    private void Judge(ulong address, ulong old, ulong now)
    {
        ulong frame = address & ~0xFFFul;
        _published = false;
        if (!_linked.TryGetValue(frame, out Place place))
        {
            bool waits = false;
            foreach (Stale s in _stale.Values)
            {
                waits |= s.WasTable && s.OldAddress == frame;
            }

            if (waits && (now & 1) != 0)
            {
                throw new InvalidOperationException(
                "valid descriptor written into a table that waits for its flush");
            }

            return;
        }
        bool oldTable = IsTable(old, place.Level), newTable = IsTable(now, place.Level);
        if ((old & 1) != 0 && (now & 1) != 0)
        {
            JudgeReplacement(address, place, old, now, oldTable, newTable);
            return;
        }
        if ((old & 1) != 0)
        {
            Remember(address, place, old, oldTable, true);
        }

        if ((now & 1) == 0)
        {
            return;
        }

        if (_stale.TryGetValue(address, out Stale? left) && left.BreaksBeforeMake)
        {
            throw new InvalidOperationException($"level {place.Level} entry {address:x} made valid again before its flush");
        }

        if (newTable)
        {
            LinkTable(now & 0xFFFF_FFFF_F000, place, address);
        }
    }

    private void JudgeReplacement(ulong address, Place place, ulong old, ulong now, bool oldTable, bool newTable)
    {
        // Ignored by hardware in a table descriptor: bits 11:2. Rights of a leaf: 54, 53, 7, 6.
        ulong mayChange = oldTable ? 0xFFCul : (3ul << 53) | (3ul << 6);
        if (oldTable != newTable || ((old ^ now) & ~mayChange) != 0)
        {
            throw new InvalidOperationException(
                $"level {place.Level} entry {address:x}: {old:x16} replaced by {now:x16} without break-before-make");
        }

        if (!oldTable && old != now)
        {
            Remember(address, place, old, false, false);
        }
    }

    private static bool IsTable(ulong descriptor, int level) => level < 3 && (descriptor & 3) == 3;

    private static ulong Span(int level) => 1ul << (39 - 9 * level);

    private void Remember(ulong address, Place place, ulong old, bool wasTable, bool breaks)
    {
        ulong first = place.Base + (address >> 3 & 511) * Span(place.Level);
        ulong output = old & 0xFFFF_FFFF_F000;
        _stale[address] = new Stale
        {
            First = first,
            Last = first + Span(place.Level) - 1,
            OldAddress = output,
            WasTable = wasTable,
            BreaksBeforeMake = breaks
        };
        if (wasTable)
        {
            Unlink(output, place.Level + 1);
        }
    }

    private void Unlink(ulong table, int level)
    {
        _linked.Remove(table);
        for (ulong i = 0; level < 3 && i < 512; i++)
        {
            ulong d = Memory.Read(table + i * 8);
            if (IsTable(d, level))
            {
                Unlink(d & 0xFFFF_FFFF_F000, level + 1);
            }
        }
    }

    private void LinkTable(ulong table, Place parent, ulong entry)
    {
        if (!_out.Contains(table))
        {
            throw new InvalidOperationException($"table {table:x} linked but not allocated");
        }

        var place = new Place(parent.Level + 1, parent.Base + (entry >> 3 & 511) * Span(parent.Level));
        if (!_linked.TryAdd(table, place))
        {
            throw new InvalidOperationException($"table {table:x} linked twice");
        }

        for (ulong i = 0; place.Level < 3 && i < 512; i++)
        {
            ulong d = Memory.Read(table + i * 8);
            if (IsTable(d, place.Level))
            {
                LinkTable(d & 0xFFFF_FFFF_F000, place, table + i * 8);
            }
        }
    }
}

/// <summary>The machine's table frames , for the code under test.</summary>
public readonly struct HostTables(TableMachine machine) : ITableFrames
{
    public Result<PhysicalAddress> AllocateTable() => machine.AllocateTable();

    public void FreeTable(PhysicalAddress table) => machine.FreeTable(table.Value);
}

/// <summary>The machine's TLB , for the code under test.</summary>
public readonly struct HostTlb(TableMachine machine, ushort asid) : ITlb
{
    public void PublishTables() => machine.Publish();

    public void InvalidatePage(VirtualAddress address, Asid tag)
    {
        // The tables of the lower half start at 0; those of the upper half are also recorded by their low 48 bits.
        ulong va = address.Value & 0xFFFF_FFFF_FFFF;
        ushort expected = asid;
        machine.InvalidateWhere((first, last) => va >= first && va <= last && tag.Value == expected, false);
    }

    public void InvalidateGlobalPage(VirtualAddress address)
    {
        ulong va = address.Value & 0xFFFF_FFFF_FFFF;
        machine.InvalidateWhere((first, last) => va >= first && va <= last, false);
    }

    public void InvalidateAsid(Asid tag)
    {
        ushort expected = asid;
        machine.InvalidateWhere((_, _) => tag.Value == expected && expected != GlobalOnly, true);
    }

    public void InvalidateAll() => machine.InvalidateWhere((_, _) => true, true);

    public void Complete() => machine.Complete();

    /// <summary>Means the upper half: its entries are global, and invalidating by ASID does not affect them.</summary>
    public const ushort GlobalOnly = 0xFFFF;
}
