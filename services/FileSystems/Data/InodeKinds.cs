// Which numbers are directories: for lists of names, whose items do not say it.

using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// What is known of the kinds of inodes, a byte each, in windows of neighbouring numbers that push each other out: at most 1 MiB. A number
/// is never given out twice and keeps its kind, so nothing here becomes wrong.
/// </summary>
internal sealed class InodeKinds
{
    private const int WindowNumbers = 16 * 1024;
    private const int MostWindows = 64;
    private const byte File = 1;
    private const byte Directory = 2;

    private readonly byte[]?[] _windows = new byte[]?[MostWindows];
    private readonly ulong[] _starts = new ulong[MostWindows];

    /// <summary>Whether it is a directory; null: not known.</summary>
    public bool? IsDirectory(ulong number)
    {
        ulong window = number / WindowNumbers;
        int place = (int)(window % MostWindows);
        byte kind = _windows[place] is byte[] kinds && _starts[place] == window ? kinds[(int)(number % WindowNumbers)] : (byte)0;
        return kind == 0 ? null : kind == Directory;
    }

    /// <summary>Says what a number is.</summary>
    public void Keep(ulong number, bool isDirectory)
    {
        ulong window = number / WindowNumbers;
        int place = (int)(window % MostWindows);
        byte[] kinds = _windows[place] ??= new byte[WindowNumbers];
        if (_starts[place] != window)
        {
            kinds.AsSpan().Clear();
            _starts[place] = window;
        }

        kinds[(int)(number % WindowNumbers)] = isDirectory ? Directory : File;
    }
}
