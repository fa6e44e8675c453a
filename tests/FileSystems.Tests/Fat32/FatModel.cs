// Random operations on a volume and on a dictionary: both must agree.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>
/// Does random operations, including ones that must fail, and compares answers and contents. Case of names does not matter.
/// </summary>
internal sealed class FatModel
{
    private static readonly string[] s_words =
    [
        "a", "b", "readme.txt", "README.TXT", "Kernel8.img", "config.txt", "Mixed Case Name", "überlänge.text", "a.b.c.d", "ends with dot.",
        "longer than eight.extension", "longer than eighty.extension", "longer than eight hundred.extension", "ÄÖÜ", "x+y=z[1]", "~tilde~1",
        "日本語の名前.txt", ".hidden", new string('n', 100) + ".long", new string('m', 255), "NUL", "lower.TXT", "UPPER.txt",
    ];

    private readonly Random _random;
    private readonly MemoryStore _store;
    private readonly Dictionary<string, byte[]?> _tree = new(StringComparer.OrdinalIgnoreCase);
    private Fat32Volume _volume;
    private int _step;

    public FatModel(MemoryStore store, int seed)
    {
        _store = store;
        _random = new Random(seed);
        _volume = Mount();
    }

    // Large enough that the volume is sometimes full.
    private int Largest => (int)Math.Min(600_000, _volume.TotalBytes / 4);

    /// <summary>How often the volume was full.</summary>
    public int Full { get; private set; }

    /// <summary>How many operations were refused, as the model said.</summary>
    public int Refused { get; private set; }

    /// <summary>
    /// Does <paramref name="steps"/> operations; every <paramref name="checkEvery"/> it compares everything and runs fsck.vfat.
    /// </summary>
    public void Do(int steps, int checkEvery)
    {
        for (int i = 0; i < steps; i++)
        {
            _step++;
            Step();
            if (_step % checkEvery == 0)
            {
                Check();
            }
        }

        Check();
    }

    private Fat32Volume Mount() => Fat32Volume.Mount(
        _store, new Fat32Options { DataLines = _random.Next(4, 64), MetadataSectors = _random.Next(32, 256) });

    private void Step()
    {
        string path = Path();
        switch (_random.Next(22))
        {
            case 0 or 1 or 2:
                Agree($"create {path}", CanCreate(path), () => _volume.Close(_volume.Create(path)), () => _tree[path] = []);
                break;
            case 3:
                Agree($"mkdir {path}", CanCreate(path), () => _volume.MakeDirectory(path), () => _tree[path] = null);
                break;
            case 4 or 5 or 6 or 7 or 8 or 12 or 13:
                Write(path);
                break;
            case 9 or 10:
                SetSize(path);
                break;
            case 11:
                Agree($"unlink {path}", IsFile(path), () => _volume.Unlink(path), () => _tree.Remove(path));
                break;
            case 14:
                Agree(
                    $"rmdir {path}",
                    IsFolder(path) && !Children(path).Any(),
                    () => _volume.RemoveDirectory(path),
                    () => _tree.Remove(path));
                break;
            case 15 or 16:
                Rename(path, Path());
                break;
            case 17:
                With(path, _volume.SyncFile);
                break;
            case 18 when _random.Next(10) == 0:
                _volume.Sync();
                break;
            case 19 when _random.Next(40) == 0:
                _volume.Sync();
                _volume = Mount();
                break;
            default:
                Read(path);
                break;
        }
    }

    private void Write(string path)
    {
        if (!IsFile(path))
        {
            return;
        }

        byte[] old = _tree[path]!;
        int offset = _random.Next(3) == 0
            ? _random.Next(old.Length + 5000)
            : (_random.Next(2) == 0 ? old.Length : _random.Next(old.Length + 1));
        byte[] data = new byte[_random.Next(12) == 0 ? _random.Next(Largest) : _random.Next(6000)];
        _random.NextBytes(data);
        byte[] now = new byte[data.Length == 0 ? old.Length : Math.Max(old.Length, offset + data.Length)];
        old.CopyTo(now, 0);
        data.CopyTo(now.AsSpan(data.Length == 0 ? 0 : offset));
        try
        {
            With(path, node => _volume.Write(node, (uint)offset, data));
            _tree[path] = now;
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NoSpace)
        {
            Full++;
            byte[] found = FatTestVolume.Contents(_volume, path);
            Must(found.Length == old.Length, $"a full volume made {path} {found.Length} bytes long instead of {old.Length}");
            Must(!found.Where((b, i) => b != old[i] && b != now[i]).Any(), $"a full volume left foreign bytes in {path}");
            _tree[path] = found;
        }
    }

    private void SetSize(string path)
    {
        if (!IsFile(path))
        {
            return;
        }

        byte[] old = _tree[path]!;
        int size = _random.Next(4) == 0 ? _random.Next(old.Length + 10_000) : _random.Next(old.Length + 1);
        byte[] now = old.AsSpan(0, Math.Min(size, old.Length)).ToArray();
        Array.Resize(ref now, size);
        try
        {
            With(path, node => _volume.SetSize(node, (uint)size));
            _tree[path] = now;
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NoSpace)
        {
            Full++;
        }
    }

    private void Rename(string path, string target)
    {
        bool exists = _tree.ContainsKey(path);
        bool isSame = string.Equals(path, target, StringComparison.OrdinalIgnoreCase);
        bool can = exists && HasParent(target) && !target.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase)
            && (isSame || !_tree.ContainsKey(target) || (IsFile(path) && IsFile(target))
                || (IsFolder(path) && IsFolder(target) && !Children(target).Any()));
        Agree($"rename {path} {target}", can, () => _volume.Rename(path, target), () => Move(path, target));
    }

    private void Move(string path, string target)
    {
        foreach (string child in Children(path).Append(path).ToArray())
        {
            byte[]? contents = _tree[child];
            _ = _tree.Remove(child);
            _ = _tree.Remove(target + child[path.Length..]);
            _tree[target + child[path.Length..]] = contents;
        }
    }

    private void Read(string path)
    {
        if (!IsFile(path))
        {
            return;
        }

        byte[] contents = _tree[path]!;
        int offset = _random.Next(contents.Length + 10);
        byte[] data = new byte[_random.Next(20_000)];
        int read = 0;
        With(path, node => read = _volume.Read(node, (uint)offset, data));
        ReadOnlySpan<byte> expected = offset >= contents.Length
            ? []
            : contents.AsSpan(offset, Math.Min(data.Length, contents.Length - offset));
        Must(expected.SequenceEqual(data.AsSpan(0, read)), $"{path} reads otherwise at {offset}");
    }

    // The volume must do what the model can do, and refuse the rest.
    private void Agree(string what, bool can, Action act, Action model)
    {
        try
        {
            act();
            Must(can, $"{what} was done, and must not");
            model();
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NoSpace)
        {
            Full++;
        }
        catch (FileSystemException e)
        {
            Must(!can, $"{what} was refused: {e.Message}");
            Refused++;
        }
    }

    private void Check()
    {
        Compare("before a sync");
        _volume.Sync();
        Must(FatImage.Check(_store) is null, $"fsck.vfat: {FatImage.Check(_store)}");
        ulong free = _volume.FreeBytes;
        _volume = Fat32Volume.Mount(_store);
        Must(_volume.FreeBytes == free, $"{_volume.FreeBytes} bytes are free after a mount, {free} were before");
        Compare("after a mount");
    }

    private void Compare(string when)
    {
        Dictionary<string, byte[]?> found = new(FatTestVolume.Tree(_volume), StringComparer.OrdinalIgnoreCase);
        foreach ((string path, byte[]? contents) in _tree)
        {
            Must(found.TryGetValue(path, out byte[]? there), $"{when}: {path} is missing");
            Must(contents is null == there is null, $"{when}: {path} is of the other kind");
            Must(contents is null || contents.AsSpan().SequenceEqual(there), $"{when}: {path} has other contents");
        }

        Must(
            found.Count == _tree.Count,
            $"{when}: {string.Join(' ', found.Keys.Except(_tree.Keys, StringComparer.OrdinalIgnoreCase))} must not be there");
    }

    private void With(string path, Action<FatNode> action)
    {
        if (!IsFile(path))
        {
            return;
        }

        FatNode node = _volume.Open(_random.Next(3) == 0 ? path.ToUpperInvariant() : path);
        try
        {
            action(node);
        }
        finally
        {
            _volume.Close(node);
        }
    }

    private string Path()
    {
        string[] folders = [.. _tree.Where(pair => pair.Value is null).Select(pair => pair.Key + "/").Append("")];
        if (_tree.Count != 0 && _random.Next(2) != 0)
        {
            return _tree.Keys.ElementAt(_random.Next(_tree.Count));
        }

        string word = s_words[_random.Next(s_words.Length)];
        string name = _random.Next(3) == 0 && word.Length < 200 ? $"{_random.Next(60)}{word}" : word;
        string folder = folders[_random.Next(folders.Length)];
        return (folder.Count(c => c == '/') > 3 ? "" : folder) + name.TrimEnd('.');
    }

    private bool CanCreate(string path) => !_tree.ContainsKey(path) && HasParent(path);

    private bool HasParent(string path) => path.LastIndexOf('/') is int slash && (slash < 0 || IsFolder(path[..slash]));

    private bool IsFile(string path) => _tree.TryGetValue(path, out byte[]? contents) && contents is not null;

    private bool IsFolder(string path) => _tree.TryGetValue(path, out byte[]? contents) && contents is null;

    private IEnumerable<string> Children(string path) =>
        _tree.Keys.Where(key => key.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase));

    private void Must(bool condition, string words)
    {
        if (!condition)
        {
            throw new XunitException($"step {_step}: {words}");
        }
    }
}
