// FAT32 as services use it: nodes by number, errors as numbers; the text of the last one is kept.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// A FAT32 volume. A node's number is the place of its entry on the disk, so it stays valid across mounts until the node is renamed. A
/// renamed node keeps its number as long as this object exists. Besides the errors of <see cref="FileSystem"/>: InvalidState, after a
/// failed write or flush.
/// </summary>
public sealed class Fat32FileSystem : FileSystem
{
    private const ulong RootNumber = 1;
    private const ulong FirstOther = 1UL << 63;

    // For the number that a client remembers: a place is a sector number of 32 bits and one of 16 slots.
    private const int PlaceBits = 36;
    private const int StampBits = 28;

    // Nodes whose number is not their place: renamed nodes, and those now in the place of a renamed one.
    private readonly Dictionary<ulong, ulong> _places = [];
    private readonly Dictionary<ulong, ulong> _numbers = [];
    private readonly Dictionary<ulong, FatNode> _held = [];
    private Fat32Volume _volume = null!;
    private string _problem = "";
    private string? _missing;
    private ulong _nextOther = FirstOther;

    private Fat32FileSystem()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "fat32";

    /// <inheritdoc/>
    public override string Label => _volume.GetLabel();

    /// <inheritdoc/>
    public override bool IsReadOnly => _volume.IsReadOnly;

    /// <inheritdoc/>
    public override bool HasStopped => _volume.HasStopped;

    /// <inheritdoc/>
    public override ulong Root => RootNumber;

    /// <inheritdoc/>
    public override ulong TotalBytes => _volume.TotalBytes;

    /// <inheritdoc/>
    public override ulong FreeBytes => _volume.FreeBytes;

    /// <summary>
    /// The place of the node's entry, and above it <see cref="StampBits"/> bits made from the time of its creation: so a later node at the
    /// same place has another number. Without these bits if the entry cannot be read.
    /// </summary>
    public override ulong NextNumber(ulong node)
    {
        ulong place = _places.TryGetValue(node, out ulong moved) ? moved : node;
        try
        {
            ReadOnlySpan<byte> slot = node == RootNumber ? default : _volume.SlotAt(PlaceOf(node));
            return slot.Length == 0 ? place : place | (Stamp(DirectoryEntry.CreatedOf(slot)) << PlaceBits);
        }
        catch (FileSystemException e)
        {
            _ = Refused(e);
            return place;
        }
    }

    /// <summary>Describes what mounting repaired or dropped; null if nothing.</summary>
    public string? MountNote => _volume.MountNote;

    /// <summary>The text of the last error: the file, the place, the remedy.</summary>
    public string LastProblem => _missing is null ? _problem : FatErrors.Missing(_missing).Message;

    /// <summary>The volume itself.</summary>
    public Fat32Volume Volume => _volume;

    /// <summary>Mounts a volume. Throws as <see cref="Fat32Volume.Mount"/>.</summary>
    public static Fat32FileSystem Mount(BlockStore store, bool isReadOnly = false) =>
        Mount(store, isReadOnly, Fat32Options.DefaultMetadataSectors);

    /// <summary>The same with another limit for <see cref="Fat32Options.MetadataSectors"/>.</summary>
    internal static Fat32FileSystem Mount(BlockStore store, bool isReadOnly, int metadataSectors)
    {
        Fat32FileSystem mounted = new();
        Fat32Options options = new() { ReadOnly = isReadOnly, MetadataSectors = metadataSectors, Clock = mounted.Clock };
        mounted._volume = Fat32Volume.Mount(store, options);
        return mounted;
    }

    /// <inheritdoc/>
    public override ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node)
    {
        node = 0;
        try
        {
            if (_volume.TryFind(PlaceOf(directory), name, out ulong identity))
            {
                node = NumberOf(identity);
                return ErrorCode.None;
            }

            // Asked before each creation: no exception, and no text that no one reads.
            _missing = name.ToString();
            return ErrorCode.NotFound;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Describe(ulong node, out FileStatus status)
    {
        status = default;
        try
        {
            if (node == RootNumber)
            {
                status = new FileStatus { Node = node, Flags = FileFlags.Directory };
                return ErrorCode.None;
            }

            ReadOnlySpan<byte> slot = _volume.SlotAt(PlaceOf(node));
            status = slot.Length == 0 ? throw NoNode(node) : new FileStatus
            {
                Node = node,
                SizeBytes = DirectoryEntry.IsDirectoryOf(slot) ? 0 : DirectoryEntry.SizeOf(slot),
                Created = DirectoryEntry.CreatedOf(slot),
                Accessed = DirectoryEntry.AccessedOf(slot),
                Modified = DirectoryEntry.WrittenOf(slot),
                Flags = (FileFlags)slot[11],
            };
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node)
    {
        ulong made = 0;
        string text = name.ToString();
        ErrorCode error = Do(() =>
        {
            FatNode opened = _volume.Make(PlaceIn(directory, text), isDirectory);
            made = NumberOf(opened.Identity);
            _volume.Drop(opened);
        });
        node = made;
        return error;
    }

    /// <inheritdoc/>
    public override ErrorCode Remove(ulong directory, ReadOnlySpan<char> name)
    {
        string text = name.ToString();
        return Do(() =>
        {
            Place place = PlaceIn(directory, text);
            ulong identity = (_volume.Find(place) ?? throw FatErrors.Missing(text)).Identity;
            _volume.Remove(place, mayBeFile: true, mayBeDirectory: true);
            Leave(NumberOf(identity));
        });
    }

    /// <inheritdoc/>
    public override ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces)
    {
        string text = name.ToString();
        string newText = newName.ToString();
        return Do(() =>
        {
            Place place = PlaceIn(directory, text);
            Place target = PlaceIn(newDirectory, newText);
            ulong number = NumberOf((_volume.Find(place) ?? throw FatErrors.Missing(text)).Identity);
            ulong replaced = _volume.Find(target) is DirectoryEntry old ? NumberOf(old.Identity) : number;
            _volume.Rename(place, target, replaces);
            if (replaced != number)
            {
                Leave(replaced);
            }

            Settle(number, _volume.Find(target)!.Identity);
        });
    }

    /// <inheritdoc/>
    public override ErrorCode List(ulong directory, ref ulong place, out Services.FileSystems.DirectoryEntry entry)
    {
        FatFileInfo? found = null;
        int cursor = place > int.MaxValue ? int.MaxValue : (int)place;
        ErrorCode error = Do(() => With(directory, node => found = _volume.ReadDirectory(node, ref cursor)));
        place = (ulong)cursor;
        entry = default;
        if (found is not null)
        {
            entry.Name = found.Name;
            entry.Status = StatusOf(NumberOf(found.Identity), found);
        }

        return error == ErrorCode.None && found is null ? ErrorCode.NotFound : error;
    }

    /// <inheritdoc/>
    public override ErrorCode Names(ulong directory, ref ulong place, Span<byte> bytes, out int count)
    {
        count = 0;
        int cursor = place > int.MaxValue ? int.MaxValue : (int)place;
        try
        {
            count = _volume.DirectoryAt(PlaceOf(directory)).Names(ref cursor, bytes);
            place = (ulong)cursor;
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count)
    {
        count = 0;
        FatNode? opened = null;
        try
        {
            opened = Open(node);
            count = position > Fat32Volume.MostBytes ? 0 : _volume.Read(opened, (uint)position, bytes);
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
        finally
        {
            Close(opened);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        FatNode? opened = null;
        try
        {
            opened = Open(node);
            if (position > Fat32Volume.MostBytes)
            {
                throw new FileSystemException(
                    ErrorCode.InvalidArgument,
                    $"'{opened.Path}': no file of FAT32 is as long as {position} bytes.");
            }

            _volume.Write(opened, (uint)position, bytes);
            count = bytes.Length;
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
        finally
        {
            Close(opened);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode SetSize(ulong node, ulong sizeBytes) => sizeBytes > Fat32Volume.MostBytes
        ? ErrorCode.InvalidArgument
        : Do(() => With(node, opened => _volume.SetSize(opened, (uint)sizeBytes)));

    /// <inheritdoc/>
    public override ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags)
        => Do(() => _volume.SetStatus(PlaceOf(node), $"node {node}", Time(created), Time(accessed), Time(modified), (FatAttributes?)flags));

    /// <inheritdoc/>
    public override ErrorCode Sync(ulong node) => Do(() =>
    {
        if (node == 0)
        {
            _volume.Sync();
        }
        else
        {
            _volume.Commit(PlaceOf(node));
        }
    });

    /// <inheritdoc/>
    public override ErrorCode Hold(ulong node)
    {
        try
        {
            if (_held.TryGetValue(node, out FatNode? held))
            {
                held.Users++;
            }
            else
            {
                _held.Add(node, Open(node));
            }

            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
    }

    /// <inheritdoc/>
    public override void Release(ulong node)
    {
        if (!_held.TryGetValue(node, out FatNode? held))
        {
            return;
        }

        bool isLast = held.Users == 1;
        Close(held);
        if (isLast)
        {
            _ = _held.Remove(node);
            if (held.IsGone)
            {
                Forget(node);
            }
        }
    }

    /// <inheritdoc/>
    public override void Rest()
    {
        if (!IsReadOnly)
        {
            _ = Do(_volume.Rest);
        }
    }

    // Multiplied by the golden ratio, so that each bit of the time counts.
    private static ulong Stamp(long ticks) => ((ulong)ticks * 0x9E37_79B9_7F4A_7C15) >> (64 - StampBits);

    private static DateTime? Time(long ticks) => ticks <= 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTime(ticks);

    private static FileStatus StatusOf(ulong number, FatFileInfo info) => new()
    {
        Node = number,
        SizeBytes = info.Size,
        Created = info.Created.Ticks,
        Accessed = info.Accessed.Ticks,
        Modified = info.Written.Ticks,
        Flags = (FileFlags)info.Attributes,
    };

    private DateTime Clock() => Time(Now) ?? FatTime.Earliest;

    private ErrorCode Do(Action action)
    {
        try
        {
            action();
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Refused(e);
        }
    }

    private ErrorCode Refused(FileSystemException e)
    {
        _problem = e.Message;
        _missing = null;
        return e.Error;
    }

    private FatNode Open(ulong number)
    {
        if (_held.TryGetValue(number, out FatNode? held))
        {
            held.Users++;
            return held;
        }

        ulong place = PlaceOf(number);
        return place == 0 ? _volume.Open(place, "") : _volume.TryOpen(place) ?? throw NoNode(number);
    }

    private void Close(FatNode? opened)
    {
        try
        {
            if (opened is not null)
            {
                _volume.Close(opened);
            }
        }
        catch (FileSystemException e)
        {
            _ = Refused(e);
        }
    }

    private void With(ulong number, Action<FatNode> action)
    {
        FatNode opened = Open(number);
        try
        {
            action(opened);
        }
        finally
        {
            Close(opened);
        }
    }

    private Place PlaceIn(ulong directory, string name) => _volume.PlaceIn(directory == RootNumber ? 0 : EntryOf(directory).Identity, name);

    private DirectoryEntry EntryOf(ulong number)
        => (number == RootNumber ? null : _volume.EntryAt(PlaceOf(number)))
            ?? throw NoNode(number);

    private static FileSystemException NoNode(ulong number) =>
        new(ErrorCode.NotOwned, $"There is no file or directory with the number {number}.");

    private ulong PlaceOf(ulong number)
        => number == RootNumber ? 0
            : _places.Count != 0 && _places.TryGetValue(number, out ulong place) ? place
            : number < FirstOther && number > RootNumber && !(_numbers.Count != 0 && _numbers.ContainsKey(number)) ? number
            : throw NoNode(number);

    private ulong NumberOf(ulong place)
    {
        if (_places.Count == 0 && _numbers.Count == 0)
        {
            return place;
        }

        if (_numbers.TryGetValue(place, out ulong number))
        {
            return number;
        }

        if (!_places.ContainsKey(place))
        {
            return place;
        }

        // The place's own number still belongs to the renamed node that was there before.
        Settle(_nextOther, place);
        return _nextOther++;
    }

    // The number now stands for this place.
    private void Settle(ulong number, ulong place)
    {
        Forget(number);
        if (number != place)
        {
            _places[number] = place;
            _numbers[place] = number;
        }
    }

    // Its name is gone: if the node is held, it lives on at another place.
    private void Leave(ulong number)
    {
        if (_held.TryGetValue(number, out FatNode? held) && !held.HasNoEntry)
        {
            Settle(number, held.Identity);
        }
        else
        {
            Forget(number);
        }
    }

    private void Forget(ulong number)
    {
        if (_places.Remove(number, out ulong place))
        {
            _ = _numbers.Remove(place);
        }
    }
}
