// Random operations of System.IO, each with its result as text. They run under .NET, in a file system of the target on the host, and on the
// target: the same seed gives the same operations everywhere, and must give the same results.

using System;
using System.Collections.Generic;
using System.IO;

namespace RustKernel.Services.Tester;

/// <summary>
/// Operations below the directory <paramref name="root"/>, which this makes: files by path and as streams, directories, times, and
/// operations that must fail. The choice depends on the seed and on earlier results. FAT requires that names differ by more than case, and
/// that times have even seconds.
/// </summary>
internal sealed class FileSteps(string root, ulong seed)
{
    /// <summary>On the target, all files are closed after this many operations.</summary>
    public const int Turn = 125;

    private const int MostOpen = 5;
    private const int MostWritten = 12_000;
    private const int MostPosition = 50_000;
    private const string NoSuchPart = "Could not find a part of the path";
    private const string NoSuchPlace = "Invalid argument";
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private static readonly string[] s_folders = ["", "", "a/", "b/", "a/c/", "a/c/", "gone/", "a longer folder/"];
    private static readonly string[] s_names = ["f0", "f1", "f2.txt", "A longer name.text", "\u00fcmlaut", "f0/below", "a", "c", "b"];
    private static readonly string[] s_directories = ["a", "b", "a/c", "a/c/e", "a longer folder", "gone/x", "b/f0", "a/", "b/c"];
    private static readonly string[] s_patterns = ["*", "*", "f*", "*.t*xt", "?", "*a*"];

    private readonly FileStream?[] _open = new FileStream?[MostOpen];
    private readonly byte[] _bytes = new byte[MostWritten];
    private ulong _state = seed;
    private bool _hasMoved;

    /// <summary>A hash of all results so far.</summary>
    public ulong Hash { get; private set; } = Basis;

    /// <summary>Operations that threw an exception.</summary>
    public int Failed { get; private set; }

    /// <summary>Files are open, and each still has the name by which it was opened, so that a restarted service can find it.</summary>
    public bool CanReopen => !_hasMoved && Array.Exists(_open, static one => one is not null);

    /// <summary>Makes the directory.</summary>
    public void Begin() => Directory.CreateDirectory(root);

    /// <summary>Does the next operation. Returns the operation and its result.</summary>
    public string Next()
    {
        string words;
        int kind = Draw(34);
        string what = "";
        try
        {
            what = kind < 18 ? Path() : kind < 20 ? Folder() : "";
            words = kind < 18 ? DoFile(kind, ref what) : kind < 22 ? DoDirectory(kind, ref what) : DoStream(kind, ref what);
        }
        catch (Exception e)
        {
            Failed++;
            words = $"{e.GetType().Name}: {Shown(e.Message, what)}";
        }

        words = $"{kind} {what} -> {words}";
        foreach (char one in words)
        {
            Hash = (Hash ^ one) * Prime;
        }

        return words;
    }

    /// <summary>Closes all files and removes everything.</summary>
    public void End()
    {
        CloseAll();
        Directory.Delete(root, true);
    }

    /// <summary>Uses each open file, so that a restarted service finds it and knows which are open exclusively.</summary>
    public void Use()
    {
        foreach (FileStream? stream in _open)
        {
            _ = stream?.Length;
        }
    }

    /// <summary>Closes all files.</summary>
    public void CloseAll()
    {
        for (int i = 0; i < MostOpen; i++)
        {
            _open[i]?.Dispose();
            _open[i] = null;
        }

        _hasMoved = false;
    }

    // In two cases the target names a path and .NET does not: a file that must not replace another is moved to an impossible place, and a
    // directory is moved into itself.
    private string Shown(string message, string what) =>
        message.StartsWith(NoSuchPart) && what.Contains(" move ") ? NoSuchPart
            : message.StartsWith(NoSuchPlace) ? NoSuchPlace : message.Replace(root, "ROOT");

    private string DoFile(int kind, ref string what)
    {
        string path = Full(what);
        switch (kind)
        {
            case 0 or 1 or 2:
                byte[] bytes = Data(Draw(8) == 0 ? MostWritten : 600).ToArray();
                what += $" write {bytes.Length}";
                File.WriteAllBytes(path, bytes);
                return "done";
            case 3:
                string text = new((char)('a' + Draw(26)), Draw(300));
                what += $" append {text.Length}";
                File.AppendAllText(path, text);
                return "done";
            case 4 or 5:
                return Of(File.ReadAllBytes(path));
            case 6:
                return $"{File.Exists(path)} {Directory.Exists(path)}";
            case 7 or 8:
                File.Delete(path);
                _hasMoved = true;
                return "deleted";
            case 9 or 10 or 11:
                return Move(path, ref what);
            case 12 or 13:
                return Copy(path, ref what);
            case 14 or 15:
                FlushAll();
                return $"{new FileInfo(path).Length} {File.GetAttributes(path) & FileAttributes.Directory}";
            default:
                return Stamp(path, ref what);
        }
    }

    private string Move(string path, ref string what)
    {
        string to = Path();
        bool overwrites = Draw(2) == 0;
        what += $" move {to} {overwrites}";
        File.Move(path, Full(to), overwrites);
        _hasMoved = true;
        return "moved";
    }

    private string Copy(string path, ref string what)
    {
        string to = Path();
        bool overwrites = Draw(2) == 0;
        what += $" copy {to} {overwrites}";
        FlushAll();
        File.Copy(path, Full(to), overwrites);
        _hasMoved = true;
        return "copied";
    }

    private string Stamp(string path, ref string what)
    {
        DateTime time = new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(2 * Draw(1_000_000_000));
        what += $" stamp {time.Ticks}";
        File.SetLastWriteTimeUtc(path, time);
        return $"{File.GetLastWriteTimeUtc(path).Ticks}";
    }

    private string DoDirectory(int kind, ref string what)
    {
        switch (kind)
        {
            case 18:
                Directory.CreateDirectory(Full(what));
                return "made";
            case 19:
                string gone = Full(what);
                bool isWhole = Draw(3) == 0;
                what += $" remove {isWhole}";
                Directory.Delete(gone, isWhole);
                _hasMoved = true;
                return "removed";
            case 20:
                string from = Folder();
                string to = Folder();
                what = $"{from} rename {to}";
                Directory.Move(Full(from), Full(to));
                _hasMoved = true;
                return "renamed";
            default:
                return List(ref what);
        }
    }

    private string List(ref string what)
    {
        what = Draw(2) == 0 ? "" : Folder();
        string pattern = s_patterns[Draw(s_patterns.Length)];
        SearchOption option = Draw(2) == 0 ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        string place = Full(what);
        what += $" list {pattern} {option == SearchOption.AllDirectories}";
        List<string> names = new(Directory.GetFileSystemEntries(place, pattern, option));
        names.Sort(string.CompareOrdinal);
        return string.Join(" ", names).Replace(root, "");
    }

    private string DoStream(int kind, ref string what)
    {
        int slot = Draw(MostOpen);
        what = $"stream {slot}";
        if (kind < 26)
        {
            return Open(slot, ref what);
        }

        FileStream? stream = _open[slot];
        if (stream is null)
        {
            return "none";
        }

        switch (kind)
        {
            case 26 or 27:
                return Read(stream, ref what);
            case 28 or 29:
                ReadOnlySpan<byte> data = Data(Draw(4) == 0 ? MostWritten : 700);
                what += $" write {data.Length}";
                stream.Write(data);
                return $"at {stream.Position}";
            case 30:
                return Seek(stream, ref what);
            case 31:
                return Resize(stream, ref what);
            case 32:
                bool isToDisk = Draw(8) == 0;
                what += $" flush {isToDisk}";
                stream.Flush(isToDisk);
                return $"{stream.Length} at {stream.Position} {stream.CanRead} {stream.CanWrite}";
            default:
                _open[slot] = null;
                stream.Dispose();
                return $"closed {stream.CanSeek}";
        }
    }

    private string Open(int slot, ref string what)
    {
        string path = Path();
        FileMode mode = (FileMode)(1 + Draw(6));
        FileAccess access = Draw(3) == 0 ? FileAccess.ReadWrite : (FileAccess)(1 + Draw(3));

        // Other streams do not see a stream's buffer, so a stream with a buffer has its file alone.
        bool isAlone = Draw(4) == 0;
        FileShare share = isAlone ? FileShare.None : (FileShare)(1 + Draw(3));
        what += $" open {path} {(int)mode} {(int)access} {(int)share}";
        _open[slot]?.Dispose();
        _open[slot] = null;
        _open[slot] = new FileStream(Full(path), mode, access, share, isAlone ? 4096 : 1);
        return $"{_open[slot]!.Length} at {_open[slot]!.Position}";
    }

    private string Read(FileStream stream, ref string what)
    {
        byte[] bytes = new byte[Draw(4) == 0 ? 10_000 : Draw(900)];
        what += $" read {bytes.Length}";
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Of(bytes.AsSpan(0, count));
    }

    private string Seek(FileStream stream, ref string what)
    {
        SeekOrigin origin = (SeekOrigin)Draw(3);
        long offset = origin == SeekOrigin.Begin ? Draw(MostPosition) : Draw(2_000) - 1_000;
        what += $" seek {offset} {(int)origin}";
        return $"at {stream.Seek(offset, origin)}";
    }

    private string Resize(FileStream stream, ref string what)
    {
        int length = Draw(2) == 0 ? Draw(MostPosition) : Draw(2_000);
        what += $" resize {length}";
        stream.SetLength(length);
        return $"{stream.Length} at {stream.Position}";
    }

    // Flushes, so that what others see of the file does not depend on when a buffer is full.
    private void FlushAll()
    {
        foreach (FileStream? stream in _open)
        {
            stream?.Flush();
        }
    }

    private static string Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Basis;
        foreach (byte one in bytes)
        {
            hash = (hash ^ one) * Prime;
        }

        return $"{bytes.Length} bytes {hash:x}";
    }

    private ReadOnlySpan<byte> Data(int most)
    {
        Span<byte> bytes = _bytes.AsSpan(0, Draw(most) + 1);
        int first = Draw(256);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(first + (i * 3) + (i >> 8));
        }

        return bytes;
    }

    private string Full(string path) => path.Length == 0 ? root : root + "/" + path;

    private string Folder() => s_directories[Draw(s_directories.Length)];

    private string Path() => s_folders[Draw(s_folders.Length)] + s_names[Draw(s_names.Length)];

    // SplitMix64: the same numbers everywhere.
    private int Draw(int below)
    {
        ulong next = _state += 0x9E37_79B9_7F4A_7C15;
        next = (next ^ (next >> 30)) * 0xBF58_476D_1CE4_E5B9;
        next = (next ^ (next >> 27)) * 0x94D0_49BB_1331_11EB;
        return (int)((next ^ (next >> 31)) % (ulong)below);
    }
}
