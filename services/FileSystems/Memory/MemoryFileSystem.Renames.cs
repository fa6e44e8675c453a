// Renames: recorded in the header before anything changes, so a successor finishes one that was begun.

using System;
using System.Text;

namespace RustKernel.Services.FileSystems.Memory;

public sealed partial class MemoryFileSystem
{
    private const int NoteAt = 64;
    private const int NotedNodeAt = 68;
    private const int NotedParentAt = 72;
    private const int NotedVictimAt = 76;
    private const int NotedBytesAt = 80;
    private const int NotedNameAt = 128;

    /// <inheritdoc/>
    public override ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces)
    {
        string oldText = name.ToString();
        string newText = newName.ToString();
        ErrorCode error = FindDirectory(directory, out int parent);
        int newParent = 0;
        error = error == ErrorCode.None ? FindDirectory(newDirectory, out newParent) : error;
        error = error == ErrorCode.None ? CheckName(newText) : error;
        int index = -1;
        if (error == ErrorCode.None && _names[parent]?.TryGetValue(oldText, out index) != true)
        {
            error = ErrorCode.NotFound;
        }

        int victim = -1;
        if (error == ErrorCode.None && _names[newParent]?.TryGetValue(newText, out victim) != true)
        {
            victim = -1;
        }

        error = error == ErrorCode.None ? CheckRename(index, newParent, victim, replaces) : error;
        if (error != ErrorCode.None || victim == index)
        {
            return error;
        }

        Note(index, newParent, victim, newText);
        _ = _names[parent]!.Remove(oldText);
        AddName(newParent, newText, index);
        if (victim >= 0)
        {
            Drop(victim);
        }

        SetName(_arena.Node(index), newParent, newText);
        ArenaLayout.Write32(_arena.Header, NoteAt, 0);
        Touch(parent);
        Touch(newParent);
        return ErrorCode.None;
    }

    private ErrorCode CheckRename(int index, int newParent, int victim, bool replaces)
    {
        bool isDirectory = StateOf(_arena.Node(index)) == NodeState.Directory;
        for (int above = newParent; isDirectory && above != 0; above = (int)ArenaLayout.Read32(_arena.Node(above), ParentAt))
        {
            if (above == index)
            {
                return ErrorCode.InvalidArgument;
            }
        }

        if (victim < 0 || victim == index)
        {
            return ErrorCode.None;
        }

        if (!replaces)
        {
            return ErrorCode.AlreadyExists;
        }

        bool isVictimDirectory = StateOf(_arena.Node(victim)) == NodeState.Directory;
        return isDirectory != isVictimDirectory ? (isDirectory ? ErrorCode.NotDirectory : ErrorCode.IsDirectory)
            : _names[victim] is { Count: > 0 } ? ErrorCode.NotEmpty : ErrorCode.None;
    }

    private void Note(int index, int parent, int victim, string name)
    {
        Span<byte> header = _arena.Header;
        ArenaLayout.Write32(header, NotedNodeAt, (uint)index);
        ArenaLayout.Write32(header, NotedParentAt, (uint)parent);
        ArenaLayout.Write32(header, NotedVictimAt, (uint)(victim + 1));
        ArenaLayout.Write32(header, NotedBytesAt, (uint)Encoding.UTF8.GetBytes(name, header[NotedNameAt..]));
        ArenaLayout.Write32(header, NoteAt, 1);
    }

    // Before names and blocks are found: a victim's record is all that is left of it.
    private void FinishRename()
    {
        Span<byte> header = _arena.Header;
        if (ArenaLayout.Read32(header, NoteAt) == 0)
        {
            return;
        }

        int victim = (int)ArenaLayout.Read32(header, NotedVictimAt) - 1;
        if (victim >= 0)
        {
            SetState(victim, NodeState.Free);
        }

        int bytes = (int)Math.Min(ArenaLayout.Read32(header, NotedBytesAt), ArenaLayout.MostNameBytes);
        string name = Encoding.UTF8.GetString(header.Slice(NotedNameAt, bytes));
        SetName(_arena.Node((int)ArenaLayout.Read32(header, NotedNodeAt)), (int)ArenaLayout.Read32(header, NotedParentAt), name);
        ArenaLayout.Write32(header, NoteAt, 0);
    }
}
