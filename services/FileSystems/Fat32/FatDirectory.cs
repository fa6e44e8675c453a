using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The entries of one directory: slots of 32 bytes in a chain of clusters. Finds names by an index made at the first search. Belongs to the
/// state of an operation: if one fails, all these objects are dropped and made again from the disk.
/// </summary>
internal sealed class FatDirectory
{
    /// <summary>The first byte of a slot that is not in use.</summary>
    public const byte Deleted = 0xE5;

    /// <summary>The most slots: two mebibytes. [fatgen103, "Notes Relating to Directory Entries"]</summary>
    public const int MostSlots = 65536;

    private const int LongestSet = LongName.MostParts + 1;
    private const int Gone = -1;
    private const int MostAliases = 10000;

    // Names of hidden entries in the root, for removed files that are still open.
    private static ReadOnlySpan<byte> HiddenStart => "RKGONE"u8;

    private readonly Journal _journal;
    private readonly FatLayout _layout;
    private readonly List<uint> _clusters = [];
    private readonly int[] _hints = new int[LongestSet + 1];
    private readonly IndexedNames _indexed;
    private Dictionary<uint, int>? _names;
    private int _end;

    /// <summary>Reads the chain. Corrupt: it is broken or longer than a directory may be.</summary>
    public FatDirectory(Journal journal, FatLayout layout, uint start, string path, IndexedNames indexed)
    {
        _indexed = indexed;
        _journal = journal;
        _layout = layout;
        Start = start;
        Path = path;
        for (uint cluster = Checked(start); cluster != 0; cluster = journal.Table.Follow(cluster, path))
        {
            if (_clusters.Count * layout.SlotsInCluster >= MostSlots)
            {
                throw FatErrors.Corrupt(
                    $"'{path}': the directory's chain from cluster {start} is longer than a directory may be: it may lead in a circle.");
            }

            _clusters.Add(cluster);
        }

        _end = FindEnd();
    }

    public uint Start { get; }

    /// <summary>For messages.</summary>
    public string Path { get; set; }

    /// <summary>How many names its index has: 0 before the first search.</summary>
    public int IndexedNames => _names?.Count ?? 0;

    private int Slots => _clusters.Count * _layout.SlotsInCluster;

    /// <summary>The entry of a name, long or short, in any case; null if there is none.</summary>
    public DirectoryEntry? Find(ReadOnlySpan<char> name) => SlotOf(name) is int slot and >= 0 ? Decode(slot) : null;

    /// <summary>The place of a name's entry on the disk, long or short, in any case. False if there is none.</summary>
    public bool TryFind(ReadOnlySpan<char> name, out ulong identity)
    {
        int slot = SlotOf(name);
        identity = slot < 0 ? 0 : DirectoryEntry.IdentityOf(SectorOf(slot), slot);
        return slot >= 0;
    }

    /// <summary>
    /// Names of files and directories from slot <paramref name="cursor"/>, which moves past them, as many as there is room for
    /// (<see cref="NameFormat"/>); returns their bytes.
    /// </summary>
    public int Names(ref int cursor, Span<byte> bytes)
    {
        Span<char> name = stackalloc char[LongName.MostParts * LongName.UnitsInPart];
        ReadOnlySpan<byte> sector = default;
        int sectorOf = -1;
        int count = 0;
        for (; cursor >= 0 && cursor < _end; cursor++)
        {
            if (cursor / FatLayout.SlotsInSector != sectorOf)
            {
                sectorOf = cursor / FatLayout.SlotsInSector;
                sector = _journal.Cache.Read(SectorOf(cursor), SectorKind.Directory);
            }

            ReadOnlySpan<byte> slot = SlotIn(sector, cursor);
            if (!IsOfUser(slot))
            {
                continue;
            }

            int written = WriteName(cursor, slot, sector, bytes.Slice(count), name);
            if (written == 0)
            {
                return count != 0 ? count : throw new FileSystemException(
                    ErrorCode.InvalidArgument, $"{bytes.Length} bytes have no room for the next name");
            }

            count += written;
        }

        return count;
    }

    /// <summary>The next file or directory from slot <paramref name="cursor"/>, which moves past it; null at the end.</summary>
    public DirectoryEntry? Next(ref int cursor)
    {
        while (cursor >= 0 && cursor < _end)
        {
            int slot = cursor++;
            if (Decode(slot) is DirectoryEntry entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Whether it has no entries but "." and "..".</summary>
    public bool IsEmpty()
    {
        int cursor = 0;
        return Next(ref cursor) is null;
    }

    /// <summary>The entry with this attribute that is not a file: the label. Null if there is none.</summary>
    public DirectoryEntry? FindLabel()
    {
        for (int slot = 0; slot < _end; slot++)
        {
            ReadOnlySpan<byte> bytes = Slot(slot);
            if (bytes[0] != Deleted && !LongName.IsPart(bytes) && (bytes[11] & (byte)FatAttributes.Label) != 0)
            {
                return new DirectoryEntry(bytes, slot, SectorOf(slot));
            }
        }

        return null;
    }

    /// <summary>
    /// Adds a name with a copy of <paramref name="template"/>'s other fields. NoSpace: the directory or the volume is full.
    /// </summary>
    public DirectoryEntry Insert(string name, ReadOnlySpan<byte> template)
    {
        Span<byte> bytes = stackalloc byte[ShortName.Bytes];
        int parts = 0;
        if (!ShortName.TryEncode(name, bytes, out byte caseBits))
        {
            caseBits = 0;
            parts = LongName.Parts(name);
            ChooseAlias(name, bytes);
        }

        int first = MakeRoom(parts + 1);
        byte checksum = ShortName.Checksum(bytes);
        for (int part = parts; part > 0; part--)
        {
            LongName.Encode(name, part, checksum, ChangeSlot(first + parts - part));
        }

        Span<byte> slot = ChangeSlot(first + parts);
        template.CopyTo(slot);
        bytes.CopyTo(slot);
        slot[DirectoryEntry.CaseAt] = caseBits;
        DirectoryEntry entry = Decode(first + parts) ?? throw FatErrors.Corrupt($"'{Path}': the new entry '{name}' cannot be read back.");
        AddNames(entry);
        return entry;
    }

    /// <summary>Adds a hidden entry, with a copy of <paramref name="template"/>'s other fields.</summary>
    public DirectoryEntry InsertHidden(ReadOnlySpan<byte> template)
    {
        Span<byte> name = stackalloc byte[ShortName.Bytes];
        HiddenStart.CopyTo(name);
        int number = 0;
        do
        {
            for (int i = 0; i < ShortName.Bytes - HiddenStart.Length; i++)
            {
                name[HiddenStart.Length + i] = (byte)"0123456789ABCDEF"[(number >> (4 * i)) & 15];
            }

            number++;
        }
        while (IsTaken(name));

        int slot = MakeRoom(1);
        Span<byte> bytes = ChangeSlot(slot);
        template.CopyTo(bytes);
        name.CopyTo(bytes);
        bytes[DirectoryEntry.CaseAt] = 0;
        return new DirectoryEntry(bytes, slot, SectorOf(slot));
    }

    /// <summary>The hidden entry with this identity, or the first (0); null if there is none.</summary>
    public DirectoryEntry? FindHidden(ulong identity)
    {
        for (int slot = 0; slot < _end; slot++)
        {
            if (IsHidden(Slot(slot)) && new DirectoryEntry(Slot(slot), slot, SectorOf(slot)) is DirectoryEntry entry
                && (identity == 0 || entry.Identity == identity))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Adds a raw slot without a name in the index: the label.</summary>
    public void InsertRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(ChangeSlot(MakeRoom(1)));

    /// <summary>Removes an entry with all its parts.</summary>
    public void Remove(DirectoryEntry entry)
    {
        for (int slot = entry.FirstSlot; slot <= entry.Slot; slot++)
        {
            ChangeSlot(slot)[0] = Deleted;
        }

        RemoveName(entry.Name, entry.Slot);
        RemoveName(ShortName.Decode(entry.Short, 0), entry.Slot);
        int sectorStart = entry.FirstSlot - (entry.FirstSlot % FatLayout.SlotsInSector);
        for (int i = 0; i < _hints.Length; i++)
        {
            _hints[i] = Math.Min(_hints[i], sectorStart);
        }
    }

    private static bool Same(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static uint Hash(ReadOnlySpan<char> name)
    {
        uint hash = 2166136261;
        foreach (char one in name)
        {
            uint upper = one < 0x80 ? one - ((uint)(one - 'a') < 26 ? 0x20u : 0) : char.ToUpperInvariant(one);
            hash = (hash ^ upper) * 16777619;
        }

        return hash;
    }

    private static bool IsHidden(ReadOnlySpan<byte> slot)
    {
        const FatAttributes Kind = FatAttributes.Hidden | FatAttributes.System | FatAttributes.Label | FatAttributes.Directory;
        return ((FatAttributes)slot[11] & Kind) == (FatAttributes.Hidden | FatAttributes.System)
            && slot.Slice(0, HiddenStart.Length).SequenceEqual(HiddenStart);
    }

    private bool IsTaken(ReadOnlySpan<byte> name)
    {
        for (int slot = 0; slot < _end; slot++)
        {
            if (Slot(slot).Slice(0, ShortName.Bytes).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private uint Checked(uint start)
        => _layout.IsCluster(start) ? start : throw FatErrors.Corrupt($"'{Path}': its entry leads to cluster {start}, which is none.");

    private uint SectorOf(int slot)
    {
        uint cluster = _clusters[slot / _layout.SlotsInCluster];
        return _layout.SectorOf(cluster) + (uint)(slot % _layout.SlotsInCluster / FatLayout.SlotsInSector);
    }

    private ReadOnlySpan<byte> Slot(int slot)
        => _journal.Cache
            .Read(SectorOf(slot), SectorKind.Directory)
            .Slice(slot % FatLayout.SlotsInSector * FatLayout.EntryBytes, FatLayout.EntryBytes);

    private Span<byte> ChangeSlot(int slot)
        => _journal.Cache
            .Change(SectorOf(slot), SectorKind.Directory)
            .Slice(slot % FatLayout.SlotsInSector * FatLayout.EntryBytes, FatLayout.EntryBytes);

    // The first slot that was never used: nothing after it is read.
    private int FindEnd()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            if (Slot(slot)[0] == 0)
            {
                return slot;
            }
        }

        return Slots;
    }

    // Null for a slot that is no file or directory of a user.
    private DirectoryEntry? Decode(int slot)
    {
        ReadOnlySpan<byte> sector = _journal.Cache.Read(SectorOf(slot), SectorKind.Directory);
        ReadOnlySpan<byte> bytes = SlotIn(sector, slot);
        if (!IsOfUser(bytes))
        {
            return null;
        }

        Span<char> name = stackalloc char[LongName.MostParts * LongName.UnitsInPart];
        DirectoryEntry entry = new(bytes, slot, SectorOf(slot));
        int length = LongNameOf(slot, bytes, sector, name, out int parts);
        entry.FirstSlot = slot - parts;
        if (length > 0)
        {
            entry.Name = name.Slice(0, length).ToString();
        }

        return entry;
    }

    private static ReadOnlySpan<byte> SlotIn(ReadOnlySpan<byte> sector, int slot) =>
        sector.Slice(slot % FatLayout.SlotsInSector * FatLayout.EntryBytes, FatLayout.EntryBytes);

    private bool IsOfUser(ReadOnlySpan<byte> slot) =>
        slot[0] is not (0 or Deleted or (byte)'.') && (slot[11] & (byte)FatAttributes.Label) == 0 && !IsLog(slot)
        && !(Start == _layout.RootCluster && IsHidden(slot));

    // The slot of a name's entry; negative if there is none.
    private int SlotOf(ReadOnlySpan<char> name)
    {
        Dictionary<uint, int> names = Names();
        for (uint key = Hash(name); names.TryGetValue(key, out int slot); key++)
        {
            if (slot == Gone)
            {
                continue;
            }

            ReadOnlySpan<byte> sector = _journal.Cache.Read(SectorOf(slot), SectorKind.Directory);
            ReadOnlySpan<byte> bytes = SlotIn(sector, slot);
            if (IsOfUser(bytes)
                && (ShortName.IsPlain(bytes, name) || IsAsciiName(slot, bytes, sector, name) || IsCalled(slot, bytes, sector, name)))
            {
                return slot;
            }
        }

        return -1;
    }

    private bool IsCalled(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sector, ReadOnlySpan<char> name)
    {
        Span<char> there = stackalloc char[LongName.MostParts * LongName.UnitsInPart];
        return Same(there.Slice(0, NameIn(slot, bytes, sector, there, out _)), name)
            || Same(there.Slice(0, ShortName.Decode(bytes, 0, there)), name);
    }

    // The bytes that it takes in a list; 0: there is no room.
    private int WriteName(int slot, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> sector, Span<byte> bytes, Span<char> name)
    {
        bool isDirectory = DirectoryEntry.IsDirectoryOf(entry);
        int length = bytes.Length > NameFormat.NameAt ? AsciiNameOf(slot, entry, sector, bytes.Slice(NameFormat.NameAt)) : 0;
        return length > 0
            ? NameFormat.WriteHead(bytes, length, isDirectory)
            : NameFormat.Write(bytes, name.Slice(0, NameIn(slot, entry, sector, name, out _)), isDirectory);
    }

    // Compares a name, letter by letter, with a long one in ASCII: this is the usual case.
    private static bool IsAsciiName(int slot, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> sector, ReadOnlySpan<char> name)
    {
        Span<byte> there = stackalloc byte[4 * LongName.UnitsInPart];
        int length = AsciiNameOf(slot, entry, sector, there);
        if (length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (there[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }

    // The length of a long name in ASCII that lies in the entry's sector; there is room for all parts. 0: it is another kind of name.
    private static int AsciiNameOf(int slot, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> sector, Span<byte> name)
    {
        int index = slot % FatLayout.SlotsInSector;
        byte checksum = ShortName.Checksum(entry);
        int length = 0;
        for (int part = 1; part <= index && length + LongName.UnitsInPart <= name.Length; part++)
        {
            ReadOnlySpan<byte> one = SlotIn(sector, slot - part);
            int units = LongName.DecodeAscii(one, part, checksum, name.Slice(length));
            bool isLast = (one[0] & LongName.LastPart) != 0;
            if (units < 0 || (units < LongName.UnitsInPart && !isLast))
            {
                return 0;
            }

            length += units;
            if (isLast)
            {
                return length is 0 or > LongName.MostUnits || name[length - 1] is (byte)'.' or (byte)' ' ? 0 : length;
            }
        }

        return 0;
    }

    // The name as shown, and how many parts of a long one are before the entry.
    private int NameIn(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sector, Span<char> name, out int parts)
    {
        int length = LongNameOf(slot, bytes, sector, name, out parts);
        return length > 0 ? length : ShortName.Decode(bytes, bytes[DirectoryEntry.CaseAt], name);
    }

    private bool IsLog(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < IntentLog.FileName.Length; i++)
        {
            if (bytes[i] != IntentLog.FileName[i])
            {
                return false;
            }
        }

        return Start == _layout.RootCluster;
    }

    // 0: it has no long name, or one that could not be typed again: then the short one is shown. The sector is the entry's.
    private int LongNameOf(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sector, Span<char> name, out int parts)
    {
        parts = 0;
        if (slot == 0)
        {
            return 0;
        }

        byte checksum = ShortName.Checksum(bytes);
        int length = 0;
        for (int part = 1; part <= LongName.MostParts && slot - part >= 0 && length == 0; part++)
        {
            int at = slot - part;
            ReadOnlySpan<byte> one = at / FatLayout.SlotsInSector == slot / FatLayout.SlotsInSector ? SlotIn(sector, at) : Slot(at);
            if (!LongName.TryDecode(one, part, checksum, name, out length))
            {
                return 0;
            }

            parts = length > 0 ? part : 0;
        }

        return length > 0 && LongName.IsShown(name.Slice(0, length)) ? length : 0;
    }

    private Dictionary<uint, int> Names()
    {
        if (_names is null)
        {
            int before = _indexed.Count;
            _names = [];
            try
            {
                int cursor = 0;
                while (Next(ref cursor) is DirectoryEntry entry)
                {
                    AddNames(entry);
                }
            }
            catch
            {
                // Half an index would hide names, and permit duplicates.
                _names = null;
                _indexed.Count = before;
                throw;
            }
        }

        return _names;
    }

    private void AddNames(DirectoryEntry entry)
    {
        AddName(entry.Name, entry.Slot);
        string shortName = ShortName.Decode(entry.Short, 0);
        if (!Same(shortName, entry.Name))
        {
            AddName(shortName, entry.Slot);
        }
    }

    private void AddName(string name, int slot)
    {
        Dictionary<uint, int> names = Names();
        uint key = Hash(name);
        while (names.TryGetValue(key, out int other) && other != Gone)
        {
            if (other == slot)
            {
                return;
            }

            key++;
        }

        int before = names.Count;
        names[key] = slot;
        _indexed.Count += names.Count - before;
    }

    private void RemoveName(string name, int slot)
    {
        Dictionary<uint, int> names = Names();
        for (uint key = Hash(name); names.TryGetValue(key, out int found); key++)
        {
            if (found == slot)
            {
                names[key] = Gone;
                return;
            }
        }
    }

    private void ChooseAlias(string name, Span<byte> bytes)
    {
        if (ShortName.TryUpper(name, bytes))
        {
            return;
        }

        for (int number = 1; number < MostAliases; number++)
        {
            ShortName.Alias(name, number, bytes);
            if (Find(ShortName.Decode(bytes, 0)) is null)
            {
                return;
            }
        }

        throw new FileSystemException(ErrorCode.NoSpace, $"'{Path}': there is no short name left for '{name}'.");
    }

    // Free slots for a set: in one sector, if it fits, so that one write adds or removes it.
    private int MakeRoom(int count)
    {
        int first = FindRoom(count);
        while (first < 0)
        {
            Grow();
            first = FindRoom(count);
        }

        for (; _end < first; _end++)
        {
            ChangeSlot(_end)[0] = Deleted;
        }

        _hints[count] = first - (first % FatLayout.SlotsInSector);
        if (first + count > _end)
        {
            _end = first + count;
            if (_end < Slots && Slot(_end)[0] != 0)
            {
                ChangeSlot(_end)[0] = 0;
            }
        }

        return first;
    }

    private int FindRoom(int count)
    {
        int step = count > FatLayout.SlotsInSector ? FatLayout.SlotsInSector : 1;
        int run = 0;
        for (int slot = _hints[count]; slot < Slots; slot++)
        {
            bool begins = count > FatLayout.SlotsInSector ? run == 0 : slot % FatLayout.SlotsInSector == 0;
            run = begins ? 0 : run;
            bool isFree = slot >= _end || Slot(slot)[0] == Deleted;
            run = isFree && (run != 0 || slot % step == 0) ? run + 1 : 0;
            if (run == count)
            {
                return slot - count + 1;
            }
        }

        return -1;
    }

    private void Grow()
    {
        if (Slots + _layout.SlotsInCluster > MostSlots)
        {
            throw new FileSystemException(ErrorCode.NoSpace, $"'{Path}': a directory holds at most {MostSlots} entries.");
        }

        uint cluster = _journal.Table.Allocate(_clusters[_clusters.Count - 1], 1, out _);
        _journal.ClearCluster(cluster);
        _clusters.Add(cluster);
    }
}
