using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Memory;
using RustKernel.Spaces;

namespace RustKernel.Services.Temporary;

/// <summary>
/// The boot archive, a cpio archive, as one read-only directory without subdirectories. A file's number is the offset of its entry.
/// </summary>
internal sealed class ArchiveFileSystem : FileSystem
{
    private const ulong RootNode = 1;
    private const ulong FirstNode = 2;
    private readonly Arena _archive;
    private readonly List<Item> _items = new();
    private readonly Dictionary<string, int> _names = new();

    /// <summary>The files of <paramref name="archive"/>, up to the first damage.</summary>
    internal ArchiveFileSystem(Arena archive)
    {
        _archive = archive;
        CpioArchive cpio = new(archive.Bytes);
        int next = 0;
        while (cpio.ReadEntry(next, out ReadOnlySpan<byte> name, out int offset, out int size, out int after) == ErrorCode.None)
        {
            string text = System.Text.Encoding.UTF8.GetString(name);
            if (_names.TryAdd(text, _items.Count))
            {
                _items.Add(new Item(text, offset, size));
            }

            if (after <= next)
            {
                break;
            }

            next = after;
        }
    }

    /// <inheritdoc/>
    public override string Kind => "cpio";

    /// <inheritdoc/>
    public override bool IsReadOnly => true;

    /// <inheritdoc/>
    public override bool KeepsNumbers => true;

    /// <inheritdoc/>
    public override ulong Root => RootNode;

    /// <inheritdoc/>
    public override ulong TotalBytes => (ulong)_archive.Bytes.Length;

    /// <inheritdoc/>
    public override ulong FreeBytes => 0;

    /// <inheritdoc/>
    public override ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node)
    {
        node = 0;
        if (directory != RootNode)
        {
            return IsFile(directory) ? ErrorCode.NotDirectory : ErrorCode.NotOwned;
        }

        bool isThere = _names.TryGetValue(name.ToString(), out int index);
        node = isThere ? FirstNode + (ulong)index : 0;
        return isThere ? ErrorCode.None : ErrorCode.NotFound;
    }

    /// <inheritdoc/>
    public override ErrorCode Describe(ulong node, out FileStatus status)
    {
        bool isFile = IsFile(node);
        status = isFile
            ? new FileStatus { Node = node, SizeBytes = (ulong)_items[(int)(node - FirstNode)].Bytes, Flags = FileFlags.ReadOnly }
            : new FileStatus { Node = RootNode, Flags = FileFlags.Directory | FileFlags.ReadOnly };
        return isFile || node == RootNode ? ErrorCode.None : ErrorCode.NotOwned;
    }

    /// <inheritdoc/>
    public override ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry)
    {
        entry = default;
        if (directory != RootNode || place >= (ulong)_items.Count)
        {
            return directory == RootNode ? ErrorCode.NotFound : IsFile(directory) ? ErrorCode.NotDirectory : ErrorCode.NotOwned;
        }

        entry.Name = _items[(int)place].Name;
        ErrorCode error = Describe(FirstNode + place, out entry.Status);
        place++;
        return error;
    }

    /// <inheritdoc/>
    public override ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count)
    {
        count = 0;
        if (!IsFile(node))
        {
            return node == RootNode ? ErrorCode.IsDirectory : ErrorCode.NotOwned;
        }

        Item item = _items[(int)(node - FirstNode)];
        if (position < (ulong)item.Bytes)
        {
            count = (int)Math.Min((ulong)bytes.Length, (ulong)item.Bytes - position);
            _archive.Bytes.Slice(item.Offset + (int)position, count).CopyTo(bytes);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node)
    {
        node = 0;
        return ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public override ErrorCode Remove(ulong directory, ReadOnlySpan<char> name) => ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public override ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces) => ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public override ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        return ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    public override ErrorCode SetSize(ulong node, ulong sizeBytes) => ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public override ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags) =>
        ErrorCode.AccessDenied;

    /// <inheritdoc/>
    public override ErrorCode Sync(ulong node) => ErrorCode.None;

    /// <inheritdoc/>
    public override ErrorCode Hold(ulong node) => node == RootNode || IsFile(node) ? ErrorCode.None : ErrorCode.NotOwned;

    /// <inheritdoc/>
    public override void Release(ulong node)
    {
    }

    private bool IsFile(ulong node) => node >= FirstNode && node - FirstNode < (ulong)_items.Count;

    private readonly struct Item(string name, int offset, int bytes)
    {
        internal string Name => name;

        internal int Offset => offset;

        internal int Bytes => bytes;
    }
}
