using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// Which inodes are directories, for lists of names, whose items do not say so. One byte each, in windows of neighbouring numbers that
/// displace each other: at most 1 MiB. A number is never reused and keeps its kind, so no entry becomes wrong.
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

    /// <summary>Records the kind of a number.</summary>
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
