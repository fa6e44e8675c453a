// A file system whose searches fail when a test wants; nothing else does.

using System;
using RustKernel.Services.FileSystems;

namespace RustKernel.FileSystems.Tests.Serving;

/// <summary>Passes everything on to another one, except a search that must fail.</summary>
internal sealed class SearchFails(FileSystem inner) : FileSystem
{
    /// <summary>The error of a search; None: it succeeds.</summary>
    public ErrorCode Error { get; set; }

    public override string Kind => inner.Kind;

    public override ulong Root => inner.Root;

    public override ulong TotalBytes => inner.TotalBytes;

    public override ulong FreeBytes => inner.FreeBytes;

    public override ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node)
    {
        node = 0;
        return Error != ErrorCode.None ? Error : inner.Find(directory, name, out node);
    }

    public override ErrorCode Describe(ulong node, out FileStatus status) => inner.Describe(node, out status);

    public override ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node) =>
        inner.Create(directory, name, isDirectory, out node);

    public override ErrorCode Remove(ulong directory, ReadOnlySpan<char> name) => inner.Remove(directory, name);

    public override ErrorCode Rename(
        ulong directory, ReadOnlySpan<char> name, ulong newDirectory, ReadOnlySpan<char> newName, bool replaces) =>
        inner.Rename(directory, name, newDirectory, newName, replaces);

    public override ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry) =>
        inner.List(directory, ref place, out entry);

    public override ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count) =>
        inner.Read(node, position, bytes, out count);

    public override ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count) =>
        inner.Write(node, position, bytes, out count);

    public override ErrorCode SetSize(ulong node, ulong sizeBytes) => inner.SetSize(node, sizeBytes);

    public override ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags) =>
        inner.SetStatus(node, created, accessed, modified, flags);

    public override ErrorCode Sync(ulong node) => inner.Sync(node);

    public override ErrorCode Hold(ulong node) => inner.Hold(node);

    public override void Release(ulong node) => inner.Release(node);
}
