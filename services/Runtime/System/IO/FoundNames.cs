// The names of a directory for a search: many names in few instructions.

using System.Collections.Generic;
using System.Text;
using RustKernel;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;

namespace System.IO;

/// <summary>Adds the paths of one directory's names, and the subdirectories to search next, unless that list is null.</summary>
internal sealed class FoundNames
{
    private readonly string _at;
    private readonly string _pattern;
    private readonly bool _isAny;
    private readonly bool _files;
    private readonly bool _directories;
    private readonly List<string> _found;
    private readonly Queue<string>? _left;
    private readonly int _start;

    // The path of a name; all begin with the same characters.
    private readonly char[] _path;

    internal FoundNames(string at, string pattern, bool files, bool directories, List<string> found, Queue<string>? left)
    {
        _at = at;
        _pattern = pattern;
        _isAny = pattern == "*";
        _files = files;
        _directories = directories;
        _found = found;
        _left = left;
        string start = at.Length == 0 || at.EndsWith('/') ? at : at + "/";
        _start = start.Length;
        _path = new char[_start + NameFormat.MostBytes];
        start.AsSpan().CopyTo(_path);
    }

    internal void Add()
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_at));
        byte[] names = [];
        ulong place = 0;
        int length;
        do
        {
            ErrorCode error = FileProvider.Current.ListNames(full, ref place, ref names, out length);
            if (error == ErrorCode.NotSupported)
            {
                AddEntries(full);
                return;
            }

            FileErrors.Check(error, full, isDirectory: true);
            Add(names.AsSpan(0, length), full);
        }
        while (length > 0);
    }

    private void Add(ReadOnlySpan<byte> names, string full)
    {
        while (names.Length > 0)
        {
            int length = NameFormat.Read(names, out bool isDirectory);
            if (length is 0 or > NameFormat.MostBytes)
            {
                throw FileErrors.Of(ErrorCode.Corrupt, full, isDirectory: true);
            }

            Add(Encoding.UTF8.GetChars(names.Slice(NameFormat.NameAt, length), _path.AsSpan(_start)), isDirectory);
            names = names.Slice(NameFormat.NameAt + length);
        }
    }

    // A name of this many characters after the start of the path.
    private void Add(int length, bool isDirectory)
    {
        bool isFound = (isDirectory ? _directories : _files)
            && (_isAny || Directory.Fits(_path.AsSpan(_start, length), _pattern));
        bool isNext = isDirectory && _left is not null;
        if (!isFound && !isNext)
        {
            return;
        }

        string path = new(_path.AsSpan(0, _start + length));
        if (isFound)
        {
            _found.Add(path);
        }

        if (isNext)
        {
            _left!.Enqueue(path);
        }
    }

    // The topmost directory, which belongs to no file system.
    private void AddEntries(string full)
    {
        foreach (DirectoryEntry[] some in Directory.Entries(full))
        {
            foreach (DirectoryEntry entry in some)
            {
                entry.Name.AsSpan().CopyTo(_path.AsSpan(_start));
                Add(entry.Name.Length, entry.Status.IsDirectory);
            }
        }
    }
}
